/**
 * Who may order what: criteria over consumers, and the entitlements that they come to. What the
 * criteria ask for is compared with what there is by `plan-grants.ts`; `reconcile.ts` writes and sends
 * the difference, so that nothing is deleted and made again, and `preview.ts` shows it before.
 */
import type { Core } from '@strapi/strapi';
import { catalogItemActivation, catalogItemWithdrawn } from '../../../shared/messages';
import { itemStream } from '../../../shared/streams';
import { registerMessageType } from '../bridge';
import { onConnectionEnded } from '../connections';
import type { Feature } from '../kernel/feature';
import { PLUGIN_ID } from '../kernel/plugin-id';
import { adminRoute } from '../kernel/routes';
import { withdrawAll } from './activation';
import { checkRules } from './check-rules';
import { audienceTypes, CRITERIA } from './content-types';
import { criteriaController } from './controller';
import { audienceService } from './service';

/** Makes the criteria that everybody meets, once; who deletes it does not get it back. */
const createAllConsumersOnce = async (strapi: Core.Strapi): Promise<void> => {
  const own = { type: 'plugin', name: PLUGIN_ID, key: 'all-consumers-created' };
  if ((await strapi.store.get(own)) !== null) return;
  await strapi.documents(CRITERIA).create({
    data: { name: 'All consumers', description: 'Everybody who is connected', rule: true } as never,
  });
  await strapi.store.set({ ...own, value: true });
};

const PREVIEW = 'consumer-criteria.preview';

export const audience: Feature = {
  contentTypes: audienceTypes,
  services: [audienceService],
  controllers: { 'consumer-criteria': criteriaController },
  actions: [{ uid: PREVIEW, displayName: 'Preview', subCategory: 'consumer criteria' }],
  routes: [adminRoute('POST', '/consumer-criteria/preview', PREVIEW, PREVIEW)],
  register({ strapi }) {
    checkRules(strapi);
    registerMessageType(strapi, {
      type: 'catalog_item.activated',
      sentBy: 'consumer',
      streamOf: ({ identity }) => itemStream(identity),
      schema: catalogItemActivation,
      apply: ({ transaction, link, data }) =>
        audienceService.from(strapi).mirrorActivation(transaction, link.connectionId, data, PEER),
    });
    registerMessageType(strapi, {
      type: 'catalog_item.deactivated',
      sentBy: 'consumer',
      streamOf: ({ identity }) => itemStream(identity),
      schema: catalogItemWithdrawn,
      apply: ({ transaction, link, data: { identity } }) =>
        audienceService
          .from(strapi)
          .mirrorActivation(transaction, link.connectionId, { identity, revision: null }, PEER),
    });
    onConnectionEnded(strapi, async (transaction, { connection, actor }) => {
      if (connection.role === 'provider') await withdrawAll(transaction, connection.id, actor);
    });
  },
  bootstrap: ({ strapi }) => createAllConsumersOnce(strapi),
};

const PEER = { kind: 'peer', id: null, name: 'Consumer' } as const;

export { outdatedRevision, type ActiveGrant } from './orderable';
export type { OfferedProducer } from './plan-grants';
export { registerProducerSource, type OfferPreview } from './preview';
export { audienceService } from './service';
