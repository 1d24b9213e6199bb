import type {
  orderChanged,
  serviceRequestChanged,
  taskAccepted,
  taskDeclined,
  taskStateChanged,
  TaskSnapshot,
} from '../../../shared/messages';
import type { Side } from '../../../shared/service-request-states';
import { bridgeService } from '../bridge';
import { recordStateChanges, SYSTEM, type Actor } from '../history';
import type { Transaction } from '../kernel/transaction';
import { ordersService } from '../orders';
import { serviceRequestsService } from '../service-requests';
import { tasks, type TaskRow } from './content-types';
import { getInboundTask, peer, type From } from './inbound';
import { isTaskOver, pointOfNoReturnOf, toParent, toTaskColumns, type Parent } from './parents';

interface MirroredDeed {
  readonly actor: Actor;
  readonly side: Side;
  readonly verb: string;
  readonly at: Date;
  readonly reason?: string | undefined;
  readonly commentId?: string | undefined;
}

/** Brings a mirror in line with the provider's task; what is older than the mirror changes nothing. */
const mirrorTask = async (
  transaction: Transaction,
  row: TaskRow,
  task: TaskSnapshot,
  { actor, side, verb, at, reason, commentId }: MirroredDeed,
): Promise<void> => {
  if (row.state !== 'new' && task.version <= row.version) return;
  await tasks.update(
    transaction,
    { id: row.id },
    { ...toTaskColumns(task), endedAt: isTaskOver(task) ? at : null, movedAt: at },
  );
  recordStateChanges(transaction, [
    {
      subjectType: 'provider-task',
      subjectId: row.documentId,
      from: row.state,
      to: task.state,
      actor,
      at,
      reason,
      deed: {
        verb,
        side,
        version: task.version,
        parentState: task.parentState,
        commentId: commentId ?? null,
      },
    },
  ]);
};

const mirrorParent = async (
  transaction: Transaction,
  { connectionId, taskId }: { connectionId: number; taskId: number },
  parent: Parent,
): Promise<void> => {
  const { strapi } = transaction;
  if (parent.kind === 'order') {
    await ordersService.from(strapi).mirror(transaction, connectionId, parent.order);
  } else {
    await serviceRequestsService
      .from(strapi)
      .mirror(transaction, connectionId, parent.serviceRequest);
  }
  const pointOfNoReturnAt = pointOfNoReturnOf(parent);
  if (pointOfNoReturnAt !== null) {
    await tasks.update(transaction, { id: taskId }, { pointOfNoReturnAt });
  }
};

export const applyTaskAccepted = async (inbound: From<typeof taskAccepted>): Promise<void> => {
  const { transaction, link, message, data } = inbound;
  const row = await getInboundTask(inbound, data.task.number);
  const { strapi } = transaction;
  await bridgeService.from(strapi).settleCommand(transaction, inbound, { state: 'accepted' });
  const address = { connectionId: link.connectionId, taskId: row.id };
  await mirrorParent(transaction, address, toParent(data));
  await mirrorTask(transaction, row, data.task, {
    actor: peer(SYSTEM.name),
    side: 'provider',
    verb: 'receive',
    at: new Date(message.time),
  });
};

export const applyTaskDeclined = async (inbound: From<typeof taskDeclined>): Promise<void> => {
  const { transaction, message, data } = inbound;
  const row = await getInboundTask(inbound, data.number);
  await bridgeService.from(transaction.strapi).settleCommand(transaction, inbound, {
    state: 'refused',
    code: data.code,
    reason: data.reason,
  });
  if (row.state !== 'new') return;
  const at = new Date(message.time);
  await tasks.update(
    transaction,
    { id: row.id },
    {
      state: 'declined',
      declinedCode: data.code,
      declinedReason: data.reason,
      endedAt: at,
      movedAt: at,
    },
  );
  recordStateChanges(transaction, [
    {
      subjectType: 'provider-task',
      subjectId: row.documentId,
      from: row.state,
      to: 'declined',
      actor: peer(SYSTEM.name),
      at,
      reason: data.reason,
      deed: { verb: 'decline', side: 'provider', version: row.version },
    },
  ]);
};

export const applyTaskStateChanged = async (
  inbound: From<typeof taskStateChanged>,
): Promise<void> => {
  const { transaction, data } = inbound;
  const row = await getInboundTask(inbound, data.task.number);
  await mirrorTask(transaction, row, data.task, {
    actor: peer(data.changedBy.name),
    side: data.changedBy.side,
    verb: data.verb,
    at: new Date(data.changedAt),
    reason: data.reason,
    commentId: data.commentId,
  });
};

export const applyParentChanged = async (
  inbound: From<typeof orderChanged> | From<typeof serviceRequestChanged>,
): Promise<void> => {
  const { transaction, link, data } = inbound;
  const row = await getInboundTask(inbound, data.number);
  const address = { connectionId: link.connectionId, taskId: row.id };
  await mirrorParent(transaction, address, toParent(data));
};
