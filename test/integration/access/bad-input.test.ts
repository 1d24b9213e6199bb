import fc from 'fast-check';
import {
  readApiDescription,
  type ApiDescription,
  type DescribedOperation,
} from '../../support/api-description';
import { createToken } from '../../support/application';
import { listTables } from '../../support/database';
import { createArbitraries } from '../../support/arbitrary-of-schema';
import { listRoutes, type ListedRoute } from '../../support/list-routes';
import { createRestClient } from '../../support/rest-client';
import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
} from '../../support/selling-provider';
import {
  BAD_BODIES,
  BAD_CATALOG_QUERIES,
  BAD_IDS,
  BAD_QUERIES,
  HARMLESS_QUERIES,
  type BadBody,
} from './bad-requests';
import { doorOf } from './doors';

const ITEMS = '/api/orderbridge/remote-catalog-items';
const RUNS = Number(process.env['ORDERBRIDGE_API_RUNS'] ?? 15);

interface Answer {
  readonly status: number;
  readonly body: { readonly error?: { readonly details?: { readonly code?: string } } } | string;
}

/** A refusal may have an entry in the audit, and what waits is delivered meanwhile. */
const MAY_GROW = new Set(['orderbridge_audit_entries', 'orderbridge_attempts']);
const TASK_TABLE = 'orderbridge_provider_tasks';

const takesBody = ({ method }: ListedRoute): boolean => method !== 'GET' && method !== 'DELETE';

describe('what cannot be taken in', () => {
  let world: SellingProvider;
  let api: ApiDescription;
  let routes: ListedRoute[];
  let organisation: Organisation;
  let tokens: Record<'consumers' | 'own-systems' | 'staff' | 'everybody', string>;
  let task: { documentId: string };
  let commentId: string;
  let itemId: string;
  /** One of each type of the catalogue, by the name of its routes. */
  const documents: Record<string, string> = {};

  const send = async (
    token: string,
    method: string,
    path: string,
    { body, contentType = 'application/json' }: Partial<BadBody> = {},
  ): Promise<Answer> => {
    const answer = await fetch(`${world.provider.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': contentType }),
      },
      ...(body !== undefined && { body }),
    });
    const text = await answer.text();
    try {
      return { status: answer.status, body: JSON.parse(text) as Answer['body'] };
    } catch {
      return { status: answer.status, body: text };
    }
  };

  const codeOf = ({ body }: Answer): string | undefined =>
    typeof body === 'string' ? undefined : body.error?.details?.code;

  beforeAll(async () => {
    world = await startSellingProvider();
    routes = await listRoutes();
    api = await readApiDescription(world.provider.url);
    organisation = await world.open('OPEN');
    const [application] = organisation.applications;
    const { accessKey } = await createToken(world.admin, 'A system of the provider');
    tokens = {
      consumers: application.token,
      everybody: application.token,
      'own-systems': accessKey,
      staff: world.staff.token,
    };
    const { body } = await application.post(TASKS, organisation.requestFor('help')).expect(201);
    task = body.data;
    const { body: comment } = await application
      .post(`${TASKS}/${task.documentId}/comments`, { data: { body: 'Please.' } })
      .expect(201);
    commentId = comment.data.id;
    const { body: items } = await application.get(ITEMS).expect(200);
    itemId = items.data[0].documentId;
    const system = createRestClient(world.provider.url, accessKey);
    for (const { method, path, requestBody } of api.operations) {
      const isOfCatalog =
        method === 'POST' && api.operations.some((one) => one.path === `${path}/{id}`);
      if (!isOfCatalog) continue;
      const { data } = requestBody?.content['application/json'].example as {
        data: Record<string, unknown>;
      };
      const plural = path.slice('/orderbridge/'.length);
      const known = documents['product-specifications'] ?? '';
      const { body: made } = await system
        .post(`/api${path}`, {
          data: JSON.parse(
            JSON.stringify(data).replace('<product-specification>', known),
          ) as object,
        })
        .expect(201);
      documents[plural] = made.data.documentId;
    }
  });

  afterAll(async () => {
    await world.dispose();
  });

  /** How many rows there are of everything that a request could write. */
  const rowsOfAll = async () => {
    const all = await listTables(world.provider.rows);
    const tables = all.filter((name) => !MAY_GROW.has(name));
    const counts = await Promise.all(
      tables.map(async (table) => {
        const [row] = await world.provider
          .rows(table)
          .count<{ count: number | string }[]>({ count: '*' });
        return [table, Number(row?.count)];
      }),
    );
    return Object.fromEntries(counts) as Record<string, number>;
  };

  const addressOf = ({ path }: Pick<ListedRoute, 'path'>, id: string): string =>
    path.replace(/:(?:documentId|commentId|lineNumber|id)/g, id);

  /** The address of something that is there, where the route is for one thing. */
  const realAddressOf = ({ path }: Pick<ListedRoute, 'path'>): string => {
    const [, plural = ''] = /^\/api\/orderbridge\/([^/]+)/.exec(path) ?? [];
    return path
      .replace(':commentId', commentId)
      .replace(':id', documents[plural] ?? task.documentId)
      .replace(':documentId', plural === 'remote-catalog-items' ? itemId : task.documentId)
      .replace(':lineNumber', '1');
  };

  const expectRefusals = async (
    attempts: readonly { readonly name: string; readonly attempt: () => Promise<Answer> }[],
  ) => {
    const before = await rowsOfAll();
    const wrong: unknown[] = [];
    for (const { name, attempt } of attempts) {
      const answer = await attempt();
      const { status } = answer;
      if (status < 400 || status >= 500 || codeOf(answer) === undefined) {
        wrong.push({ name, answer });
      }
    }
    expect(wrong).toEqual([]);
    expect(await rowsOfAll()).toEqual(before);
  };

  it.each(BAD_BODIES)(
    'is refused by every route with a code, and leaves nothing: $name',
    async (bad) => {
      await expectRefusals(
        routes.filter(takesBody).map((route) => ({
          name: `${route.method} ${route.path}`,
          attempt: () =>
            send(
              tokens[doorOf(route)],
              route.method,
              // A real one where there is one, so that the body is looked at.
              realAddressOf(route),
              bad,
            ),
        })),
      );
    },
  );

  it('is refused by every route with a code, in the place of an id', async () => {
    const addressed = routes.filter(({ path }) => path.includes(':'));
    await expectRefusals(
      addressed.flatMap((route) =>
        BAD_IDS.map((id) => ({
          name: `${route.method} ${addressOf(route, id)}`,
          attempt: () =>
            send(
              tokens[doorOf(route)],
              route.method,
              addressOf(route, id),
              takesBody(route) ? { body: '{}' } : {},
            ),
        })),
      ),
    );
  });

  it('is refused with a code in the query of a list that knows its fields', async () => {
    const lists = [
      TASKS,
      '/orderbridge/provider-tasks',
      '/orderbridge/orders',
      '/orderbridge/service-requests',
    ];
    await expectRefusals(
      lists.flatMap((path) =>
        BAD_QUERIES.map((query) => ({
          name: `${path}?${query.slice(0, 100)}`,
          attempt: () =>
            send(path === TASKS ? tokens.consumers : tokens.staff, 'GET', `${path}?${query}`),
        })),
      ),
    );
  });

  it('never ends in an error of the server, whatever the query', async () => {
    const wrong: unknown[] = [];
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      for (const query of [...BAD_QUERIES, ...BAD_CATALOG_QUERIES, ...HARMLESS_QUERIES]) {
        const address = `${realAddressOf(route)}?${query}`;
        const answer = await send(tokens[doorOf(route)], 'GET', address);
        const isRefusal = answer.status >= 400;
        if (answer.status >= 500 || (isRefusal && codeOf(answer) === undefined)) {
          wrong.push({ address, answer });
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is refused a hundred times at once, and one good request among them is taken', async () => {
    const before = await rowsOfAll();
    const good = JSON.stringify(organisation.requestFor('help'));
    const answers = await Promise.all(
      Array.from({ length: 101 }, (_, index) =>
        send(tokens.consumers, 'POST', TASKS, {
          body: index === 50 ? good : '{"data":{"lines":[{"item":"unknown"}]}}',
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 404)).toHaveLength(100);
    const after = await rowsOfAll();
    expect(after[TASK_TABLE]).toBe((before[TASK_TABLE] ?? 0) + 1);
  });

  it('deletes a document as a whole, whichever half is named', async () => {
    const system = createRestClient(world.provider.url, tokens['own-systems']);
    const { body } = await system
      .post('/api/orderbridge/resource-specifications', { data: { name: 'Gone soon' } })
      .expect(201);
    const address = `/api/orderbridge/resource-specifications/${body.data.documentId as string}`;
    await system.delete(`${address}?status=draft`).expect(204);
    await system.get(address).expect(404);
  });

  const isOwnSystems = ({ responses }: DescribedOperation): boolean =>
    responses['403']?.['x-codes']?.includes('membership.bound') === true;

  it('is answered as the API describes it, whatever is made up', async () => {
    const arbitraries = createArbitraries(api.document.components.schemas);
    const defects: string[] = [];
    for (const operation of api.operations) {
      const { method, path, requestBody, operationId } = operation;
      const schema = requestBody?.content['application/json'].schema;
      if (schema === undefined) continue;
      const address = realAddressOf({ path: `/api${path.replace(/\{(\w+)\}/g, ':$1')}` });
      const token = isOwnSystems(operation) ? tokens['own-systems'] : tokens.consumers;
      const run = await fc.check(
        fc.asyncProperty(arbitraries.of(schema), async (body) => {
          const answer = await send(token, method, address, { body: JSON.stringify(body) });
          const defect = api.defectOf(operation, answer);
          if (defect !== undefined) {
            throw new Error(`${defect}\n${JSON.stringify(answer)}`);
          }
        }),
        { numRuns: RUNS },
      );
      if (run.failed) defects.push(`${operationId}: ${fc.defaultReportMessage(run) ?? ''}`);
    }
    expect(defects).toEqual([]);
  });
});
