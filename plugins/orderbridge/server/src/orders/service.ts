import type { Action } from '../../../shared/actions';
import type { OrderSnapshot } from '../../../shared/messages';
import { ORDER_STATES } from '../../../shared/order-states';
import type { OrderVerb, UnavailableOrderVerb } from '../../../shared/order-verbs';
import { recordAct } from '../audit';
import { bridgeService } from '../bridge';
import type { Staff } from '../connections';
import {
  assigneeOf,
  findStateChanges,
  toHistoryView,
  type Assignee,
  type HistoryView,
} from '../history';
import { now } from '../kernel/config';
import { countByState } from '../kernel/count-by-state';
import { findPage } from '../kernel/find-page';
import type { ListQuery } from '../kernel/list-query';
import { OrderbridgeError } from '../kernel/errors';
import { defineService } from '../kernel/service';
import { inTransaction, rowsOf, type Transaction } from '../kernel/transaction';
import { workNotesService, type WorkNoteView } from '../work-notes';
import { actOnOrder, linesOf, type OrderVerbInput } from './act-on-order';
import { orders, subjectOf, type OrderRow } from './content-types';
import { editLine, type LineEdit } from './edit-line';
import { whereOfView, type OrderViewName } from './list-orders';
import { findOrderMirror, mirrorOrder } from './mirror-order';
import { orderActions, unavailable } from './order-actions';
import { toOrderHeader, toOrderSnapshot } from './order-snapshot';
import { placeOrder } from './place-order';

interface Party {
  readonly documentId: string;
  readonly name: string;
}

/** An order in a list. */
export interface OrderSummary extends Omit<OrderSnapshot, 'lines'> {
  readonly documentId: string;
  readonly placedAt: string;
  readonly completedAt: string | null;
  readonly consumer: Party | null;
  readonly assignee: Assignee | null;
  readonly actions: readonly Action[];
}

export interface OrderView extends OrderSummary {
  readonly lines: OrderSnapshot['lines'];
}

/** An order with what staff alone sees of it. */
export interface WholeOrder extends OrderView {
  readonly task: { readonly documentId: string; readonly number: string } | null;
  readonly history: readonly HistoryView[];
  readonly workNotes: readonly WorkNoteView[];
}

const TASKS = 'orderbridge_provider_tasks';
const ORDERS = 'orderbridge_orders';

const toSummary = (row: OrderRow, staff: Staff): OrderSummary => ({
  documentId: row.documentId,
  ...toOrderHeader(row),
  placedAt: row.placedAt,
  completedAt: row.completedAt,
  consumer: row.consumer ? { documentId: row.consumer.documentId, name: row.consumer.name } : null,
  assignee: assigneeOf(row),
  actions: orderActions(row, staff),
});

export const ordersService = defineService('orders', ({ strapi }) => {
  const find = async (documentId: string): Promise<OrderRow> => {
    const row = await orders.findOne(
      strapi,
      { documentId },
      { populate: ['connection', 'consumer'] },
    );
    if (row === null) throw new OrderbridgeError('order.not_found', 'There is no such order.');
    return row;
  };

  const view = async (row: OrderRow, staff: Staff): Promise<OrderView> => ({
    ...toSummary(row, staff),
    lines: toOrderSnapshot(row, await linesOf(strapi, row.id)).lines,
  });

  return {
    place: placeOrder,
    mirror: mirrorOrder,
    act: actOnOrder,

    /** Holds an order until the change is over. */
    async hold(transaction: Transaction, id: number): Promise<void> {
      await orders.lock(transaction, { id });
    },

    /**
     * Takes an order through a verb of the staff.
     *
     * @throws what {@link actOnOrder} refuses
     */
    perform: (
      documentId: string,
      verb: OrderVerb,
      { staff, ...input }: Omit<OrderVerbInput, 'actor' | 'side'> & { readonly staff: Staff },
    ): Promise<OrderView> =>
      inTransaction(strapi, async (transaction) => {
        const asked = { ...input, actor: staff.actor, side: 'provider' as const };
        const order = await actOnOrder(transaction, { documentId }, verb, asked);
        recordAct(transaction, subjectOf(order));
        return view(order, staff);
      }),

    /**
     * Says of an order that there is what Orderbridge does not carry out.
     *
     * @throws `order.not_found`, and else `order.verb_not_available`
     */
    async refuse(documentId: string, verb: UnavailableOrderVerb): Promise<never> {
      await find(documentId);
      throw unavailable(verb);
    },

    /** @throws what {@link editLine} refuses */
    editLine: (
      documentId: string,
      lineNumber: number,
      { staff, ...edit }: Omit<LineEdit, 'actor'> & { readonly staff: Staff },
    ): Promise<OrderView> =>
      inTransaction(strapi, async (transaction) => {
        const asked = { ...edit, actor: staff.actor };
        return view(await editLine(transaction, { documentId, lineNumber }, asked), staff);
      }),

    /** @throws `order.not_found` */
    addWorkNote: async (documentId: string, body: string, { actor }: Staff) => {
      const order = await find(documentId);
      return inTransaction(strapi, (transaction) => {
        recordAct(transaction, subjectOf(order));
        return workNotesService.from(strapi).add(transaction, {
          subjectType: 'order',
          subjectId: documentId,
          actor,
          body,
        });
      });
    },

    /** @throws `order.not_found` */
    async get(documentId: string, staff: Staff): Promise<WholeOrder> {
      const row = await find(documentId);
      const [task] = await rowsOf<{ document_id: string; number: string }>(
        strapi.db
          .getConnection(TASKS)
          .where({ order_id: row.id })
          .select('document_id', 'number')
          .limit(1),
      );
      const history = await findStateChanges(strapi, 'order', documentId);
      return {
        ...(await view(row, staff)),
        task: task ? { documentId: task.document_id, number: task.number } : null,
        workNotes: await workNotesService.from(strapi).list('order', documentId),
        history: history.map(toHistoryView),
      };
    },

    async list(query: ListQuery, name: OrderViewName | undefined, staff: Staff) {
      const viewed = whereOfView(name, {
        adminId: staff.actor.id,
        at: now(strapi),
        ended:
          name === 'waiting-for-consumer' ? await bridgeService.from(strapi).findUnheard() : [],
      });
      const { rows, total } = await findPage(strapi, orders, query, {
        where: { $and: [query.where, viewed] },
        populate: ['consumer'],
        relations: ['consumer', 'connection'],
      });
      return { total, rows: rows.map((row) => toSummary(row, staff)) };
    },

    countByState: () => countByState(strapi, ORDERS, ORDER_STATES),

    findMirror: (connectionId: number, number: string): Promise<OrderSnapshot | null> =>
      findOrderMirror(strapi, connectionId, number),

    /** The order behind a task, on the provider. */
    async findSnapshot(orderId: number): Promise<(OrderSnapshot & { documentId: string }) | null> {
      const row = await orders.findOne(strapi, { id: orderId });
      if (row === null) return null;
      const snapshot = toOrderSnapshot(row, await linesOf(strapi, orderId));
      return { documentId: row.documentId, ...snapshot };
    },
  };
});
