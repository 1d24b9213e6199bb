import { taskStream } from '../../../shared/streams';
import { bridgeService } from '../bridge';
import { recordStateChanges, type ToldDeed } from '../history';
import type { Transaction } from '../kernel/transaction';
import type { MovedOrder } from '../orders';
import type { MovedServiceRequest } from '../service-requests';
import { tasks, type TaskRow } from './content-types';
import { isOver, pointOfNoReturnOf, toTaskColumns, toTaskSnapshot, type Parent } from './parents';

/** Parent states in which what the consumer wrote is still to be read. */
const UNHEEDED: ReadonlySet<string | null> = new Set([
  'awaiting_information',
  'rejected',
  // If the cancellation is declined, the answer is still there.
  'assessing_cancellation',
]);

/** Whether somebody has acted on what the consumer wrote. */
const isAnswerHeeded = (before: TaskRow['parentState'], after: TaskRow['parentState']): boolean =>
  before !== after && !UNHEEDED.has(after);

const follow = async (
  transaction: Transaction,
  row: TaskRow | null,
  parent: Parent,
  { actor, side, verb, reason, causation, commentId, assignee }: ToldDeed,
): Promise<void> => {
  if (row?.connection == null) return;
  const connectionId = row.connection.id;
  const { number } = row;
  const version = row.version + 1;
  const task = await toTaskSnapshot(transaction, { connectionId, number, version }, parent);
  await tasks.update(
    transaction,
    { id: row.id },
    {
      ...toTaskColumns(task),
      endedAt: isOver(parent) ? transaction.now : null,
      pointOfNoReturnAt: pointOfNoReturnOf(parent),
      movedAt: transaction.now,
      ...(isAnswerHeeded(row.parentState, task.parentState) && { answeredAt: null }),
      assigneeId: assignee?.id ?? null,
      assigneeName: assignee?.name ?? null,
    },
  );
  recordStateChanges(transaction, [
    {
      subjectType: 'provider-task',
      subjectId: row.documentId,
      from: row.state,
      to: task.state,
      actor,
      reason,
      deed: { verb, side, version, parentState: task.parentState, commentId: commentId ?? null },
    },
  ]);
  const bridge = bridgeService.from(transaction.strapi);
  const address = {
    connectionId,
    stream: taskStream(number),
    ...(causation !== undefined && { causation }),
  };
  bridge.enqueue(
    transaction,
    parent.kind === 'order'
      ? { ...address, type: 'order.changed', data: { number, order: parent.order } }
      : {
          ...address,
          type: 'service_request.changed',
          data: { number, serviceRequest: parent.serviceRequest },
        },
  );
  bridge.enqueue(transaction, {
    ...address,
    type: 'task.state_changed',
    data: {
      task,
      verb,
      changedAt: transaction.now.toISOString(),
      changedBy: { name: actor.name, side },
      ...(reason !== undefined && { reason }),
      ...(commentId !== undefined && { commentId }),
    },
  });
};

const WITH_CONNECTION = { populate: ['connection'] };

/**
 * Moves a task with its order and tells the consumer, inside the transaction of the order's move. The
 * order's row is held, so nobody else can be moving the same task.
 */
export const followOrder = async (
  transaction: Transaction,
  { orderId, snapshot: order, ...deed }: MovedOrder,
): Promise<void> => {
  const row = await tasks.findOne(transaction.strapi, { order: orderId }, WITH_CONNECTION);
  await follow(transaction, row, { kind: 'order', order }, deed);
};

/** The same for a service request. */
export const followServiceRequest = async (
  transaction: Transaction,
  { serviceRequestId, snapshot: serviceRequest, ...deed }: MovedServiceRequest,
): Promise<void> => {
  const row = await tasks.findOne(
    transaction.strapi,
    { serviceRequest: serviceRequestId },
    WITH_CONNECTION,
  );
  await follow(transaction, row, { kind: 'service_request', serviceRequest }, deed);
};
