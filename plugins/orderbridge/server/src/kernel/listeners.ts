import type { Core } from '@strapi/strapi';
import type { Transaction } from './transaction';

type Listener<Event> = (transaction: Transaction, event: Event) => Promise<void>;

/**
 * Ties features together without the one that tells knowing those that listen. All of it happens inside
 * the transaction of what is told: a listener that throws takes that back with it.
 */
export const createListeners = <Event>() => {
  const listeners = new WeakMap<Core.Strapi, Listener<Event>[]>();
  return {
    add: (strapi: Core.Strapi, listener: Listener<Event>): void => {
      listeners.set(strapi, [...(listeners.get(strapi) ?? []), listener]);
    },
    /** One after the other, in the order in which they were added. */
    tell: async (transaction: Transaction, event: Event): Promise<void> => {
      for (const listener of listeners.get(transaction.strapi) ?? []) {
        await listener(transaction, event);
      }
    },
  };
};
