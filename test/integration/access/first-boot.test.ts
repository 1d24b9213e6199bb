import type { AdminClient, TestInstance } from '../../support/instance';
import { startTestInstance } from '../../support/instance';

interface Role {
  readonly id: number;
  readonly code: string;
  readonly name: string;
}

interface Permission {
  readonly action: string;
  readonly subject: string | null;
  readonly properties: object;
  readonly conditions: readonly string[];
}

const OFFERING = 'plugin::orderbridge.product-offering';
const READ_OFFERINGS: Permission = {
  action: 'plugin::content-manager.explorer.read',
  subject: OFFERING,
  properties: { fields: ['name'] },
  conditions: [],
};

const STAFF = [
  'orderbridge-agent',
  'orderbridge-catalog-admin',
  'orderbridge-exchange-admin',
  'orderbridge-order-manager',
];

const findRoles = async (admin: AdminClient): Promise<readonly Role[]> => {
  const { data } = await admin.get('/admin/roles');
  return data;
};

const findStaffRoles = async (admin: AdminClient): Promise<readonly string[]> =>
  (await findRoles(admin))
    .map(({ code }) => code)
    .filter((code) => code.startsWith('orderbridge-'))
    .sort();

const findRole = async (admin: AdminClient, code: string): Promise<Role> => {
  const role = (await findRoles(admin)).find((candidate) => candidate.code === code);
  if (role === undefined) throw new Error(`There is no role ${code}`);
  return role;
};

const permissionsOf = async (admin: AdminClient, code: string): Promise<readonly Permission[]> => {
  const { id } = await findRole(admin, code);
  const { data } = await admin.get(`/admin/roles/${String(id)}/permissions`);
  return data;
};

const setPermissions = async (
  admin: AdminClient,
  code: string,
  permissions: readonly Permission[],
): Promise<void> => {
  const { id } = await findRole(admin, code);
  await admin.put(`/admin/roles/${String(id)}/permissions`, {
    permissions: permissions.map(({ action, subject, properties, conditions }) => ({
      action,
      subject,
      properties,
      conditions,
    })),
  });
};

const ofPlugin = (permissions: readonly Permission[]): readonly string[] =>
  permissions
    .filter(
      ({ action, subject }) =>
        action.startsWith('plugin::orderbridge.') || subject?.startsWith('plugin::orderbridge.'),
    )
    .map(({ action, subject }) => `${action} ${subject ?? ''}`);

describe('the roles that the plugin creates', () => {
  let instance: TestInstance;

  beforeAll(async () => {
    instance = await startTestInstance('provider', {}, { firstBoot: true });
  });

  afterAll(async () => {
    await instance.dispose();
  });

  const restart = async (env?: Record<string, string>): Promise<AdminClient> => {
    await instance.kill();
    await instance.start(env);
    return instance.admin();
  };

  it('are what admins make of them from then on, and a deleted one stays deleted', async () => {
    const before = await instance.admin();
    expect(await findStaffRoles(before)).toEqual(STAFF);
    const agent = await permissionsOf(before, 'orderbridge-agent');
    const less = agent.filter(({ action }) => action !== 'plugin::orderbridge.order.complete');
    expect(less).toHaveLength(agent.length - 1);
    await setPermissions(before, 'orderbridge-agent', less);
    const { id, name } = await findRole(before, 'orderbridge-catalog-admin');
    expect(name).toBe('Catalog admin');
    await before.put(`/admin/roles/${String(id)}`, { name: 'Product people', description: '' });
    const manager = await findRole(before, 'orderbridge-order-manager');
    await before.delete(`/admin/roles/${String(manager.id)}`);
    await setPermissions(before, 'strapi-editor', [
      ...(await permissionsOf(before, 'strapi-editor')),
      READ_OFFERINGS,
    ]);

    const after = await restart();
    expect(await findStaffRoles(after)).toEqual(
      STAFF.filter((code) => code !== 'orderbridge-order-manager'),
    );
    expect(ofPlugin(await permissionsOf(after, 'orderbridge-agent'))).toEqual(ofPlugin(less));
    expect(await findRole(after, 'orderbridge-catalog-admin')).toMatchObject({
      name: 'Product people',
    });
    expect(ofPlugin(await permissionsOf(after, 'strapi-editor'))).toEqual([
      `${READ_OFFERINGS.action} ${OFFERING}`,
    ]);
  });

  it('get what a consumer’s staff may do when the instance becomes one, and nothing back that was taken away', async () => {
    const exchangeAdmin = async (admin: AdminClient) =>
      permissionsOf(admin, 'orderbridge-exchange-admin');
    const before = await instance.admin();
    const pairing = 'plugin::orderbridge.connection.pair';
    await setPermissions(
      before,
      'orderbridge-exchange-admin',
      (await exchangeAdmin(before)).filter(({ action }) => action !== pairing),
    );
    const own = ofPlugin(await exchangeAdmin(before));

    const after = await restart({ ORDERBRIDGE_ROLES: 'provider,consumer' });
    const added = ofPlugin(await exchangeAdmin(after)).filter((right) => !own.includes(right));
    const item = 'plugin::orderbridge.remote-catalog-item';
    expect([...added].sort()).toEqual([
      `plugin::content-manager.explorer.read ${item}`,
      `plugin::content-manager.explorer.update ${item}`,
      `${item}.activate `,
    ]);
    expect(await findStaffRoles(after)).not.toContain('orderbridge-order-manager');
  });

  it('of requesters are created once, too', async () => {
    const roles = async (): Promise<{ id: number; type: string }[]> =>
      (await (await instance.admin()).get('/users-permissions/roles')).roles;
    const manager = (await roles()).find(({ type }) => type === 'requester-manager');
    const admin = await instance.admin();
    await admin.delete(`/users-permissions/roles/${String(manager?.id)}`);
    await restart();
    expect((await roles()).map(({ type }) => type).sort()).toEqual([
      'authenticated',
      'public',
      'requester',
    ]);
  });
});

describe('a Strapi that gets the plugin later', () => {
  it('has the roles from then on, beside a role of the same name, and its Editor has nothing of it', async () => {
    const instance = await startTestInstance('provider', { ORDERBRIDGE_ENABLED: 'false' });
    await (await instance.admin()).post('/admin/roles', { name: 'Agent', description: 'Ours' });
    await instance.kill();
    await instance.start({ ORDERBRIDGE_ENABLED: 'true' });

    const admin = await instance.admin();
    expect(await findStaffRoles(admin)).toEqual(STAFF);
    expect(await findRole(admin, 'orderbridge-agent')).toMatchObject({
      name: 'Agent (Orderbridge)',
    });
    for (const code of ['strapi-editor', 'strapi-author']) {
      expect(ofPlugin(await permissionsOf(admin, code))).toEqual([]);
    }
    await instance.dispose();
  });
});
