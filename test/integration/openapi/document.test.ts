import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ERROR_STATUS } from '../../../plugins/orderbridge/shared/errors';
import { readApiDescription, type ApiDescription } from '../../support/api-description';
import { createToken } from '../../support/application';
import { listRoutes } from '../../support/list-routes';
import { createRestClient, type RestClient } from '../../support/rest-client';
import {
  startSellingProvider,
  type Organisation,
  type SellingProvider,
} from '../../support/selling-provider';

const PREFIX = '/api/orderbridge';
const TASKS = `${PREFIX}/provider-tasks`;
const VALIDATOR = path.join(
  path.dirname(require.resolve('@seriousme/openapi-schema-validator/package.json')),
  'bin/validate-api-cli.js',
);

describe('the description of the API', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'orderbridge-test-'));
  let world: SellingProvider;
  let api: ApiDescription;
  let organisation: Organisation;
  let application: RestClient;
  let ownSystem: RestClient;

  beforeAll(async () => {
    world = await startSellingProvider();
    api = await readApiDescription(world.provider.url);
    organisation = await world.open('OPEN');
    [application] = organisation.applications;
    const { accessKey } = await createToken(world.admin, 'A system of the provider');
    ownSystem = createRestClient(world.provider.url, accessKey);
  });

  afterAll(async () => {
    await world.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is an OpenAPI document of version 3.1', async () => {
    expect(api.document.openapi).toBe('3.1.0');
    const file = path.join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(api.document));
    // A module that Jest cannot load; its command says what is wrong and ends with 1.
    const { stdout } = await promisify(execFile)(process.execPath, [VALIDATOR, file]);
    expect(JSON.parse(stdout)).toMatchObject({ valid: true });
  });

  it('has every route of the content API, and no other', async () => {
    const routed = (await listRoutes())
      .filter((route) => route.path.startsWith(PREFIX))
      .map(
        ({ method, path }) => `${method} ${path.replace('/api', '').replace(/:(\w+)/g, '{$1}')}`,
      );
    const described = api.operations.map((operation) => `${operation.method} ${operation.path}`);
    expect(described.sort()).toEqual(routed.sort());
  });

  it('says of every operation where its placeholders are, and what it takes', () => {
    const described = api.operations.map(({ operationId, method, parameters, requestBody }) => ({
      operationId,
      inPath: parameters.filter((one) => one.in === 'path').map(({ name }) => name),
      hasBody: requestBody !== undefined,
      method,
    }));
    const expected = api.operations.map(({ operationId, method, path: address }) => ({
      operationId,
      inPath: [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      hasBody: ['POST', 'PUT', 'PATCH'].includes(method),
      method,
    }));
    expect(described).toEqual(expected);
  });

  it('says of every operation that is not for everybody how it refuses who may not use it', () => {
    const guarded = api.operations.filter(({ security }) => security === undefined);
    const statuses = guarded.map(({ responses }) => Object.keys(responses));
    expect(statuses).toEqual(
      guarded.map(() => expect.arrayContaining(['400', '401', '403']) as string[]),
    );
  });

  it('puts every code under the status that it has', () => {
    const wrong = api.operations.flatMap(({ operationId, responses }) =>
      Object.entries(responses).flatMap(([status, { 'x-codes': codes = [] }]) =>
        codes
          .filter((code) => ERROR_STATUS[code as keyof typeof ERROR_STATUS] !== Number(status))
          .map((code) => `${operationId}: ${code}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  const submit = async (wanted: 'order' | 'help') => {
    const { body } = await application.post(TASKS, organisation.requestFor(wanted)).expect(201);
    return body.data as { documentId: string };
  };

  const resolvedRequest = async () => {
    const task = await submit('help');
    const { body } = await world.staff.get(`/orderbridge/provider-tasks/${task.documentId}`);
    const request = `/orderbridge/service-requests/${body.data.serviceRequest.documentId as string}`;
    await world.staff.post(`${request}/assign`).expect(200);
    const [code] = await world.admin.find('resolution-code', 'sort=code:asc');
    await world.staff
      .post(`${request}/propose-solution`, {
        resolution: { code: code.code, notes: 'Plugged in.' },
      })
      .expect(200);
    return task;
  };

  const commented = async () => {
    const { documentId } = await submit('order');
    const { body } = await application
      .post(`${TASKS}/${documentId}/comments`, { data: { body: 'Hello' } })
      .expect(201);
    return { documentId, commentId: body.data.id as string };
  };

  const findItem = async (name: string) => {
    const { body } = await application.get(`${PREFIX}/remote-catalog-items`).expect(200);
    const item = body.data.find((one: { name: string }) => one.name === name);
    return item.documentId as string;
  };

  /** What has to be there before an operation can be tried, by its id. */
  const GROUND: Record<string, () => Promise<Record<string, string>>> = {
    providerTaskFindOne: () => submit('order'),
    providerTaskCancel: () => submit('order'),
    providerTaskAccept: resolvedRequest,
    providerTaskReject: resolvedRequest,
    providerTaskFindComments: () => submit('order'),
    providerTaskComment: () => submit('order'),
    providerTaskEditComment: commented,
    providerTaskDeleteComment: commented,
    remoteCatalogItemFindOne: async () => ({ documentId: await findItem('Ask for help') }),
  };

  const created = new Map<string, string>();

  it('has examples that work, and answers that are as it says', async () => {
    const help = await findItem('Ask for help');
    const withMethod = (...methods: string[]) =>
      api.operations.filter(({ method }) => methods.includes(method));
    const sorted = [
      ...withMethod('POST'),
      ...withMethod('GET'),
      ...withMethod('PUT', 'PATCH'),
      // What is made of others goes before them.
      ...withMethod('DELETE').reverse(),
    ];
    const tried: string[] = [];
    for (const operation of sorted) {
      const { method, path: described, operationId, requestBody } = operation;
      const type = /^\/orderbridge\/([a-z-]+)/.exec(described)?.[1] ?? '';
      const ground = await (GROUND[operationId]?.() ?? { id: created.get(type) ?? '' });
      const address = `/api${described.replace(/\{(\w+)\}/g, (_match, name: string) => {
        const value = (ground as Record<string, string>)[name];
        if (!value) throw new Error(`Nothing to try ${operationId} with`);
        return value;
      })}`;
      const example = requestBody?.content['application/json'].example;
      const body = JSON.parse(
        JSON.stringify(example ?? {})
          .replaceAll('<item>', help)
          .replaceAll('<product-specification>', created.get('product-specifications') ?? ''),
      ) as object;
      const isOwn = operation.responses['403']?.['x-codes']?.includes('membership.bound') === true;
      const client = isOwn ? ownSystem : application;
      const answer = await client.send(method, address, requestBody && body);
      if (isOwn && method === 'POST') created.set(type, answer.body.data?.documentId as string);
      const refusal = answer.status < 300 ? undefined : answer.body;
      expect([operationId, refusal, api.defectOf(operation, answer)]).toEqual([
        operationId,
        undefined,
        undefined,
      ]);
      tried.push(operationId);
    }
    expect(tried).toHaveLength(api.operations.length);
  });
});
