import { notOver } from '../connections';
import type { ListDefinition } from '../kernel/list-query';
import { ORDER_STATES, ORDER_STATES_OF_CONSUMERS_TURN } from '../../../shared/order-states';

/** What a list of orders can be filtered and sorted by. */
export const ORDER_LIST: ListDefinition = {
  fields: {
    documentId: { type: 'text', filterable: true },
    number: { type: 'text', filterable: true, sortable: true },
    state: { type: 'choice', values: ORDER_STATES, filterable: true, sortable: true },
    placedAt: { type: 'moment', filterable: true, sortable: true },
    completedAt: { type: 'moment', filterable: true, sortable: true },
    scheduledStart: { type: 'moment', filterable: true, sortable: true },
    assigneeName: { type: 'text', filterable: true, sortable: true },
    'consumer.documentId': { type: 'text', filterable: true },
    'consumer.name': { type: 'text', filterable: true },
  },
  defaultOrder: [{ id: 'desc' }],
};

/** The lists that managers work from. */
export const ORDER_VIEWS = [
  'assigned-to-me',
  'unassigned',
  'to-approve',
  'waiting-for-consumer',
  'overdue',
] as const;
export type OrderViewName = (typeof ORDER_VIEWS)[number];

/**
 * The condition of a list, for the admin user who asks.
 *
 * @param context `ended`: ids of the connections that have ended, here or at the other side: nobody there
 * takes their turn
 */
export const whereOfView = (
  view: OrderViewName | undefined,
  { adminId, at, ended }: { adminId: string | null; at: Date; ended: readonly number[] },
): Record<string, unknown> => {
  // What is over has its end written down.
  const open = { completedAt: { $null: true } };
  switch (view) {
    case undefined:
      return {};
    case 'assigned-to-me':
      return { ...open, assigneeId: adminId };
    case 'unassigned':
      return { ...open, assigneeId: { $null: true } };
    case 'to-approve':
      return { state: 'new' };
    case 'waiting-for-consumer':
      return { state: { $in: [...ORDER_STATES_OF_CONSUMERS_TURN] }, ...notOver(ended) };
    case 'overdue':
      return { state: 'scheduled', scheduledStart: { $lt: at } };
  }
};
