import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { employ } from '../../support/people';
import { createRestClient, signInStaff } from '../../support/rest-client';

type Row = Readonly<Record<string, unknown>>;

const OFFERING = 'plugin::orderbridge.product-offering';
const ORDERBRIDGE = 'plugin::orderbridge.%';
const LAYOUT = 'plugin_content_manager_configuration_%orderbridge.%';

const right = (action: string, subject: string | null = null, more: object = {}) => ({
  action,
  subject,
  properties: {},
  conditions: [],
  ...more,
});

/** What an admin may change of a role: here two rights, one for half of a type and for own rows only. */
const CUSTOM_RIGHTS = [
  right('plugin::orderbridge.order.read'),
  right('plugin::content-manager.explorer.read', OFFERING, {
    properties: { fields: ['name', 'sku'] },
    conditions: ['admin::is-creator'],
  }),
];

describe('a boot without the plugin', () => {
  let instance: TestInstance;

  beforeEach(async () => {
    instance = await startTestInstance('provider');
  });

  afterEach(async () => {
    await instance.dispose();
  });

  /** Whatever Strapi keeps of the plugin's rights and layouts, by whom it is for, past every API. */
  const findKept = async () => {
    const { rows } = instance;
    const grants: Row[] = await rows('admin_permissions as p')
      .leftJoin('admin_permissions_role_lnk as r', 'r.permission_id', 'p.id')
      .leftJoin('admin_permissions_api_token_lnk as t', 't.permission_id', 'p.id')
      .where((where) => {
        void where.whereLike('p.action', ORDERBRIDGE).orWhereLike('p.subject', ORDERBRIDGE);
      })
      .select(
        'p.action',
        'p.subject',
        'p.properties',
        'p.conditions',
        'r.role_id',
        't.api_token_id',
      );
    const users: Row[] = await rows('up_permissions as p')
      .join('up_permissions_role_lnk as r', 'r.permission_id', 'p.id')
      .whereLike('p.action', ORDERBRIDGE)
      .select('p.action', 'r.role_id');
    const tokens: Row[] = await rows('strapi_api_token_permissions as p')
      .join('strapi_api_token_permissions_token_lnk as t', 't.api_token_permission_id', 'p.id')
      .whereLike('p.action', ORDERBRIDGE)
      .select('p.action', 't.api_token_id');
    const layouts: { key: string; value: string }[] = await rows('strapi_core_store_settings')
      .whereLike('key', LAYOUT)
      .select('key', 'value');
    const sorted = (found: readonly Row[]) => found.map((row) => JSON.stringify(row)).sort();
    return {
      grants: sorted(grants),
      users: sorted(users),
      tokens: sorted(tokens),
      layouts: Object.fromEntries(
        layouts.map(({ key, value }) => [key, JSON.parse(value) as unknown]),
      ),
    };
  };

  /** One boot without the plugin, of an instance that ends as by a power cut. */
  const bootWithout = async (): Promise<void> => {
    await instance.kill();
    await instance.start({ ORDERBRIDGE_ENABLED: 'false' });
    await instance.kill();
  };

  const createRole = async (admin: AdminClient): Promise<number> => {
    const { data } = await admin.post('/admin/roles', { name: 'Trainee', description: '' });
    await admin.put(`/admin/roles/${String(data.id)}/permissions`, { permissions: CUSTOM_RIGHTS });
    return data.id;
  };

  const createCustomToken = async (admin: AdminClient) => {
    const { data } = await admin.post('/admin/api-tokens', {
      name: 'Reads offerings',
      description: '',
      type: 'custom',
      lifespan: null,
      permissions: [`${OFFERING}.find`, `${OFFERING}.findOne`],
    });
    return data as { id: number; accessKey: string };
  };

  const editLayout = async (
    admin: AdminClient,
    part: 'contentType' | 'component',
    change: { pageSize: number; list: readonly string[] },
  ): Promise<void> => {
    const path =
      part === 'contentType'
        ? `content-types/${OFFERING}`
        : 'components/orderbridge.characteristic';
    const address = `/content-manager/${path}/configuration`;
    const { data } = await admin.get(address);
    const { settings, layouts } = data[part];
    await admin.put(address, {
      settings: { ...settings, pageSize: change.pageSize },
      layouts: { ...layouts, list: change.list },
    });
  };

  it('costs no right and no layout, however they were changed before', async () => {
    const admin = await instance.admin();
    const trainee = await createRole(admin);
    const token = await createCustomToken(admin);
    const { roles } = await admin.get('/users-permissions/roles');
    const authenticated = roles.find(({ type }: { type: string }) => type === 'authenticated');
    const { role } = await admin.get(`/users-permissions/roles/${String(authenticated.id)}`);
    role.permissions['plugin::orderbridge'].controllers['provider-task'].find.enabled = true;
    await admin.put(`/users-permissions/roles/${String(authenticated.id)}`, {
      name: role.name,
      description: role.description,
      permissions: role.permissions,
    });
    await editLayout(admin, 'contentType', { pageSize: 50, list: ['id', 'sku'] });
    await editLayout(admin, 'component', { pageSize: 10, list: ['id', 'label'] });
    // The content manager completes layouts of components at the second boot, with the plugin or without.
    await instance.kill();
    await instance.start();
    const before = await findKept();
    expect(before.layouts).toMatchObject({
      [`plugin_content_manager_configuration_content_types::${OFFERING}`]: {
        settings: { pageSize: 50 },
        layouts: { list: ['id', 'sku'] },
      },
      'plugin_content_manager_configuration_components::orderbridge.characteristic': {
        settings: { pageSize: 10 },
      },
    });

    await bootWithout();
    const meanwhile = await findKept();
    expect(meanwhile.layouts).toEqual({});
    expect(meanwhile.tokens).toEqual([]);
    expect(meanwhile.grants.length).toBeLessThan(before.grants.length / 2);
    expect(meanwhile.users.length).toBeLessThan(before.users.length);

    await instance.start();
    expect(await findKept()).toEqual(before);
    const { data } = await (
      await instance.admin()
    ).get(`/admin/roles/${String(trainee)}/permissions`);
    expect(data).toEqual(
      expect.arrayContaining(CUSTOM_RIGHTS.map((custom) => expect.objectContaining(custom))),
    );
    await createRestClient(instance.url, token.accessKey)
      .get('/api/orderbridge/product-offerings')
      .expect(200);
  });

  it('brings back what there was at the last moment, and nothing that was taken away before', async () => {
    const admin = await instance.admin();
    const trainee = await createRole(admin);
    await instance.kill();
    await instance.start();

    const again = await instance.admin();
    const { data: roles } = await again.get('/admin/roles');
    const agent = roles.find(({ code }: { code: string }) => code === 'orderbridge-agent');
    await again.delete(`/admin/roles/${String(agent.id)}`);
    const read = right('plugin::orderbridge.service-request.read');
    await again.put(`/admin/roles/${String(trainee)}/permissions`, { permissions: [read] });

    await bootWithout();
    await bootWithout();
    await instance.start();
    const back = await instance.admin();
    const { data: rights } = await back.get(`/admin/roles/${String(trainee)}/permissions`);
    expect(rights).toMatchObject([read]);
    const { data: left } = await back.get('/admin/roles');
    expect(left.map(({ code }: { code: string }) => code)).not.toContain('orderbridge-agent');

    // Only such a boot brings anything back.
    await back.put(`/admin/roles/${String(trainee)}/permissions`, { permissions: [] });
    const before = await findKept();
    await instance.kill();
    await instance.start();
    expect(await findKept()).toEqual(before);
    await bootWithout();
    await instance.start();
    expect(await findKept()).toEqual(before);
  });

  it('gives a token of the admin API nothing back that its owner may not do any more', async () => {
    const admin = await instance.admin();
    const read = right('plugin::orderbridge.order.read');
    const tokenRights = ['create', 'access', 'read'].map((verb) =>
      right(`admin::admin-tokens.${verb}`),
    );
    const roleOf = async (name: string) => {
      const { data } = await admin.post('/admin/roles', { name, description: '' });
      await admin.put(`/admin/roles/${String(data.id)}/permissions`, {
        permissions: [read, ...tokenRights],
      });
      return data.id as number;
    };
    const owners: { stays: boolean; id: number; token: string }[] = [];
    for (const stays of [true, false]) {
      const name = stays ? 'Stays' : 'Leaves';
      const role = await roleOf(name);
      const owner = await employ(instance, { firstname: name, lastname: 'Owner' }, [role]);
      const { body } = await owner
        .post('/admin/admin-tokens', {
          name: `Token of who ${name}`,
          description: '',
          lifespan: null,
          adminPermissions: [read],
        })
        .expect(201);
      const [{ id }] = await instance.rows('admin_users').where({ firstname: name }).select('id');
      owners.push({ stays, id, token: body.data.accessKey });
    }
    const statuses = async () => {
      const asked = owners.map(({ token }) =>
        createRestClient(instance.url, token).get('/orderbridge/orders'),
      );
      return (await Promise.all(asked)).map(({ status }) => status);
    };
    expect(await statuses()).toEqual([200, 200]);

    await instance.kill();
    await instance.start({ ORDERBRIDGE_ENABLED: 'false' });
    const meanwhile = await instance.admin();
    const { data: roles } = await meanwhile.get('/admin/roles');
    const author = roles.find(({ code }: { code: string }) => code === 'strapi-author');
    const leaver = owners.find(({ stays }) => !stays);
    await meanwhile.put(`/admin/users/${String(leaver?.id)}`, { roles: [author.id] });
    await instance.kill();
    await instance.start();
    expect(await statuses()).toEqual([200, 403]);
  });

  it('gives nothing to a role or a token that was deleted meanwhile', async () => {
    const admin = await instance.admin();
    const trainee = await createRole(admin);
    const token = await createCustomToken(admin);
    await instance.kill();
    await instance.start({ ORDERBRIDGE_ENABLED: 'false' });
    const meanwhile = await signInStaff(instance);
    await meanwhile.delete(`/admin/roles/${String(trainee)}`).expect(200);
    await meanwhile.delete(`/admin/api-tokens/${String(token.id)}`).expect(200);
    await instance.kill();
    await instance.start();

    const kept = await findKept();
    expect(kept.tokens).toEqual([]);
    expect(kept.grants.filter((grant) => grant.includes(`"role_id":${String(trainee)}`))).toEqual(
      [],
    );
    expect(await instance.rows('admin_roles').where({ code: 'orderbridge-agent' })).toHaveLength(1);
  });
});
