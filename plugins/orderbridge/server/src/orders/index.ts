/**
 * Orders and their lines. They are placed by a task (`place-order.ts`), taken through verbs
 * (`act-on-order.ts`) by one function (`move-order.ts`), and shown to the consumer as mirrors.
 */
import { ORDER_VERB_NAMES, UNAVAILABLE_ORDER_VERBS } from '../../../shared/order-verbs';
import { registerOpenUses } from '../catalog';
import type { Feature } from '../kernel/feature';
import { displayNameOf } from '../kernel/permissions';
import { adminRoute } from '../kernel/routes';
import { registerOrderedCheck } from '../producers';
import { findOpenOrdersOf, wasEverOrdered } from './catalog-uses';
import { orderTypes } from './content-types';
import { orderController } from './controller';
import { ordersService } from './service';

export const orders: Feature = {
  contentTypes: orderTypes,
  services: [ordersService],
  controllers: { order: orderController },
  actions: [
    { uid: 'order.read', displayName: 'Read', subCategory: 'orders' },
    ...['add-work-note', ...ORDER_VERB_NAMES].map((verb) => ({
      uid: `order.${verb}`,
      displayName: displayNameOf(verb),
      subCategory: 'orders',
    })),
  ],
  routes: [
    adminRoute('GET', '/orders', 'order.find', 'order.read'),
    adminRoute('GET', '/orders/by-state', 'order.countByState', 'order.read'),
    adminRoute('GET', '/orders/:documentId', 'order.findOne', 'order.read'),
    adminRoute(
      'POST',
      '/orders/:documentId/work-notes',
      'order.addWorkNote',
      'order.add-work-note',
    ),
    adminRoute('PATCH', '/orders/:documentId/lines/:lineNumber', 'order.editLine', 'order.correct'),
    ...ORDER_VERB_NAMES.map((verb) =>
      adminRoute('POST', `/orders/:documentId/${verb}`, `order.${verb}`, `order.${verb}`),
    ),
    ...UNAVAILABLE_ORDER_VERBS.map((verb) =>
      adminRoute('POST', `/orders/:documentId/${verb}`, `order.${verb}`, 'order.read'),
    ),
  ],
  register({ strapi }) {
    registerOpenUses(strapi, findOpenOrdersOf);
    registerOrderedCheck(strapi, wasEverOrdered);
  },
};

export { onOrderMoved, type MovedOrder } from './act-on-order';
export type { NewLine } from './place-order';
export { ordersService } from './service';
