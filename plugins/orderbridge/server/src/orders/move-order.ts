import { canOrderMove, isFinalOrderState, type OrderState } from '../../../shared/order-states';
import type { Side } from '../../../shared/service-request-states';
import { recordStateChanges, type Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import type { Values } from '../kernel/repository';
import type { Transaction } from '../kernel/transaction';
import { orderLines, orders, type OrderRow } from './content-types';

export interface OrderMove {
  readonly order: OrderRow;
  /** The order's own state, where something is noted and the state stays. */
  readonly to: OrderState;
  readonly actor: Actor;
  readonly side: Side;
  readonly verb: string;
  readonly reason?: string | undefined;
  /** What else of the order changes. */
  readonly values?: Values<OrderRow>;
}

/**
 * Takes the lines of an order along: each line that stands where the header stood goes where the
 * header goes. A line that has ended on its own stays ended.
 */
const moveLines = async (
  transaction: Transaction,
  { order: { id, state: from }, to }: OrderMove,
): Promise<void> => {
  if (from === to) return;
  await orderLines.update(transaction, { order: id, state: from } as never, { state: to });
};

/**
 * The one way in which an order changes: a compare-and-swap on its row, its lines with it, and its
 * history, in the caller's transaction.
 *
 * @returns the order as it is now.
 * @throws `order.illegal_transition` where the table has no such way, or somebody else was faster.
 */
export const moveOrder = async (transaction: Transaction, move: OrderMove): Promise<OrderRow> => {
  const { order, to, actor, side, verb, reason, values } = move;
  const { id, state: from, version } = order;
  const isKnownWay = from === to || canOrderMove(from, to);
  const changed = {
    state: to,
    version: version + 1,
    ...(from !== to && {
      completedAt: isFinalOrderState(to) ? transaction.now.toISOString() : null,
      stateBeforeAssessment: to === 'assessing_cancellation' ? from : null,
    }),
    ...values,
  };
  const swapped =
    isKnownWay && (await orders.update(transaction, { id, state: from, version }, changed)) === 1;
  if (!swapped) {
    throw new OrderbridgeError(
      'order.illegal_transition',
      `Order ${order.number} cannot go from ${from} to ${to}.`,
      { state: from, version },
    );
  }
  await moveLines(transaction, move);
  recordStateChanges(transaction, [
    {
      subjectType: 'order',
      subjectId: order.documentId,
      from,
      to,
      actor,
      reason,
      deed: { verb, side, version: version + 1 },
    },
  ]);
  return { ...order, ...changed } as OrderRow;
};
