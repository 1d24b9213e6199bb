import type { Core } from '@strapi/strapi';
import type { Action } from '../../../shared/actions';
import { labelAnswers, type Answers } from '../../../shared/form';
import type { OrderSnapshot } from '../../../shared/messages';
import type { LineAction, OrderState } from '../../../shared/order-states';
import { canVerbLeave, ORDER_VERBS, type OrderVerb } from '../../../shared/order-verbs';
import type { ConnectionRef } from '../connections';
import { findStateChanges, recordStateChanges, SYSTEM, type Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import { nextNumber } from '../kernel/sequence';
import { defineService } from '../kernel/service';
import { inTransaction, type Transaction } from '../kernel/transaction';
import type { OrderableRevision } from '../producers';
import {
  orderLineMirrors,
  orderLines,
  orderMirrors,
  orders,
  type OrderLineRow,
  type OrderRow,
} from './content-types';
import { moveOrder } from './move-order';
import { orderActions, refusalOf } from './order-actions';

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

/** What the others are told of an order that has moved. */
export interface MovedOrder {
  readonly orderId: number;
  readonly from: OrderState;
  readonly snapshot: OrderSnapshot;
  readonly actor: Actor;
  readonly reason?: string | undefined;
}

type MovedListener = (transaction: Transaction, moved: MovedOrder) => Promise<void>;

const listeners = new WeakMap<Core.Strapi, MovedListener[]>();

/** Tells a feature of each move of an order, inside the transaction that makes it. */
export const onOrderMoved = (strapi: Core.Strapi, listener: MovedListener): void => {
  listeners.set(strapi, [...(listeners.get(strapi) ?? []), listener]);
};

export interface OrderView extends OrderSnapshot {
  readonly documentId: string;
  readonly placedAt: string;
  readonly consumer: { readonly documentId: string; readonly name: string } | null;
  readonly actions: readonly Action[];
}

const ORDER_NUMBER_DIGITS = 7;

/** The states that an order passes when it is placed; a draft is complete as it arrives. */
const PLACING: readonly OrderState[] = ['draft', 'submitted', 'new'];

const toSnapshot = (
  { number, state, version }: Pick<OrderRow, 'number' | 'state' | 'version'>,
  lines: readonly Omit<OrderLineRow, 'id' | 'documentId' | 'identity' | 'revision'>[],
): OrderSnapshot => ({
  number,
  state,
  version,
  lines: lines.map((line) => ({
    lineNumber: line.lineNumber,
    name: line.name,
    action: line.action,
    state: line.state,
    quantity: line.quantity,
    answers: [...line.answers],
  })),
});

export const ordersService = defineService('orders', ({ strapi }) => {
  const linesOf = (orderId: number): Promise<OrderLineRow[]> =>
    orderLines.findMany(strapi, { order: orderId }, { orderBy: { lineNumber: 'asc' } });

  const find = async (documentId: string): Promise<OrderRow> => {
    const row = await orders.findOne(
      strapi,
      { documentId },
      { populate: ['connection', 'consumer'] },
    );
    if (row === null) throw new OrderbridgeError('order.not_found', 'There is no such order.');
    return row;
  };

  const view = async (row: OrderRow): Promise<OrderView> => ({
    documentId: row.documentId,
    ...toSnapshot(row, await linesOf(row.id)),
    placedAt: row.placedAt,
    consumer: row.consumer
      ? { documentId: row.consumer.documentId, name: row.consumer.name }
      : null,
    actions: orderActions(row.state),
  });

  return {
    /**
     * Places an order: header, lines and history. It passes draft and submitted at once, because what
     * comes over the exchange is complete, and stands at `new`, waiting for approval.
     */
    async place(
      transaction: Transaction,
      { connection, actor, lines }: NewOrder,
    ): Promise<PlacedOrder> {
      const count = await nextNumber(transaction, 'order');
      const number = `ORD${String(count).padStart(ORDER_NUMBER_DIGITS, '0')}`;
      const state: OrderState = 'new';
      const header = { number, state, version: PLACING.length };
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
        PLACING.map((to, index) => ({
          subjectType: 'order',
          subjectId: documentId,
          from: PLACING[index - 1] ?? null,
          to,
          actor: index === 0 ? actor : SYSTEM,
        })),
      );
      return { id, snapshot: toSnapshot(header, rows) };
    },

    /**
     * Takes an order through a verb.
     *
     * @throws `order.not_found`, `order.version_conflict` where the asker decided on an older version,
     * `order.illegal_transition` with the current state
     */
    perform: (
      documentId: string,
      verb: OrderVerb,
      {
        actor,
        expectedVersion,
        reason,
      }: {
        actor: Actor;
        expectedVersion?: number | undefined;
        reason?: string | undefined;
      },
    ): Promise<OrderView> =>
      inTransaction(strapi, async (transaction) => {
        const row = await find(documentId);
        const current = { state: row.state, version: row.version };
        if (expectedVersion !== undefined && expectedVersion !== row.version) {
          throw new OrderbridgeError(
            'order.version_conflict',
            `Order ${row.number} has changed meanwhile: it is ${row.state}.`,
            current,
          );
        }
        if (!canVerbLeave(verb, row.state)) {
          throw new OrderbridgeError(
            'order.illegal_transition',
            refusalOf(verb, row.state),
            current,
          );
        }
        const { to } = ORDER_VERBS[verb];
        const version = await moveOrder(transaction, {
          order: row,
          from: row.state,
          to,
          actor,
          reason,
        });
        const moved = await view({ ...row, state: to, version });
        const snapshot = toSnapshot(moved, moved.lines);
        for (const listener of listeners.get(strapi) ?? []) {
          await listener(transaction, {
            orderId: row.id,
            from: row.state,
            snapshot,
            actor,
            reason,
          });
        }
        return moved;
      }),

    async get(documentId: string) {
      const row = await find(documentId);
      const history = await findStateChanges(strapi, 'order', documentId);
      return {
        ...(await view(row)),
        history: history.map(({ fromState, toState, changedAt, actorName, reason }) => ({
          from: fromState,
          to: toState,
          at: changedAt,
          by: actorName,
          reason,
        })),
      };
    },

    async list({ offset, limit }: { offset: number; limit: number }) {
      const rows = await orders.findMany(
        strapi,
        {},
        { populate: ['connection', 'consumer'], orderBy: { id: 'desc' }, offset, limit },
      );
      return { total: await orders.count(strapi, {}), rows: await Promise.all(rows.map(view)) };
    },

    /** The provider's order as a consumer was last told of it. */
    async findMirror(connectionId: number, number: string): Promise<OrderSnapshot | null> {
      const row = await orderMirrors.findOne(strapi, { connection: connectionId, number });
      if (row === null) return null;
      const lines = await orderLineMirrors.findMany(
        strapi,
        { order: row.id },
        { orderBy: { lineNumber: 'asc' } },
      );
      return toSnapshot(row, lines);
    },

    /** The order behind a task, on the provider. */
    async findSnapshot(orderId: number): Promise<(OrderSnapshot & { documentId: string }) | null> {
      const row = await orders.findOne(strapi, { id: orderId });
      return row && { documentId: row.documentId, ...toSnapshot(row, await linesOf(orderId)) };
    },

    /** Brings the mirror of an order in line with what the provider says, by difference. */
    async mirror(
      transaction: Transaction,
      connectionId: number,
      { number, state, version, lines }: OrderSnapshot,
    ): Promise<void> {
      const known = await orderMirrors.findOne(strapi, { connection: connectionId, number });
      if (known === null) {
        const { id } = await orderMirrors.insertOne(transaction, {
          connection: connectionId,
          number,
          state,
          version,
        } as never);
        await orderLineMirrors.insert(
          transaction,
          lines.map((line) => ({ order: id, ...line })),
        );
        return;
      }
      if (known.version >= version) return;
      await orderMirrors.update(transaction, { id: known.id }, { state, version });
      const mirrored = await orderLineMirrors.findMany(strapi, { order: known.id });
      const byNumber = new Map(mirrored.map((line) => [line.lineNumber, line]));
      for (const line of lines) {
        const before = byNumber.get(line.lineNumber);
        if (before === undefined) {
          await orderLineMirrors.insertOne(transaction, { order: known.id, ...line } as never);
        } else if (before.state !== line.state || before.quantity !== line.quantity) {
          await orderLineMirrors.update(transaction, { id: before.id }, line);
        }
      }
    },
  };
});
