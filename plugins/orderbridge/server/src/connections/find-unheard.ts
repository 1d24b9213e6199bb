import type { Core } from '@strapi/strapi';
import { bridgeService } from '../bridge';
import { rowsOf } from '../kernel/transaction';

const TASKS = 'orderbridge_provider_tasks';

/** Of more than these the oldest are named no more: a query takes a bounded number of ids. */
const MAX_FOUND = 2_000;

/**
 * Ids of the orders or service requests in some states that nobody at their consumers hears of any more:
 * the connection has ended, here or at the other side.
 *
 * @param column of a task, which names what is behind it
 */
export const findUnheard = async (
  strapi: Core.Strapi,
  column: 'order_id' | 'service_request_id',
  states: readonly string[],
): Promise<number[]> => {
  const ended = await bridgeService.from(strapi).findEnded(undefined, { orLeft: true });
  if (ended.size === 0) return [];
  const rows = await rowsOf<{ id: number }>(
    strapi.db
      .getConnection(TASKS)
      .whereIn('connection_id', [...ended])
      .whereNull('ended_at')
      .whereIn('parent_state', [...states])
      .whereNotNull(column)
      .orderBy('id', 'desc')
      .limit(MAX_FOUND)
      .select({ id: column }),
  );
  return rows.map(({ id }) => id);
};
