import type { TestInstance } from './instance';
import { signInStaff, signInUser, type RestClient } from './rest-client';

const PASSWORD = 'Person-password-1';

interface Name {
  readonly firstname: string;
  readonly lastname: string;
}

/** Lets somebody with these roles into the admin panel. */
export const employ = async (
  instance: TestInstance,
  { firstname, lastname }: Name,
  roles: readonly number[],
): Promise<RestClient> => {
  const admin = await instance.admin();
  const email = `${firstname}.${lastname}@example.com`.toLowerCase();
  const { data: invited } = await admin.post('/admin/users', {
    email,
    firstname,
    lastname,
    roles,
  });
  await admin.post('/admin/register', {
    registrationToken: invited.registrationToken,
    userInfo: { firstname, lastname, password: PASSWORD },
  });
  return signInStaff(instance, { email, password: PASSWORD });
};

/** Somebody who works in the admin panel and may do what is named of the plugin, and nothing else. */
export const hireStaff = async (
  instance: TestInstance,
  { firstname, lastname, rights }: Name & { rights: string[] },
): Promise<RestClient> => {
  const admin = await instance.admin();
  const { data: role } = await admin.post('/admin/roles', {
    name: `Rights of ${firstname} ${lastname}`,
    description: '',
  });
  await admin.put(`/admin/roles/${String(role.id)}/permissions`, {
    permissions: rights.map((right) => ({
      action: `plugin::orderbridge.${right}`,
      subject: null,
      properties: {},
      conditions: [],
    })),
  });
  return employ(instance, { firstname, lastname }, [role.id]);
};

/** Somebody who works in the admin panel with a role that is there, by its code. */
export const hireAs = async (
  instance: TestInstance,
  { role: code, ...name }: Name & { role: string },
): Promise<RestClient> => {
  const { data: roles } = await (await instance.admin()).get('/admin/roles');
  const role = roles.find((candidate: { code: string }) => candidate.code === code);
  if (role === undefined) throw new Error(`There is no role ${code}`);
  return employ(instance, name, [role.id]);
};

/** A user who orders for an organisation: their own requests, or as a manager those of all. */
export const enrolRequester = async (
  instance: TestInstance,
  {
    username,
    organisation,
    role: type = 'requester',
  }: {
    username: string;
    /** The document id of the consumer. */
    organisation: string;
    role?: 'requester' | 'requester-manager';
  },
): Promise<RestClient> => {
  const admin = await instance.admin();
  const { roles } = await admin.get('/users-permissions/roles');
  const role = roles.find((candidate: { type: string }) => candidate.type === type);
  const user = await admin.create('plugin::users-permissions.user', {
    username,
    email: `${username}@example.com`,
    password: PASSWORD,
    confirmed: true,
    blocked: false,
    role: { connect: [{ id: role.id }] },
  });
  await admin.post('/orderbridge/memberships', { consumer: organisation, user: user.id });
  return signInUser(instance, { identifier: username, password: PASSWORD });
};
