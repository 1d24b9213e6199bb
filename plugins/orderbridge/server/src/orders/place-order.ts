import { labelAnswers, type Answers } from '../../../shared/form';
import type { OrderSnapshot } from '../../../shared/messages';
import type { LineAction, OrderState } from '../../../shared/order-states';
import type { ConnectionRef } from '../connections';
import { recordStateChanges, SYSTEM, type Actor } from '../history';
import { nextNumber } from '../kernel/sequence';
import type { Transaction } from '../kernel/transaction';
import type { OrderableRevision } from '../producers';
import { orderLines, orders } from './content-types';
import { toOrderSnapshot } from './order-snapshot';

/** A line that has been checked and can be placed. */
export interface NewLine {
  readonly producer: OrderableRevision;
  readonly action: LineAction;
  readonly quantity: number;
  readonly answers: Answers;
}

export interface NewOrder {
  readonly connection: ConnectionRef;
  readonly actor: Actor;
  readonly lines: readonly NewLine[];
}

export interface PlacedOrder {
  readonly id: number;
  readonly snapshot: OrderSnapshot;
}

const ORDER_NUMBER_DIGITS = 7;

/** The states that an order passes when it is placed; a draft is complete as it arrives. */
const PLACING: readonly (readonly [state: OrderState, verb: string])[] = [
  ['draft', 'open'],
  ['submitted', 'submit'],
  ['new', 'receive'],
];

/**
 * Places an order: header, lines and history. It passes draft and submitted at once, because what
 * comes over the exchange is complete, and stands at `new`, waiting for approval.
 */
export const placeOrder = async (
  transaction: Transaction,
  { connection, actor, lines }: NewOrder,
): Promise<PlacedOrder> => {
  const count = await nextNumber(transaction, 'order');
  const state: OrderState = 'new';
  const header = {
    number: `ORD${String(count).padStart(ORDER_NUMBER_DIGITS, '0')}`,
    state,
    version: PLACING.length,
    scheduledStart: null,
    pointOfNoReturnAt: null,
  };
  const { id, documentId } = await orders.insertOne(transaction, {
    ...header,
    placedAt: transaction.now,
    connection: connection.id,
    consumer: connection.consumerId,
  });
  const rows = lines.map(({ producer, action, quantity, answers }, index) => ({
    lineNumber: index + 1,
    action,
    state,
    name: producer.name,
    quantity,
    answers: labelAnswers(producer.form, answers),
    identity: producer.identity,
    revision: producer.revision,
    subjectType: producer.source.type,
    subjectId: producer.source.documentId,
    catalogVersion: producer.catalogVersionId,
  }));
  await orderLines.insert(
    transaction,
    rows.map((row) => ({ order: id, ...row })),
  );
  recordStateChanges(
    transaction,
    PLACING.map(([to, verb], index) => ({
      subjectType: 'order',
      subjectId: documentId,
      from: PLACING[index - 1]?.[0] ?? null,
      to,
      actor: index === 0 ? actor : SYSTEM,
      deed: { verb, side: index === 0 ? 'consumer' : 'provider', version: index + 1 },
    })),
  );
  return { id, snapshot: toOrderSnapshot(header, rows) };
};
