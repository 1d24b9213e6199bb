import type { Core, UID } from '@strapi/strapi';
import { PLUGIN_ID } from '../kernel/plugin-id';
import { inTransaction } from '../kernel/transaction';
import { lockAccess } from './lock';

const ROLE = 'plugin::users-permissions.role' as UID.ContentType;
const PERMISSION = 'plugin::users-permissions.permission' as UID.ContentType;

const ROLES = [
  {
    type: 'requester',
    name: 'Requester',
    description: 'Orders for their organisation and follows their own requests.',
  },
  {
    type: 'requester-manager',
    name: 'Requester manager',
    description: 'Orders for their organisation and follows all of its requests.',
  },
];

const GRANTS = [
  'remote-catalog-item.find',
  'remote-catalog-item.findOne',
  'provider-task.create',
  'provider-task.find',
  'provider-task.findOne',
  'provider-task.findComments',
  'provider-task.comment',
  'provider-task.cancel',
  'provider-task.accept',
  'provider-task.reject',
  'provider-task.editComment',
  'provider-task.deleteComment',
].map((action) => `plugin::${PLUGIN_ID}.${action}`);

/**
 * Creates the roles of requesters, once; what an admin makes of them is left alone, and who deletes one
 * does not get it back.
 */
export const createRequesterRolesOnce = async (strapi: Core.Strapi): Promise<void> => {
  const own = { type: 'plugin', name: PLUGIN_ID, key: 'requester-roles-created' };
  if ((await strapi.store.get(own)) !== null) return;
  // This may run before users-permissions' own bootstrap, which makes its default roles only where
  // there is no role at all. Its initialisation is idempotent, so it goes first.
  const service: { initialize(): Promise<void> } = strapi
    .plugin('users-permissions')
    .service('users-permissions');
  await service.initialize();
  await inTransaction(strapi, async (transaction) => {
    await lockAccess(transaction);
    if ((await strapi.store.get(own)) !== null) return;
    for (const role of ROLES) {
      // An earlier state of the plugin may have made it.
      if ((await strapi.db.query(ROLE).count({ where: { type: role.type } })) > 0) continue;
      const { id } = (await strapi.db.query(ROLE).create({ data: role })) as { id: number };
      for (const action of GRANTS) {
        await strapi.db.query(PERMISSION).create({ data: { action, role: id } });
      }
    }
    await strapi.store.set({ ...own, value: true });
  });
};

/** What users-permissions begins with; it writes these only where nothing stands yet. */
const ADVANCED_DEFAULTS = {
  unique_email: true,
  allow_register: true,
  email_confirmation: false,
  email_reset_password: null,
  email_confirmation_redirection: null,
  default_role: 'authenticated',
};

/**
 * Closes Strapi's open registration, once, at the first boot with the plugin: who may order is for
 * the organisation to say. An admin who opens it again keeps it open.
 */
export const closeRegistrationOnce = async (strapi: Core.Strapi): Promise<void> => {
  const own = { type: 'plugin', name: PLUGIN_ID, key: 'registration-closed' };
  if ((await strapi.store.get(own)) !== null) return;
  const advanced = { type: 'plugin', name: 'users-permissions', key: 'advanced' };
  const settings = (await strapi.store.get(advanced)) ?? ADVANCED_DEFAULTS;
  await strapi.store.set({ ...advanced, value: { ...settings, allow_register: false } });
  await strapi.store.set({ ...own, value: true });
};
