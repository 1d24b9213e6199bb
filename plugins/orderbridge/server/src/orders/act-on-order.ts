import type { Core } from '@strapi/strapi';
import type { OrderSnapshot } from '../../../shared/messages';
import type { OrderState } from '../../../shared/order-states';
import {
  judgeOrderVerb,
  needsReason,
  orderTargetOf,
  type OrderVerb,
} from '../../../shared/order-verbs';
import { assigneeOf, SYSTEM, type ToldDeed, type VerbInput } from '../history';
import { DAY } from '../kernel/clock';
import { OrderbridgeError } from '../kernel/errors';
import { createListeners } from '../kernel/listeners';
import { invalidField } from '../kernel/parse';
import type { Values } from '../kernel/repository';
import type { Transaction } from '../kernel/transaction';
import { orderLines, orders, type OrderRow } from './content-types';
import { moveOrder } from './move-order';
import { toOrderSnapshot } from './order-snapshot';

export interface OrderVerbInput extends VerbInput {
  /** For `schedule`: when the order is to be started. */
  readonly startAt?: Date | undefined;
}

/** What the others are told of an order that has changed. */
export interface MovedOrder extends ToldDeed {
  readonly orderId: number;
  readonly from: OrderState;
  readonly snapshot: OrderSnapshot;
}

const listeners = createListeners<MovedOrder>();

/** Tells a feature of each change of an order, inside the transaction that makes it. */
export const onOrderMoved = listeners.add;

const notFound = () => new OrderbridgeError('order.not_found', 'There is no such order.');

/**
 * The order as it stands, held until the change is over: of several people who act at once, each sees
 * what the one before has made of it.
 *
 * @throws `order.not_found`, `order.version_conflict` where the asker decided on an older version
 */
export const holdOrder = async (
  transaction: Transaction,
  where: { readonly id: number } | { readonly documentId: string },
  expectedVersion?: number,
): Promise<OrderRow> => {
  const id = await orders.lock(transaction, where);
  if (id === undefined) throw notFound();
  const order = await orders.findOne(
    transaction.strapi,
    { id },
    { populate: ['connection', 'consumer'] },
  );
  if (order === null) throw notFound();
  if (expectedVersion !== undefined && expectedVersion !== order.version) {
    const { state, version } = order;
    throw new OrderbridgeError(
      'order.version_conflict',
      `Order ${order.number} has changed meanwhile: it is ${state}.`,
      { state, version },
    );
  }
  return order;
};

/** The lines of an order, in their own order. */
export const linesOf = (strapi: Core.Strapi, orderId: number) =>
  orderLines.findMany(strapi, { order: orderId }, { orderBy: { lineNumber: 'asc' } });

/** Tells who listens what has become of an order, once for all that one person did. */
export const tellOfOrder = async (
  transaction: Transaction,
  order: OrderRow,
  deed: Pick<MovedOrder, 'from' | 'actor' | 'side' | 'verb' | 'reason' | 'causation'>,
): Promise<OrderSnapshot> => {
  const { strapi } = transaction;
  const snapshot = toOrderSnapshot(order, await linesOf(strapi, order.id));
  const assignee = assigneeOf(order);
  await listeners.tell(transaction, { orderId: order.id, snapshot, assignee, ...deed });
  return snapshot;
};

/** How far ahead an order can be scheduled: further is a slip of the pen. */
const MAX_AHEAD_MS = 10 * 366 * DAY;

/** What a verb writes besides the state. */
const valuesOf = (
  verb: OrderVerb,
  { actor, startAt }: OrderVerbInput,
  at: Date,
): Values<OrderRow> => {
  if (verb === 'assign') return { assigneeId: actor.id, assigneeName: actor.name };
  if (verb === 'reach-point-of-no-return') return { pointOfNoReturnAt: at.toISOString() };
  if (verb !== 'schedule') return {};
  if (startAt === undefined) throw invalidField('startAt', 'say when the order is to be started');
  if (startAt <= at) {
    const text = `${startAt.toISOString()} is not ahead: start the order instead.`;
    throw new OrderbridgeError('order.start_not_ahead', text);
  }
  if (startAt.getTime() > at.getTime() + MAX_AHEAD_MS) {
    throw invalidField('startAt', 'lies more than ten years ahead');
  }
  return { scheduledStart: startAt.toISOString() };
};

const assertJudged = (verb: OrderVerb, order: OrderRow): void => {
  const judged = judgeOrderVerb(verb, order);
  if (judged.allowed) return;
  const { state, version } = order;
  throw new OrderbridgeError(judged.code, judged.reason, { state, version });
};

/**
 * Takes an order through a verb, in the caller's transaction.
 *
 * @returns the order as it is now.
 * @throws `order.not_found`, `order.version_conflict`, and with the current state and version
 * `order.illegal_transition` and `order.past_point_of_no_return`; `request.invalid` without the reason
 * that the verb asks for, `order.start_not_ahead`
 */
export const actOnOrder = async (
  transaction: Transaction,
  where: { readonly id: number } | { readonly documentId: string },
  verb: OrderVerb,
  input: OrderVerbInput,
): Promise<OrderRow> => {
  const { actor, side, reason, expectedVersion, causation } = input;
  const order = await holdOrder(transaction, where, expectedVersion);
  assertJudged(verb, order);
  if (needsReason(verb, side) && reason === undefined) throw invalidField('reason', 'say why');
  const to = orderTargetOf(verb, order);
  if (to === undefined) throw new Error(`${order.number} does not know where "${verb}" leads`);

  const values = valuesOf(verb, input, transaction.now);
  let moved = await moveOrder(transaction, { order, to, actor, side, verb, reason, values });
  if (verb === 'submit') {
    moved = await moveOrder(transaction, {
      order: moved,
      to: 'new',
      actor: SYSTEM,
      side: 'provider',
      verb: 'receive',
    });
  }
  await tellOfOrder(transaction, moved, {
    from: order.state,
    actor,
    side,
    verb,
    reason,
    causation,
  });
  return moved;
};
