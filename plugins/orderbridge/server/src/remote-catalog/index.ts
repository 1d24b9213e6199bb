/**
 * A consumer's catalogue of what providers offer it: mirrors of their items (`mirror.ts`), and the
 * consumer's own choice of which of them can be ordered (`service.ts`).
 */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { catalogItem, catalogItemArchived, catalogItemWithdrawn } from '../../../shared/messages';
import { itemStream } from '../../../shared/streams';
import { registerMessageType } from '../bridge';
import { findAdmin, findCaller, onConnectionEnded } from '../connections';
import type { Feature } from '../kernel/feature';
import { readPage, toPage } from '../kernel/pagination';
import { documentIdOf } from '../kernel/parse';
import { adminRoute, contentApiRoute } from '../kernel/routes';
import { deactivateAll } from './activate-item';
import { remoteCatalogTypes } from './content-types';
import { itemContracts } from './contract';
import { remoteCatalogService } from './service';

const controller = ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    const page = readPage(ctx);
    const { consumerId } = await findCaller(strapi, ctx);
    ctx.body = toPage(
      page,
      await remoteCatalogService.from(strapi).listOrderable(consumerId, page),
    );
  },

  async findOne(ctx: Context) {
    const caller = await findCaller(strapi, ctx);
    ctx.body = {
      data: await remoteCatalogService
        .from(strapi)
        .getOrderable(caller.consumerId, documentIdOf(ctx)),
    };
  },

  async activate(ctx: Context) {
    ctx.body = {
      data: await remoteCatalogService.from(strapi).activate(documentIdOf(ctx), findAdmin(ctx)),
    };
  },

  async deactivate(ctx: Context) {
    ctx.body = {
      data: await remoteCatalogService.from(strapi).deactivate(documentIdOf(ctx), findAdmin(ctx)),
    };
  },
});

const NAME = 'remote-catalog-item';

export const remoteCatalog: Feature = {
  contentTypes: remoteCatalogTypes,
  services: [remoteCatalogService],
  controllers: { [NAME]: controller },
  actions: [
    {
      uid: `${NAME}.activate`,
      displayName: 'Activate and deactivate',
      subCategory: 'remote catalogue',
    },
  ],
  routes: [
    contentApiRoute('GET', '/remote-catalog-items', `${NAME}.find`, itemContracts.find),
    contentApiRoute(
      'GET',
      '/remote-catalog-items/:documentId',
      `${NAME}.findOne`,
      itemContracts.findOne,
    ),
    adminRoute(
      'POST',
      '/remote-catalog-items/:documentId/activate',
      `${NAME}.activate`,
      `${NAME}.activate`,
    ),
    adminRoute(
      'POST',
      '/remote-catalog-items/:documentId/deactivate',
      `${NAME}.deactivate`,
      `${NAME}.activate`,
    ),
  ],
  register({ strapi }) {
    const service = () => remoteCatalogService.from(strapi);
    for (const type of ['catalog_item.offered', 'catalog_item.changed']) {
      registerMessageType(strapi, {
        type,
        sentBy: 'provider',
        streamOf: ({ identity }) => itemStream(identity),
        schema: catalogItem,
        apply: ({ transaction, link, data }) =>
          service().mirrorOffer(transaction, link.connectionId, data),
      });
    }
    registerMessageType(strapi, {
      type: 'catalog_item.withdrawn',
      sentBy: 'provider',
      streamOf: ({ identity }) => itemStream(identity),
      schema: catalogItemWithdrawn,
      apply: ({ transaction, link, data }) =>
        service().mirrorWithdrawal(transaction, link.connectionId, data.identity),
    });
    registerMessageType(strapi, {
      type: 'catalog_item.archived',
      sentBy: 'provider',
      streamOf: ({ identity }) => itemStream(identity),
      schema: catalogItemArchived,
      apply: ({ transaction, link, data }) =>
        service().mirrorArchive(transaction, link.connectionId, data),
    });
    onConnectionEnded(strapi, async (transaction, { connection, actor }) => {
      if (connection.role === 'consumer') await deactivateAll(transaction, connection.id, actor);
    });
  },
};

export { remoteCatalogService, type OrderableItem } from './service';
