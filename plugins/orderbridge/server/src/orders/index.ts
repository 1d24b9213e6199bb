/**
 * Orders and their lines. They are placed by a task, moved by verbs (`service.ts`) through one function
 * (`move-order.ts`), and shown to the consumer as mirrors.
 */
import { z } from 'zod';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { MAX_COUNT } from '../../../shared/messages';
import { ORDER_VERB_NAMES, type OrderVerb } from '../../../shared/order-verbs';
import { registerOpenUses } from '../catalog';
import { findAdmin } from '../connections';
import type { Feature } from '../kernel/feature';
import { readPage, toPage } from '../kernel/pagination';
import { parseRequest } from '../kernel/parse';
import { adminRoute } from '../kernel/routes';
import { orderTypes } from './content-types';
import { registerOrderedCheck } from '../producers';
import { findOpenOrdersOf, wasEverOrdered } from './catalog-uses';
import { ordersService } from './service';

const verbBody = z.strictObject({
  expectedVersion: z.int().min(1).max(MAX_COUNT).optional(),
  reason: z.string().trim().min(1).max(500).optional(),
});

const documentIdOf = (ctx: Context): string => (ctx['params'] as { documentId: string }).documentId;

const controller = ({ strapi }: { strapi: Core.Strapi }) => {
  const perform = (verb: OrderVerb) => async (ctx: Context) => {
    const input = parseRequest(verbBody, ctx.request.body ?? {});
    ctx.body = {
      data: await ordersService
        .from(strapi)
        .perform(documentIdOf(ctx), verb, { actor: findAdmin(ctx), ...input }),
    };
  };
  return {
    async find(ctx: Context) {
      const page = readPage(ctx);
      ctx.body = toPage(page, await ordersService.from(strapi).list(page));
    },
    async findOne(ctx: Context) {
      ctx.body = { data: await ordersService.from(strapi).get(documentIdOf(ctx)) };
    },
    ...Object.fromEntries(ORDER_VERB_NAMES.map((verb) => [verb, perform(verb)])),
  };
};

const titleOf = (verb: string) => verb.charAt(0).toUpperCase() + verb.slice(1);

export const orders: Feature = {
  contentTypes: orderTypes,
  services: [ordersService],
  controllers: { order: controller },
  actions: [
    { uid: 'order.read', displayName: 'Read', subCategory: 'orders' },
    ...ORDER_VERB_NAMES.map((verb) => ({
      uid: `order.${verb}`,
      displayName: titleOf(verb),
      subCategory: 'orders',
    })),
  ],
  routes: [
    adminRoute('GET', '/orders', 'order.find', 'order.read'),
    adminRoute('GET', '/orders/:documentId', 'order.findOne', 'order.read'),
    ...ORDER_VERB_NAMES.map((verb) =>
      adminRoute('POST', `/orders/:documentId/${verb}`, `order.${verb}`, `order.${verb}`),
    ),
  ],
  register({ strapi }) {
    registerOpenUses(strapi, findOpenOrdersOf);
    registerOrderedCheck(strapi, wasEverOrdered);
  },
};

export { onOrderMoved, ordersService, type MovedOrder, type NewLine } from './service';
