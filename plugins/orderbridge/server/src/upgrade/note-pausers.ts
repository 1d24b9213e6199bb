import type { Core } from '@strapi/strapi';

const LINKS = 'orderbridge_links';

/** Before admins could pause a connection, nothing did but a peer that had ended it. */
export const notePausers = async (strapi: Core.Strapi): Promise<void> => {
  await strapi.db
    .getConnection(LINKS)
    .where({ state: 'paused' })
    .whereNull('paused_by')
    .update({ paused_by: 'peer' });
};
