import { canOrderMove, isFinalOrderState, type OrderState } from '../../../shared/order-states';
import { recordStateChanges, type Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { orderLines, orders, type OrderRow } from './content-types';

export interface OrderMove {
  readonly order: Pick<OrderRow, 'id' | 'documentId' | 'number' | 'version'>;
  readonly from: OrderState;
  readonly to: OrderState;
  readonly actor: Actor;
  readonly reason?: string | undefined;
}

/**
 * The one way in which an order changes its state: a compare-and-swap on its row, its lines with it,
 * and its history, in the caller's transaction. Lines follow the header: each line that stands where
 * the header stood goes where the header goes, and a line that has ended stays ended.
 *
 * @returns the order's new version.
 * @throws `order.illegal_transition` where the table has no such way, or somebody else was faster.
 */
export const moveOrder = async (transaction: Transaction, move: OrderMove): Promise<number> => {
  const { order, from, to, actor, reason } = move;
  const version = order.version + 1;
  const moved =
    canOrderMove(from, to) &&
    (await orders.update(
      transaction,
      { id: order.id, state: from, version: order.version },
      {
        state: to,
        version,
        ...(isFinalOrderState(to) && { completedAt: transaction.now }),
        ...(to === 'assessing_cancellation' && { stateBeforeAssessment: from }),
      },
    )) === 1;
  if (!moved) {
    throw new OrderbridgeError(
      'order.illegal_transition',
      `Order ${order.number} cannot go from ${from} to ${to}.`,
      { from, to },
    );
  }
  await orderLines.update(transaction, { order: order.id, state: from } as never, { state: to });
  recordStateChanges(transaction, [
    { subjectType: 'order', subjectId: order.documentId, from, to, actor, reason },
  ]);
  return version;
};
