import type { Core } from '@strapi/strapi';

interface AdminUsers {
  exists(): Promise<boolean>;
  create(attributes: Record<string, unknown>): Promise<unknown>;
}

interface AdminRoles {
  getSuperAdmin(): Promise<{ id: number } | null>;
}

/**
 * Creates the first super admin from `ADMIN_EMAIL` and `ADMIN_PASSWORD` where there is no admin yet,
 * so that an instance can be set up without a browser.
 */
export const createFirstAdmin = async (strapi: Core.Strapi): Promise<void> => {
  const email = process.env['ADMIN_EMAIL'];
  const password = process.env['ADMIN_PASSWORD'];
  if (!email || !password) return;
  const users = strapi.service('admin::user') as unknown as AdminUsers;
  if (await users.exists()) return;
  const roles = strapi.service('admin::role') as unknown as AdminRoles;
  const superAdmin = await roles.getSuperAdmin();
  if (superAdmin === null) throw new Error('Strapi has no super admin role');
  await users.create({
    email,
    password,
    firstname: 'Admin',
    lastname: '',
    isActive: true,
    registrationToken: null,
    roles: [superAdmin.id],
  });
};
