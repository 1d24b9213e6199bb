/**
 * Orderable forms in revisions, made of what is published in the catalogue: `follow-catalog.ts` is
 * what a publish does, `service.ts` the verbs of exchange admins,
 * `edits.ts` what follows from edits in the content manager.
 */
import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { registerProducerSource } from '../audience';
import { onConnectionOpened } from '../connections';
import { SYSTEM } from '../history';
import { hasRole } from '../kernel/config';
import type { Feature } from '../kernel/feature';
import { PLUGIN_ID } from '../kernel/plugin-id';
import { inTransaction } from '../kernel/transaction';
import { producerTypes } from './content-types';
import { producerActions, producerRoutes, producersController } from './controller';
import { followEdits } from './edits';
import { READY_MADE } from './ready-made';
import { insertDraft } from './revisions';
import { producersService } from './service';

/** Makes the drafts that every provider begins with, once; who deletes one does not get it back. */
const createReadyMadeOnce = async (strapi: Core.Strapi): Promise<void> => {
  const own = { type: 'plugin', name: PLUGIN_ID, key: 'ready-made-producers-created' };
  if (!hasRole(strapi, 'provider') || (await strapi.store.get(own)) !== null) return;
  await inTransaction(strapi, async (transaction) => {
    for (const { kind, snapshot } of READY_MADE) {
      await insertDraft(transaction, {
        identity: randomUUID(),
        kind,
        source: { type: 'ready-made', documentId: kind },
        catalogVersionId: null,
        snapshot,
        criteria: [],
        overrides: [],
        actor: SYSTEM,
      });
    }
    await strapi.store.set({ ...own, value: true });
  });
};

export const producers: Feature = {
  contentTypes: producerTypes,
  services: [producersService],
  controllers: { 'remote-record-producer': producersController },
  actions: producerActions,
  routes: producerRoutes,
  register({ strapi }) {
    followEdits(strapi);
    registerProducerSource(strapi, (criteria) =>
      producersService.from(strapi).findOffersOfCriteria(criteria),
    );
    onConnectionOpened(strapi, async (transaction, connection) => {
      if (connection.role !== 'provider') return;
      await producersService.from(strapi).reconcile(transaction, { connections: [connection] });
    });
  },
  bootstrap: ({ strapi }) => createReadyMadeOnce(strapi),
};

export { findBundledOfferings, type BundledOffering } from './bundled-offerings';
export { assertOrderableAt, type OrderableRevision } from './orderable';
export { producersService } from './service';
export { registerOrderedCheck, registerSourceLookup } from './sources';
export type { MadeRevision } from './view-producer';
