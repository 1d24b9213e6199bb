/**
 * Orderable forms, derived from what is published in the catalogue: `derive-form.ts` is the pure
 * derivation, `service.ts` the life of their revisions.
 */
import type { Core, Modules } from '@strapi/strapi';
import type { Context } from 'koa';
import { findAdmin, onConnectionOpened } from '../connections';
import type { Feature } from '../kernel/feature';
import { adminRoute } from '../kernel/routes';
import { uid } from '../kernel/plugin-id';
import { inTransaction } from '../kernel/transaction';
import { PRODUCER, producers as producerRows, producerTypes } from './content-types';
import { producersService } from './service';

const controller = ({ strapi }: { strapi: Core.Strapi }) => ({
  async publish(ctx: Context) {
    const { documentId } = ctx['params'] as { documentId: string };
    ctx.body = { data: await producersService.from(strapi).publish(documentId, findAdmin(ctx)) };
  },
});

/** What grants depend on besides producers: after a change of these they are looked at again. */
const CRITERIA = uid('consumer-criteria');
const CONSUMER = uid('consumer');

const reconcileAfterEdits = (strapi: Core.Strapi): void => {
  const middleware: Modules.Documents.Middleware.Middleware = async (context, next) => {
    const isEdit = context.action === 'update' || context.action === 'delete';
    if (!isEdit || ![PRODUCER, CRITERIA, CONSUMER].includes(context.uid)) return next();
    return inTransaction(strapi, async (transaction) => {
      const result = await next();
      const service = producersService.from(strapi);
      if (context.uid === PRODUCER) {
        const { documentId } = context.params as unknown as { documentId: string };
        const row = await producerRows.findOne(strapi, { documentId });
        if (row) await service.reconcilePublished(transaction, { identity: row.identity });
      } else {
        await service.reconcilePublished(transaction);
      }
      return result;
    });
  };
  strapi.documents.use(middleware);
};

export const producers: Feature = {
  contentTypes: producerTypes,
  services: [producersService],
  controllers: { 'remote-record-producer': controller },
  actions: [
    {
      uid: 'remote-record-producer.publish',
      displayName: 'Publish',
      subCategory: 'remote record producers',
    },
  ],
  routes: [
    adminRoute(
      'POST',
      '/remote-record-producers/:documentId/publish',
      'remote-record-producer.publish',
      'remote-record-producer.publish',
    ),
  ],
  register({ strapi }) {
    reconcileAfterEdits(strapi);
    onConnectionOpened(strapi, async (transaction, connection) => {
      if (connection.role !== 'provider') return;
      await producersService.from(strapi).reconcilePublished(transaction, {}, [connection]);
    });
  },
};

export { producersService, type OrderableRevision } from './service';
