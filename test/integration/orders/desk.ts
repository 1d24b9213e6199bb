import { ANSWERS } from '../../../scripts/demo/catalog.mjs';
import type { OrderState } from '../../../plugins/orderbridge/shared/order-states';
import { TASKS } from '../../support/selling-provider';
import { isOver, SHOWN } from './expected';
import { openDesk, type StateRow, type TaskRecord } from './open-desk';

/** An order, with the task that the consumer knows it by. */
export interface PlacedOrder {
  readonly id: number;
  readonly documentId: string;
  readonly number: string;
  readonly taskId: string;
  readonly taskNumber: string;
  /** Where staff find the order. */
  readonly path: string;
  /** Where the consumer finds the task. */
  readonly taskPath: string;
}

/** Everything that is kept of an order: what leaves this as it was has left no trace. */
export interface OrderRecord extends TaskRecord {
  readonly order: StateRow<OrderState>;
  readonly lines: readonly StateRow[];
}

export interface Standing {
  /** Where a declined cancellation would return to. */
  readonly before?: OrderState | null;
  readonly isPast?: boolean;
}

const HOUR_MS = 3_600_000;

/** A desk at which orders are placed. */
export const openOrderDesk = async () => {
  const { recordOfTask, ...desk } = await openDesk();
  const { application, organisation } = desk;
  const { rows } = desk.provider;
  const request = organisation.requestFor('order') as { data: { lines: [{ item: string }] } };
  const [{ item }] = request.data.lines;

  const line = (more: object = {}) => ({ item, quantity: 1, answers: ANSWERS, ...more });

  return {
    ...desk,
    line,

    place: async (lines: object[] = [line(), line({ quantity: 3 })]): Promise<PlacedOrder> => {
      const { body } = await application.post(TASKS, { data: { lines } }).expect(201);
      const { documentId: taskId, number: taskNumber } = body.data;
      const order = await rows('orderbridge_orders as o')
        .join('orderbridge_provider_tasks as t', 't.order_id', 'o.id')
        .where({ 't.document_id': taskId })
        .first('o.id as id', 'o.document_id as documentId', 'o.number as number');
      return {
        ...order,
        taskId,
        taskNumber,
        path: `/orderbridge/orders/${order.documentId}`,
        taskPath: `${TASKS}/${taskId}`,
      };
    },

    /** Puts an order, its lines and its task where verbs would have left them. */
    stand: async (
      { id }: PlacedOrder,
      state: OrderState,
      { before = null, isPast = false }: Standing = {},
    ): Promise<void> => {
      const at = new Date();
      const pointOfNoReturn = isPast ? at : null;
      await rows('orderbridge_orders')
        .where({ id })
        .update({
          state,
          state_before_assessment: before,
          point_of_no_return_at: pointOfNoReturn,
          scheduled_start: state === 'scheduled' ? new Date(at.getTime() + HOUR_MS) : null,
          completed_at: isOver(state) ? at : null,
        });
      await rows('orderbridge_order_lines').where({ order_id: id }).update({ state });
      await rows('orderbridge_provider_tasks')
        .where({ order_id: id })
        .update({
          state: SHOWN[state],
          parent_state: state,
          point_of_no_return_at: pointOfNoReturn,
          ended_at: isOver(state) ? at : null,
        });
    },

    recordOf: async (order: PlacedOrder): Promise<OrderRecord> => ({
      ...(await recordOfTask(order)),
      order: await rows('orderbridge_orders').where({ id: order.id }).first(),
      lines: await rows('orderbridge_order_lines')
        .where({ order_id: order.id })
        .orderBy('line_number'),
    }),
  };
};

export type OrderDesk = Awaited<ReturnType<typeof openOrderDesk>>;
