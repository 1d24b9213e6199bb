import type { Answers } from '../../../shared/form';
import type { OrderSnapshot } from '../../../shared/messages';
import type { LineAction, OrderState } from '../../../shared/order-states';
import type { ConnectionRef } from '../connections';
import { recordStateChanges, SYSTEM, type Actor } from '../history';
import { nextNumber } from '../kernel/sequence';
import type { Transaction } from '../kernel/transaction';
import type { BundledOffering, OrderableRevision } from '../producers';
import { orderLines, orders, type OrderLineRow } from './content-types';
import { deriveLines, type PartLine } from './derive-lines';
import { assertSnapshotFits, toOrderSnapshot } from './order-snapshot';

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

/** What the lines of an item have in common. */
type Common = Pick<OrderLineRow, 'action' | 'state' | 'identity' | 'revision'>;

/** The columns of a line below the one of its item; the item is what it was ordered by. */
export const toPartColumns = (
  { offering, ...line }: PartLine<BundledOffering>,
  { action, state, identity, revision }: Common,
) => ({
  ...line,
  action,
  state,
  identity,
  revision,
  subjectType: 'product-offering',
  subjectId: offering.documentId,
  catalogVersion: offering.catalogVersionId,
});

/** The columns of all lines that one requested line comes to. */
const toColumns = (
  { producer, action, quantity, answers }: NewLine,
  { lineNumber, state }: { readonly lineNumber: number; readonly state: OrderState },
) => {
  const { identity, revision } = producer;
  const common = { action, state, identity, revision };
  const derived = deriveLines(producer, answers, { lineNumber });
  return [
    {
      ...common,
      lineNumber,
      parentLineNumber: null,
      part: null,
      name: producer.name,
      quantity,
      answers: derived.answers,
      subjectType: producer.source.type,
      subjectId: producer.source.documentId,
      catalogVersion: producer.catalogVersionId,
    },
    ...derived.parts.map((line) => toPartColumns(line, common)),
  ];
};

/**
 * Places an order: header, lines and history. It passes draft and submitted at once, because what
 * comes over the exchange is complete, and stands at `new`, waiting for approval.
 *
 * @throws `request.too_large` where the lines of bundles are more than a message takes
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
  const rows: ReturnType<typeof toColumns> = [];
  for (const line of lines) rows.push(...toColumns(line, { lineNumber: rows.length + 1, state }));
  const snapshot = toOrderSnapshot(header, rows);
  // A short request can come to more lines than anybody wants to write and roll back.
  if (rows.length > lines.length) assertSnapshotFits(snapshot);

  const { id, documentId } = await orders.insertOne(transaction, {
    ...header,
    placedAt: transaction.now,
    lastLineNumber: rows.length,
    connection: connection.id,
    consumer: connection.consumerId,
  });
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
  return { id, snapshot };
};
