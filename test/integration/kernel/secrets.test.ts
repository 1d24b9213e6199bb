import { randomBytes } from 'node:crypto';
import { stripVTControlCharacters } from 'node:util';
import { encodeSecret } from '../../../plugins/orderbridge/server/src/bridge/signature';
import {
  deriveDirectionKeys,
  generateAgreementKeys,
} from '../../../plugins/orderbridge/server/src/connections/key-agreement';
import { readInvitation } from '../../../plugins/orderbridge/server/src/connections/invitation-text';
import { ANSWERS } from '../../../scripts/demo/catalog.mjs';
import { publishOffering, publishProducer } from '../../../scripts/demo/main-path.mjs';
import { SECRET_NAMES } from '../../../scripts/instance-env.mjs';
import { pairingRequest } from '../../support/fake-consumer';
import { ADMIN, startTestInstance, type TestInstance } from '../../support/instance';

const SILENT = { event: () => undefined };
const PASSWORD = 'Requester-password-1';
const WRONG_PASSWORD = 'Wrong-password-of-somebody-1';

/** Types of the plugin that say something of connections or of people. */
const LISTED = [
  ...['connection', 'consumer', 'membership', 'audit-entry', 'provider-task', 'task-comment'],
  ...['entitlement', 'state-change', 'order', 'remote-record-producer'],
];

describe('secrets', () => {
  /** Strapi's own, given from outside so that the test knows them. */
  const env = Object.fromEntries(
    SECRET_NAMES.map((name) => [name, randomBytes(32).toString('base64url')]),
  );
  /** Every answer but those that are there to bring a secret. */
  const answers: string[] = [];
  const secrets: Record<string, string> = { ...env, adminPassword: ADMIN.password };
  let provider: TestInstance;

  const ask = async (method: string, path: string, token = '', body?: object) => {
    const response = await fetch(provider.url + path, {
      method,
      headers: {
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text: `${text}\n${JSON.stringify([...response.headers])}` };
  };

  /** Asks for something that brings no secret, whatever comes of it. */
  const look = async (...request: Parameters<typeof ask>) => {
    const { status, text } = await ask(...request);
    answers.push(text);
    return status;
  };

  /** Asks for a secret, which is shown here and nowhere else. */
  const receive = async (
    name: string,
    pick: (body: Record<string, Record<string, string>>) => string | undefined,
    ...request: Parameters<typeof ask>
  ): Promise<Record<string, Record<string, string>>> => {
    const { text } = await ask(...request);
    const body = JSON.parse(text.slice(0, text.lastIndexOf('\n'))) as Record<
      string,
      Record<string, string>
    >;
    const secret = pick(body);
    if (secret === undefined) throw new Error(`${name}: ${text}`);
    secrets[name] = secret;
    return body;
  };

  const takeEveryWay = async (): Promise<void> => {
    const client = await provider.admin();
    const { producer } = await publishOffering(client, SILENT);
    await publishProducer(client, producer, SILENT);

    await look('POST', '/admin/login', '', { email: ADMIN.email, password: WRONG_PASSWORD });
    secrets['wrongPassword'] = WRONG_PASSWORD;
    const login = await receive(
      'adminJwt',
      ({ data }) => data?.['token'],
      'POST',
      '/admin/login',
      '',
      ADMIN,
    );
    const token = login['data']?.['token'] ?? '';

    const known = await client.create('consumer', { name: 'Paired' });
    const invited = await receive(
      'invitation',
      ({ data }) => data?.['invitation'],
      ...(['POST', '/orderbridge/connections/invitations', token] as const),
      { consumer: known.documentId, shortCode: 'PAIR' },
    );
    const invitation = invited['data']?.['invitation'] ?? '';
    secrets['invitationSecret'] = readInvitation(invitation).secret;
    const keys = generateAgreementKeys();
    const path = '/api/orderbridge/bridge/v1';
    const request = pairingRequest(invitation, keys.publicKey, 'http://127.0.0.1:9');
    await look('POST', `${path}/pairings`, '', { ...request, proof: 'AAAA' });
    const { text } = await ask('POST', `${path}/pairings`, '', request);
    answers.push(text);
    const paired = JSON.parse(text.slice(0, text.lastIndexOf('\n'))) as {
      connection: string;
      publicKey: string;
    };
    const derived = deriveDirectionKeys(keys, paired.publicKey, {
      salt: secrets['invitationSecret'],
      connectionKey: paired.connection,
    });
    for (const [name, key] of Object.entries(derived)) secrets[name] = encodeSecret(key as never);
    await look('POST', `${path}/provider/${paired.connection}/messages`, '', { forged: true });

    const hooked = await client.create('consumer', { name: 'Hooked' });
    await receive(
      'webhookSecret',
      ({ data }) => data?.['secret'],
      ...(['POST', '/orderbridge/connections/webhooks', token] as const),
      { consumer: hooked.documentId, shortCode: 'HOOK', url: 'http://127.0.0.1:9/hook' },
    );
    const tokenBody = { name: 'App', description: '', type: 'full-access', lifespan: null };
    const made = await receive(
      'apiToken',
      ({ data }) => data?.['accessKey'],
      ...(['POST', '/admin/api-tokens', token] as const),
      tokenBody,
    );
    const application = secrets['apiToken'] ?? '';
    await look('POST', '/orderbridge/memberships', token, {
      consumer: hooked.documentId,
      apiToken: made['data']?.['id'],
    });

    const { roles } = await client.get('/users-permissions/roles');
    const role = roles.find(({ type }: { type: string }) => type === 'requester');
    secrets['requesterPassword'] = PASSWORD;
    const user = {
      username: 'grace',
      email: 'grace@example.com',
      password: PASSWORD,
      confirmed: true,
      blocked: false,
      role: { connect: [{ id: role.id }] },
    };
    const users = '/content-manager/collection-types/plugin::users-permissions.user';
    await look('POST', users, token, user);
    const wrong = { identifier: 'grace', password: WRONG_PASSWORD };
    await look('POST', '/api/auth/local', '', wrong);
    await receive(
      'requesterJwt',
      (body) => body['jwt'] as unknown as string | undefined,
      ...(['POST', '/api/auth/local', ''] as const),
      { identifier: 'grace', password: PASSWORD },
    );
    const jwt = secrets['requesterJwt'] ?? '';

    const tasks = '/api/orderbridge/provider-tasks';
    const items = await ask('GET', '/api/orderbridge/remote-catalog-items', application);
    answers.push(items.text);
    const [item] = JSON.parse(items.text.slice(0, items.text.lastIndexOf('\n'))).data as [
      { documentId: string },
    ];
    const line = { item: item.documentId, quantity: 1, answers: ANSWERS };
    expect(await look('POST', tasks, application, { data: { lines: [line] } })).toBe(201);
    await look('POST', tasks, application, { data: { lines: [] } });
    await look('POST', tasks, jwt, { data: { lines: [line] } });
    await look('GET', tasks, `${application}-broken`);
    await look('GET', '/orderbridge/orders', `${token}-broken`);

    for (const type of LISTED) {
      const list = `/content-manager/collection-types/plugin::orderbridge.${type}`;
      expect([type, await look('GET', list, token)]).toEqual([type, 200]);
    }
    for (const list of ['/orderbridge/connections', '/orderbridge/audit-entries', users]) {
      expect([list, await look('GET', list, token)]).toEqual([list, 200]);
    }
  };

  beforeAll(async () => {
    provider = await startTestInstance('provider', env);
    await takeEveryWay();
  });

  afterAll(async () => {
    await provider.dispose();
  });

  const foundIn = (text: string): string[] =>
    Object.keys(secrets).filter((name) => text.includes(secrets[name] ?? ''));

  it('are all known to this test', () => {
    expect(Object.keys(secrets)).toEqual(
      expect.arrayContaining([
        ...SECRET_NAMES,
        ...['adminPassword', 'wrongPassword', 'requesterPassword'],
        ...['adminJwt', 'requesterJwt', 'apiToken'],
        ...['invitation', 'invitationSecret', 'webhookSecret'],
        ...['providerToConsumer', 'consumerToProvider'],
      ]),
    );
    for (const secret of Object.values(secrets)) expect(secret.length).toBeGreaterThanOrEqual(12);
  });

  it('are in no log, which says everything that Strapi and the plugin have to say', () => {
    const log = stripVTControlCharacters(provider.log());
    expect(log).toMatch(/ http: POST \/orderbridge\/connections\/invitations/);
    expect(foundIn(log)).toEqual([]);
  });

  it('are in no answer but the one that brings them', () => {
    expect(answers.length).toBeGreaterThan(20);
    expect(foundIn(answers.join('\n'))).toEqual([]);
  });

  it('of tokens are shown to nobody, not as they are kept either', async () => {
    const kept = await provider.rows('strapi_api_tokens').select('access_key', 'encrypted_key');
    const told = answers.join('\n');
    expect(kept.length).toBeGreaterThan(0);
    const forms = kept.flatMap(({ access_key: hash, encrypted_key: cipher }) => [hash, cipher]);
    expect(forms.filter((form) => form !== null && told.includes(form))).toEqual([]);
  });

  it('of connections lie in the database encrypted, and are in no entry of the audit', async () => {
    const { rows } = provider;
    const tables = await Promise.all(
      [
        ...['orderbridge_links', 'orderbridge_link_keys', 'orderbridge_invitations'],
        ...['orderbridge_connections', 'orderbridge_audit_entries', 'orderbridge_outbox'],
      ].map((table) => rows(table)),
    );
    expect(foundIn(JSON.stringify(tables))).toEqual([]);
  });
});
