import { composeFeatures } from '../../../plugins/orderbridge/server/src/compose-features';
import { FEATURES } from '../../../plugins/orderbridge/server/src/features';
import { startTestInstance, type TestInstance } from '../../support/instance';
import { hireAs, hireStaff } from '../../support/people';
import { signInStaff, type RestClient } from '../../support/rest-client';
import { EXPECTED } from './expected';

const ROUTES = composeFeatures(FEATURES).routes.admin.routes.map(({ method, path, config }) => {
  const [, policy] = config['policies'] as [string, { config: { actions: [string] } }];
  return {
    method: method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete',
    path: `/orderbridge${path.replace(/:\w+/g, 'nobody')}`,
    right: policy.config.actions[0].replace('plugin::orderbridge.', ''),
  };
});
const TYPES = FEATURES.flatMap(({ contentTypes }) => contentTypes ?? []).map(
  ({ schema, owned }) => ({ type: schema.info.singularName, owned }),
);

const WRITES = ['create', 'update', 'delete', 'publish'] as const;
const EXPLORER = 'plugin::content-manager.explorer.';

interface Permission {
  readonly action: string;
  readonly subject: string | null;
  readonly properties: { readonly fields?: readonly string[] };
  readonly conditions: readonly string[];
}

const permissionsOf = async (client: RestClient): Promise<readonly Permission[]> => {
  const { body } = await client.get('/admin/users/me/permissions').expect(200);
  return body.data;
};

describe('the staff', () => {
  let instance: TestInstance;
  const people = new Map<string, RestClient>();

  beforeAll(async () => {
    // Both sides, so that every type can be reached in the content manager.
    instance = await startTestInstance('provider', { ORDERBRIDGE_ROLES: 'provider,consumer' });
    for (const role of Object.keys(EXPECTED)) {
      people.set(role, await hireAs(instance, { firstname: 'Somebody', lastname: role, role }));
    }
  });

  afterAll(async () => {
    await instance.dispose();
  });

  const somebody = (role: string): RestClient => {
    const client = people.get(role);
    if (client === undefined) throw new Error(`Nobody is ${role}`);
    return client;
  };

  const statusOf = async (client: RestClient, { method, path }: (typeof ROUTES)[number]) => {
    const { status } = await (method === 'patch' ? client.patch(path, {}) : client[method](path));
    return status;
  };

  describe.each(Object.entries(EXPECTED))('as %s', (role, { rights, types }) => {
    it('reaches the routes of its rights, and no other', async () => {
      for (const route of ROUTES) {
        const isRefused = (await statusOf(somebody(role), route)) === 403;
        expect([route, isRefused]).toEqual([route, !rights.includes(route.right)]);
      }
    });

    it('does with types in the content manager what it may, and nothing else', async () => {
      const client = somebody(role);
      for (const { type } of TYPES) {
        const path = `/content-manager/collection-types/plugin::orderbridge.${type}`;
        const answers = {
          c: await client.post(path),
          r: await client.get(path),
          u: await client.put(`${path}/nobody`, {}),
          d: await client.delete(`${path}/nobody`),
          p: await client.post(`${path}/nobody/actions/publish`),
        };
        const done = Object.entries(answers)
          .filter(([, { status }]) => status !== 403)
          .map(([letter]) => letter);
        expect([type, done.join('')]).toEqual([type, types[type] ?? '']);
      }
    });

    it('is told of no other rights', async () => {
      const told = await permissionsOf(somebody(role));
      const own = told.filter(({ action }) => action.startsWith('plugin::orderbridge.'));
      expect(own.map(({ action }) => action.replace('plugin::orderbridge.', '')).sort()).toEqual(
        [...rights].sort(),
      );
    });
  });

  it('without a right reaches no route of the plugin', async () => {
    const nobody = await hireStaff(instance, { firstname: 'No', lastname: 'Body', rights: [] });
    for (const route of ROUTES) {
      expect([route, await statusOf(nobody, route)]).toEqual([route, 403]);
    }
  });

  it('sees of users who they are, and edits of what the plugin writes what is left to people', async () => {
    const told = await permissionsOf(somebody('orderbridge-exchange-admin'));
    const fieldsOf = (action: string, subject: string) =>
      told.find((right) => right.action === EXPLORER + action && right.subject === subject)
        ?.properties.fields;
    expect(fieldsOf('read', 'plugin::users-permissions.user')).toEqual(['username', 'email']);
    expect(fieldsOf('update', 'plugin::orderbridge.connection')).toEqual(['name', 'autoActivate']);
    expect(fieldsOf('update', 'plugin::orderbridge.remote-record-producer')).toEqual([
      'criteria',
      'overrides',
    ]);
  });

  it('is a catalog admin to whom no order shows in any way', async () => {
    const client = somebody('orderbridge-catalog-admin');
    const { body } = await client.get('/content-manager/content-types').expect(200);
    expect(body.data.length).toBeGreaterThan(0);
    await client.get('/orderbridge/orders').expect(403);
    await client
      .get('/content-manager/collection-types/plugin::orderbridge.state-change')
      .expect(403);
  });

  it('has Strapi’s own roles as Strapi makes them, but for the plugin', async () => {
    const author = await permissionsOf(somebody('strapi-author'));
    expect(author.find(({ action }) => action === 'plugin::upload.read')).toMatchObject({
      conditions: ['admin::is-creator'],
    });
    const editor = await permissionsOf(somebody('strapi-editor'));
    expect(editor.map(({ action }) => action)).toContain('plugin::upload.assets.create');
  });

  it('is not offered to create, publish or delete what the plugin alone writes, not even as super admin', async () => {
    const told = await permissionsOf(await signInStaff(instance));
    for (const { type, owned } of TYPES) {
      const subject = `plugin::orderbridge.${type}`;
      const offered = WRITES.filter((write) =>
        told.some((right) => right.action === EXPLORER + write && right.subject === subject),
      );
      const expected = owned === undefined ? [...WRITES] : owned === true ? [] : ['update'];
      expect([type, offered]).toEqual([type, expected]);
      expect(told).toContainEqual(expect.objectContaining({ action: `${EXPLORER}read`, subject }));
    }
  });

  it('cannot be given what nobody may do', async () => {
    const admin = await signInStaff(instance);
    const { body } = await admin.post('/admin/roles', { name: 'Too much', description: '' });
    const grant = (action: string) =>
      admin.put(`/admin/roles/${String(body.data.id)}/permissions`, {
        permissions: [
          {
            action: EXPLORER + action,
            subject: 'plugin::orderbridge.order',
            properties: { fields: ['number'] },
            conditions: [],
          },
        ],
      });
    await grant('read').expect(200);
    await grant('update').expect(400);
  });
});
