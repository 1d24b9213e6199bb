import { createToken } from '../../support/application';
import { failInserts } from '../../support/failing-inserts';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { enrolRequester, hireStaff } from '../../support/people';
import { createRestClient, signInStaff, type RestClient } from '../../support/rest-client';

const MEMBERSHIPS = '/orderbridge/memberships';
const TOKENS = `${MEMBERSHIPS}/tokens`;
const ITEMS = '/api/orderbridge/remote-catalog-items';
const TASKS = '/api/orderbridge/provider-tasks';
const USERS = '/content-manager/collection-types/plugin::users-permissions.user';

/** The rights of the routes for consumers, as rest.md has them. */
const CONSUMER_RIGHTS = [
  'remote-catalog-item.find',
  'remote-catalog-item.findOne',
  'provider-task.accept',
  'provider-task.cancel',
  'provider-task.comment',
  'provider-task.create',
  'provider-task.deleteComment',
  'provider-task.editComment',
  'provider-task.find',
  'provider-task.findComments',
  'provider-task.findOne',
  'provider-task.reject',
].map((name) => `plugin::orderbridge.${name}`);

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly handler: string;
  readonly config: { readonly auth?: false | { readonly scope: readonly string[] } };
}

describe('memberships', () => {
  let provider: TestInstance;
  let admin: AdminClient;
  let staff: RestClient;
  let count = 0;

  beforeAll(async () => {
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    staff = await signInStaff(provider);
  });

  afterAll(async () => {
    // Inserts that are made to fail are logged.
    await provider.dispose({ expectErrors: true });
  });

  const unique = (name: string) => `${name} ${String((count += 1))}`;
  const codeOf = ({ body }: { body: { error?: { details?: { code?: string } } } }) =>
    body.error?.details?.code;

  const makeConsumer = async (): Promise<string> => {
    const { documentId } = await admin.create('consumer', { name: unique('Consumer') });
    return documentId as string;
  };

  const makeToken = async () => {
    const { id, accessKey } = await createToken(admin, unique('Token'));
    return { id, client: createRestClient(provider.url, accessKey) };
  };

  const bind = async (subject: object, consumer?: string): Promise<string> => {
    const { body } = await staff
      .post(MEMBERSHIPS, { consumer: consumer ?? (await makeConsumer()), ...subject })
      .expect(201);
    return body.data.documentId as string;
  };

  /** A full-access token that acts for a consumer. */
  const makeBound = async () => {
    const token = await makeToken();
    return { ...token, membership: await bind({ apiToken: token.id }) };
  };

  const issue = async (more: object = {}) => {
    const consumer = await makeConsumer();
    const name = unique('Issued');
    const { body } = await staff.post(TOKENS, { consumer, name, ...more }).expect(201);
    return {
      ...body.data,
      consumer,
      name,
      client: createRestClient(provider.url, body.data.accessKey),
    };
  };

  describe('a token that acts for a consumer', () => {
    it('reaches the routes for consumers and not one other, of whatever plugin, with full access', async () => {
      const { client } = await makeBound();
      const { data } = await admin.get('/admin/content-api/routes');
      const routes = Object.values(data as Record<string, Route[]>)
        .flat()
        .filter(({ config }) => config.auth !== false);
      const handlers = routes.map(({ handler }) => handler);
      for (const expected of ['user.me', 'content-api.find', 'locales.listLocales']) {
        expect(handlers).toContain(expected);
      }
      const answers = new Map<string, unknown>();
      for (const { method, path } of routes) {
        const address = path.startsWith('/api/') ? path : `/api${path}`;
        const answer = await client.send(method, address.replace(/:\w+/g, '1'));
        answers.set(`${method} ${address}`, [answer.status, codeOf(answer)]);
      }
      const own = /^\w+ \/api\/orderbridge\/(provider-tasks|remote-catalog-items)/;
      const others = [...answers].filter(([route]) => !own.test(route));
      expect(others.length).toBeGreaterThan(40);
      for (const [route, answer] of others) {
        expect([route, answer]).toEqual([route, [403, 'membership.bound']]);
      }
      const reached = [...answers].filter(([route]) => own.test(route));
      expect(reached).toHaveLength(CONSUMER_RIGHTS.length);
      for (const [route, answer] of reached) {
        expect([route, answer]).not.toEqual([route, [403, expect.anything()]]);
      }
    });

    it('is told why, in a sentence', async () => {
      const { client } = await makeBound();
      const { body } = await client.get('/api/upload/files').expect(403);
      expect(body.error).toMatchObject({
        status: 403,
        message:
          'This token acts for a consumer, so it reaches the routes for consumers and no others.',
        details: { code: 'membership.bound' },
      });
    });

    it('stays confined whatever is made of it in Strapi’s settings', async () => {
      const { id, client } = await makeBound();
      await admin.put(`/admin/api-tokens/${String(id)}`, {
        name: unique('Renamed'),
        type: 'read-only',
      });
      expect(codeOf(await client.get('/api/users').expect(403))).toBe('membership.bound');
      await client.get(ITEMS).expect(200);
      const { data } = await admin.post(`/admin/api-tokens/${String(id)}/regenerate`);
      const again = createRestClient(provider.url, data.accessKey);
      expect(codeOf(await again.get('/api/users').expect(403))).toBe('membership.bound');
    });

    it('is confined also where its consumer is gone from the database', async () => {
      const { client, membership } = await makeBound();
      await provider
        .rows('orderbridge_memberships')
        .where({ document_id: membership })
        .update({ consumer_id: null });
      expect(codeOf(await client.get('/api/users').expect(403))).toBe('membership.bound');
      expect(codeOf(await client.get(ITEMS).expect(403))).toBe('membership.missing');
    });
  });

  it('leaves a token without one to the provider’s own systems: it acts for nobody', async () => {
    const { client } = await makeToken();
    await client.get('/api/upload/files').expect(200);
    await client.get('/api/orderbridge/product-offerings').expect(200);
    for (const path of [ITEMS, TASKS]) {
      expect(codeOf(await client.get(path).expect(403))).toBe('membership.missing');
    }
  });

  it('leaves users to their roles', async () => {
    const organisation = await makeConsumer();
    const requester = await enrolRequester(provider, { username: 'grace', organisation });
    await requester.get(ITEMS).expect(200);
    const { roles } = await admin.get('/users-permissions/roles');
    const { id } = roles.find(({ type }: { type: string }) => type === 'requester');
    await requester.get('/api/users/me').expect(403);
    const { role } = await admin.get(`/users-permissions/roles/${String(id)}`);
    role.permissions['plugin::users-permissions'].controllers.user.me.enabled = true;
    await admin.put(`/users-permissions/roles/${String(id)}`, role);
    const { body } = await requester.get('/api/users/me').expect(200);
    expect(body.username).toBe('grace');
  });

  describe('a token made for a consumer', () => {
    it('acts for it at once, with the rights of the routes for consumers and no others', async () => {
      const { client, consumer, name, apiToken, user } = await issue();
      expect(apiToken).toMatchObject({ name, type: 'custom', lastUsedAt: null, expiresAt: null });
      expect(user).toBeNull();
      await client.get(TASKS).expect(200);
      expect(codeOf(await client.get('/api/users').expect(403))).toBe('membership.bound');
      const { data } = await admin.get(`/admin/api-tokens/${String(apiToken.id)}`);
      expect([...data.permissions].sort()).toEqual([...CONSUMER_RIGHTS].sort());
      const { body } = await staff.get(`${MEMBERSHIPS}?filters[consumer][documentId]=${consumer}`);
      expect(body.data).toHaveLength(1);
    });

    it('shows its key once, and never again in Strapi’s settings', async () => {
      const { accessKey, apiToken } = await issue();
      expect(accessKey).toMatch(/^[0-9a-f]{256}$/);
      const { data } = await admin.get(`/admin/api-tokens/${String(apiToken.id)}`);
      expect(JSON.stringify(data)).not.toContain(accessKey);
      expect(data.accessKey).toBeUndefined();
    });

    it('ends when its lifespan does', async () => {
      const { apiToken, client } = await issue({ lifespan: 604_800_000 });
      const left = Date.parse(apiToken.expiresAt) - Date.now();
      expect(left).toBeGreaterThan(604_800_000 - 60_000);
      expect(left).toBeLessThanOrEqual(604_800_000);
      await client.get(TASKS).expect(200);
      const past = new Date(Date.now() - 1000);
      await provider
        .rows('strapi_api_tokens')
        .where({ id: apiToken.id })
        .update({ expires_at: past });
      await client.get(TASKS).expect(401);
    });

    it('is not there where its membership could not be made', async () => {
      const consumer = await makeConsumer();
      const name = unique('Unlucky');
      const heal = await failInserts(provider.rows, 'orderbridge_memberships');
      try {
        await staff.post(TOKENS, { consumer, name }).expect(500);
      } finally {
        await heal();
      }
      expect(await provider.rows('strapi_api_tokens').where({ name })).toEqual([]);
      await staff.post(TOKENS, { consumer, name }).expect(201);
    });

    it('is refused for nobody, for a name that is taken, and for another lifespan than Strapi’s', async () => {
      const { consumer, name } = await issue();
      const refusalOf = async (body: object) => {
        const { status, body: answer } = await staff.post(TOKENS, body);
        return [status, answer.error.details.code];
      };
      expect(await refusalOf({ consumer, name })).toEqual([409, 'membership.token_name_taken']);
      expect(await refusalOf({ consumer: 'nobody', name: unique('Other') })).toEqual([
        404,
        'consumer.not_found',
      ]);
      for (const body of [{ lifespan: 1 }, { lifespan: '604800000' }, { name: ' ' }, { more: 1 }]) {
        expect(await refusalOf({ consumer, name: unique('Other'), ...body })).toEqual([
          400,
          'request.invalid',
        ]);
      }
    });
  });

  describe('the list', () => {
    it('says who acts for whom, newest first, in pages, for one consumer too', async () => {
      const consumer = await makeConsumer();
      await enrolRequester(provider, { username: 'first', organisation: consumer });
      const { id, client } = await makeToken();
      const membership = await bind({ apiToken: id }, consumer);
      await client.get(ITEMS).expect(200);
      const { body } = await staff
        .get(`${MEMBERSHIPS}?filters[consumer][documentId]=${consumer}`)
        .expect(200);
      expect(body.meta.pagination).toEqual({ page: 1, pageSize: 25, pageCount: 1, total: 2 });
      const [token, person] = body.data;
      expect(token).toEqual({
        documentId: membership,
        consumer: { documentId: consumer, name: expect.any(String) },
        user: null,
        apiToken: {
          id,
          name: expect.any(String),
          type: 'full-access',
          lastUsedAt: expect.any(String),
          expiresAt: null,
        },
      });
      expect(person).toEqual({
        documentId: expect.any(String),
        consumer: token.consumer,
        user: { id: expect.any(Number), username: 'first' },
        apiToken: null,
      });
      const { body: paged } = await staff.get(
        `${MEMBERSHIPS}?filters[consumer][documentId]=${consumer}&pagination[page]=2&pagination[pageSize]=1`,
      );
      expect(paged.data).toEqual([person]);
      const refused = await staff.get(`${MEMBERSHIPS}?filters[apiToken][accessKey]=x`).expect(400);
      expect(codeOf(refused)).toBe('request.invalid');
    });

    it('is for who manages memberships', async () => {
      const person = { firstname: 'Ada', lastname: 'Berg', rights: ['connection.read'] };
      const reader = await hireStaff(provider, person);
      await reader.get(MEMBERSHIPS).expect(403);
      await reader.post(TOKENS, {}).expect(403);
      await reader.delete(`${MEMBERSHIPS}/any`).expect(403);
      await reader.post(`${MEMBERSHIPS}/any/revoke`).expect(403);
    });
  });

  describe('the end of one', () => {
    it('never sets a token free: taking its membership away is refused, and revoking ends both', async () => {
      const { id, client, membership } = await makeBound();
      const refused = await staff.delete(`${MEMBERSHIPS}/${membership}`).expect(409);
      expect(codeOf(refused)).toBe('membership.revoke_instead');
      expect(codeOf(await client.get('/api/users').expect(403))).toBe('membership.bound');

      await staff.post(`${MEMBERSHIPS}/${membership}/revoke`).expect(200);
      await client.get(TASKS).expect(401);
      await client.get('/api/users').expect(401);
      expect(await provider.rows('strapi_api_tokens').where({ id })).toEqual([]);
      const gone = await staff.post(`${MEMBERSHIPS}/${membership}/revoke`).expect(404);
      expect(codeOf(gone)).toBe('membership.not_found');
    });

    it('keeps both where one of them could not be ended', async () => {
      const { id, membership, client } = await makeBound();
      const { rows } = provider;
      await rows.schema.createTable('holds', (table) => {
        table.integer('token_id').unsigned().references('id').inTable('strapi_api_tokens');
      });
      await rows('holds').insert({ token_id: id });
      try {
        await staff.post(`${MEMBERSHIPS}/${membership}/revoke`).expect(500);
      } finally {
        await rows.schema.dropTable('holds');
      }
      expect(codeOf(await client.get('/api/users').expect(403))).toBe('membership.bound');
    });

    it('leaves a user who acts for nobody any more', async () => {
      const organisation = await makeConsumer();
      const requester = await enrolRequester(provider, { username: 'linus', organisation });
      await requester.get(ITEMS).expect(200);
      const { body } = await staff.get(
        `${MEMBERSHIPS}?filters[consumer][documentId]=${organisation}`,
      );
      await staff.delete(`${MEMBERSHIPS}/${String(body.data[0].documentId)}`).expect(200);
      expect(codeOf(await requester.get(ITEMS).expect(403))).toBe('membership.missing');
      const again = await staff.delete(`${MEMBERSHIPS}/${String(body.data[0].documentId)}`);
      expect([again.status, codeOf(again)]).toEqual([404, 'membership.not_found']);
    });

    it('comes with the end of the token in Strapi’s settings; a later token with its id inherits nothing', async () => {
      const { id, membership, client } = await makeBound();
      await admin.delete(`/admin/api-tokens/${String(id)}`);
      await client.get(TASKS).expect(401);
      expect(
        await provider.rows('orderbridge_memberships').where({ document_id: membership }),
      ).toEqual([]);
      const later = await makeToken();
      await provider.rows('strapi_api_tokens').where({ id: later.id }).update({ id });
      expect(codeOf(await later.client.get(ITEMS).expect(403))).toBe('membership.missing');
      await later.client.get('/api/upload/files').expect(200);
    });

    it('comes with the end of the user, one or many; the consumer can be deleted then', async () => {
      const organisation = await makeConsumer();
      const people = ['ada', 'bea', 'cleo'];
      for (const username of people) await enrolRequester(provider, { username, organisation });
      const users = await admin.find('plugin::users-permissions.user', 'pageSize=100');
      const [ada, ...others] = people.map(
        (name) => users.find(({ username }: { username: string }) => username === name).documentId,
      );
      const consumerPath = `/content-manager/collection-types/plugin::orderbridge.consumer/${organisation}`;
      await admin.delete(`${USERS}/${String(ada)}`);
      expect(codeOf(await staff.delete(consumerPath).expect(400))).toBe('consumer.in_use');
      await admin.post(`${USERS}/actions/bulkDelete`, { documentIds: others });
      await staff.delete(consumerPath).expect(200);
      expect(
        await provider
          .rows('orderbridge_memberships')
          .whereNull('consumer_id')
          .whereNotNull('user_id'),
      ).toEqual([]);
    });

    it('comes at the next start where the plugin did not see the token go', async () => {
      const { id, membership } = await makeBound();
      await provider
        .rows('orderbridge_memberships')
        .where({ document_id: membership })
        .update({ api_token_id: null });
      await provider.rows('strapi_api_tokens').where({ id }).delete();
      await provider.kill();
      await provider.start();
      expect(
        await provider.rows('orderbridge_memberships').where({ document_id: membership }),
      ).toEqual([]);
    });
  });

  it('is refused for what is no token of the content API', async () => {
    const { id } = await makeToken();
    await provider.rows('strapi_api_tokens').where({ id }).update({ kind: 'admin' });
    const consumer = await makeConsumer();
    for (const subject of [
      { apiToken: id },
      { apiToken: 2_000_000_000 },
      { user: 2_000_000_000 },
    ]) {
      const answer = await (
        await signInStaff(provider)
      ).post(MEMBERSHIPS, { consumer, ...subject });
      expect([answer.status, codeOf(answer)]).toEqual([404, 'membership.subject_not_found']);
    }
  });
});
