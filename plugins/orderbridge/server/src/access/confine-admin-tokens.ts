import type { Core } from '@strapi/strapi';

interface AdminTokens {
  /** Takes from the tokens of a user what the user may not do. */
  syncPermissionsForUser(userId: number): Promise<void>;
}

/**
 * Takes from tokens of the admin API what their owners may not do any more. Strapi does it when a user's
 * roles change; what was put back after that, it would let stand.
 */
export const confineAdminTokens = async (strapi: Core.Strapi): Promise<void> => {
  const tokens = (await strapi.db.query('admin::api-token').findMany({
    where: { kind: 'admin' },
    populate: ['adminUserOwner'],
  })) as { readonly adminUserOwner?: { readonly id: number } | null }[];
  const owners = new Set(tokens.flatMap(({ adminUserOwner }) => adminUserOwner?.id ?? []));
  const service = strapi.service('admin::api-token-admin') as unknown as AdminTokens;
  for (const id of owners) await service.syncPermissionsForUser(id);
};
