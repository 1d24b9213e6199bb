import { isFinalOrderState } from '../../../shared/order-states';
import { bridgeService } from '../bridge';
import { recordStateChanges } from '../history';
import type { Transaction } from '../kernel/transaction';
import type { MovedOrder } from '../orders';
import { tasks } from './content-types';
import { taskStream, toTaskSnapshot } from './open-task';

/**
 * Moves a task with its order and tells the consumer, inside the transaction of the order's move. The
 * order's row was swapped before, so nobody else can be moving the same task.
 */
export const followOrder = async (
  transaction: Transaction,
  { orderId, snapshot: order, actor, reason }: MovedOrder,
): Promise<void> => {
  const { strapi } = transaction;
  const row = await tasks.findOne(strapi, { order: orderId }, { populate: ['connection'] });
  if (row === null || row.connection == null) return;

  const task = toTaskSnapshot({ number: row.number, version: row.version + 1 }, order);
  await tasks.update(
    transaction,
    { id: row.id },
    {
      state: task.state,
      parentState: task.parentState,
      version: task.version,
      // A task is over when its parent is, whatever its own state is called.
      endedAt: isFinalOrderState(order.state) ? transaction.now : null,
    },
  );
  if (row.state !== task.state) {
    recordStateChanges(transaction, [
      {
        subjectType: 'provider-task',
        subjectId: row.documentId,
        from: row.state,
        to: task.state,
        actor,
        reason,
      },
    ]);
  }
  const bridge = bridgeService.from(strapi);
  const address = { connectionId: row.connection.id, stream: taskStream(row.number) };
  bridge.enqueue(transaction, {
    ...address,
    type: 'order.changed',
    data: { number: row.number, order },
  });
  bridge.enqueue(transaction, {
    ...address,
    type: 'task.state_changed',
    data: {
      task,
      changedAt: transaction.now.toISOString(),
      changedBy: actor.name,
      ...(reason !== undefined && { reason }),
    },
  });
};
