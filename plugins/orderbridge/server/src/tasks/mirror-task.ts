import type { z } from 'zod';
import { isFinalOrderState } from '../../../shared/order-states';
import type {
  commentAdded,
  orderChanged,
  taskAccepted,
  taskCreate,
  taskDeclined,
  taskStateChanged,
  TaskSnapshot,
} from '../../../shared/messages';
import { bridgeService, type Inbound } from '../bridge';
import { connectionsService } from '../connections';
import { recordStateChanges, type Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { ordersService } from '../orders';
import { comments, tasks, type TaskRow } from './content-types';
import { numberPrefix, openTask, taskStream } from './open-task';

type From<Schema extends z.ZodType> = Inbound<z.infer<Schema>>;

const peer = (name: string): Actor => ({ kind: 'peer', id: null, name });

/** Only in its own stream does what is told of a task come in order. */
const assertOwnStream = ({ stream }: { stream: string }, number: string): void => {
  if (stream !== taskStream(number)) {
    const text = `What is told of ${number} travels in the stream ${taskStream(number)}.`;
    throw new OrderbridgeError('bridge.data_invalid', text);
  }
};

const findTask = async (
  { transaction, link, message }: Inbound<unknown>,
  number: string,
): Promise<TaskRow> => {
  assertOwnStream(message, number);
  const row = await tasks.findOne(transaction.strapi, {
    connection: link.connectionId,
    side: link.role,
    number,
  });
  if (row === null) throw new OrderbridgeError('task.not_found', `There is no task ${number}.`);
  return row;
};

/** At the provider: a consumer's wish for a task. */
export const applyTaskCreate = async (inbound: From<typeof taskCreate>): Promise<void> => {
  const { transaction, link, message, data } = inbound;
  const { strapi } = transaction;
  assertOwnStream(message, data.number);
  const connection = await connectionsService.from(strapi).refOf(link.connectionId);
  const prefix = numberPrefix(connection);
  if (!data.number.startsWith(prefix)) {
    const text = `The number of a task of this connection begins with ${prefix}.`;
    throw new OrderbridgeError('task.number_invalid', text);
  }
  const known = { connection: link.connectionId, side: 'provider', number: data.number };
  if ((await tasks.count(strapi, known)) > 0) {
    throw new OrderbridgeError('task.number_taken', `There is a task ${data.number} already.`);
  }
  await openTask(transaction, {
    connection,
    number: data.number,
    title: data.title,
    requester: {
      requesterKind: null,
      requesterId: null,
      requesterName: data.requester.name,
    },
    requestedAt: new Date(data.requestedAt),
    actor: peer(data.requester.name),
    lines: data.lines,
    causation: message.id,
  });
};

/** At the provider: the answer to a wish that was refused. No task is left here; the consumer has one. */
export const refuseTaskCreate = (
  { transaction, link, message, data }: From<typeof taskCreate>,
  error: OrderbridgeError,
): Promise<void> => {
  bridgeService.from(transaction.strapi).enqueue(transaction, {
    connectionId: link.connectionId,
    stream: taskStream(data.number),
    type: 'task.declined',
    data: { number: data.number, code: error.code, reason: error.message },
    causation: message.id,
  });
  return Promise.resolve();
};

/** Brings a mirror in line with the provider's task; what is older than the mirror changes nothing. */
const mirrorTask = async (
  transaction: Transaction,
  row: TaskRow,
  task: TaskSnapshot,
  { actor, at, reason }: { actor: Actor; at: Date; reason?: string | undefined },
): Promise<void> => {
  if (row.state !== 'new' && task.version <= row.version) return;
  await tasks.update(
    transaction,
    { id: row.id },
    {
      state: task.state,
      version: task.version,
      parentKind: task.parentKind,
      parentNumber: task.parentNumber,
      parentState: task.parentState,
      endedAt: isFinalOrderState(task.parentState) ? at : null,
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
        at,
        reason,
      },
    ]);
  }
};

export const applyTaskAccepted = async (inbound: From<typeof taskAccepted>): Promise<void> => {
  const { transaction, link, message, data } = inbound;
  const row = await findTask(inbound, data.task.number);
  const { strapi } = transaction;
  await bridgeService.from(strapi).settleCommand(transaction, inbound, { state: 'accepted' });
  await ordersService.from(strapi).mirror(transaction, link.connectionId, data.order);
  await mirrorTask(transaction, row, data.task, {
    actor: peer('Provider'),
    at: new Date(message.time),
  });
};

export const applyTaskDeclined = async (inbound: From<typeof taskDeclined>): Promise<void> => {
  const { transaction, message, data } = inbound;
  const row = await findTask(inbound, data.number);
  await bridgeService.from(transaction.strapi).settleCommand(transaction, inbound, {
    state: 'refused',
    code: data.code,
    reason: data.reason,
  });
  if (row.state !== 'new') return;
  await tasks.update(
    transaction,
    { id: row.id },
    {
      state: 'declined',
      declinedCode: data.code,
      declinedReason: data.reason,
      endedAt: new Date(message.time),
    },
  );
  recordStateChanges(transaction, [
    {
      subjectType: 'provider-task',
      subjectId: row.documentId,
      from: row.state,
      to: 'declined',
      actor: peer('Provider'),
      at: new Date(message.time),
      reason: data.reason,
    },
  ]);
};

export const applyTaskStateChanged = async (
  inbound: From<typeof taskStateChanged>,
): Promise<void> => {
  const { transaction, data } = inbound;
  const row = await findTask(inbound, data.task.number);
  await mirrorTask(transaction, row, data.task, {
    actor: peer(data.changedBy),
    at: new Date(data.changedAt),
    reason: data.reason,
  });
};

export const applyOrderChanged = async (inbound: From<typeof orderChanged>): Promise<void> => {
  const { transaction, link, data } = inbound;
  await findTask(inbound, data.number);
  await ordersService.from(transaction.strapi).mirror(transaction, link.connectionId, data.order);
};

export const applyCommentAdded = async (inbound: From<typeof commentAdded>): Promise<void> => {
  const { transaction, link, data } = inbound;
  const row = await findTask(inbound, data.number);
  const { id, author, body, writtenAt } = data.comment;
  await comments.insertOne(transaction, {
    task: row.id,
    commentId: id,
    authorSide: link.role === 'provider' ? 'consumer' : 'provider',
    authorName: author.name,
    authorOrganisation: author.organisation,
    body,
    writtenAt: new Date(writtenAt),
  } as never);
};
