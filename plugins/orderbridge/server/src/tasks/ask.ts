import type { TaskCommand } from '../../../shared/messages';
import { taskStream } from '../../../shared/streams';
import { bridgeService, type SentCommand } from '../bridge';
import type { Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { ordersService } from '../orders';
import { serviceRequestsService } from '../service-requests';
import { RELATIONS, tasks, type TaskRow } from './content-types';
import { holdParent } from './parents';
import { judgeConsumerVerb, type ConsumerVerb } from './task-actions';

/** What somebody of a consumer wants of a request. */
export interface Wish {
  readonly verb: ConsumerVerb;
  readonly actor: Actor;
  readonly reason?: string | undefined;
  /** The version of the task that the asker has seen. */
  readonly expectedVersion?: number | undefined;
  readonly causation?: string | undefined;
}

const COMMAND_OF: Readonly<Record<ConsumerVerb, TaskCommand>> = {
  cancel: 'task.cancel',
  accept: 'task.accept',
  reject: 'task.reject',
};

const currentOf = ({ state, parentState, version }: TaskRow) => ({ state, parentState, version });

const readAgain = async ({ strapi }: Transaction, { id }: TaskRow): Promise<TaskRow> => {
  const row = await tasks.findOne(strapi, { id }, RELATIONS);
  if (row === null) throw new OrderbridgeError('task.not_found', 'There is no such task.');
  return row;
};

const assertSeen = (row: TaskRow, expectedVersion: number | undefined): void => {
  if (expectedVersion === undefined || expectedVersion === row.version) return;
  throw new OrderbridgeError(
    'task.version_conflict',
    `${row.number} has changed meanwhile: it is ${row.state}.`,
    currentOf(row),
  );
};

const assertMay = (
  row: TaskRow,
  verb: ConsumerVerb,
  circumstances: { hasPending: boolean; hasEnded: boolean },
): void => {
  const may = judgeConsumerVerb(verb, row, circumstances);
  if (!may.allowed) throw new OrderbridgeError(may.code, may.reason, currentOf(row));
};

/** How the connection of a task stands; where it has not ended, it stays open until the change is over. */
const holdConnection = (transaction: Transaction, { connection, number }: TaskRow) => {
  if (connection == null) throw new Error(`${number} has no connection`);
  return bridgeService.from(transaction.strapi).hold(transaction, connection.id);
};

/** Whether the connection of a task has ended, here or at the other side. */
export const hasConnectionEnded = async (
  transaction: Transaction,
  task: TaskRow,
): Promise<boolean> => (await holdConnection(transaction, task)) !== 'open';

/** Whether one of these is a wish that the provider has not answered yet. */
export const isPendingWish = ({ state, type }: Pick<SentCommand, 'state' | 'type'>): boolean =>
  state === 'pending' && type !== 'task.create';

/**
 * At the provider: carries out what a consumer wants, on the parent of the task.
 *
 * @throws `task.version_conflict`, `connection.ended`, `task.action_not_for_parent`, and what the order or
 * the service request refuses, with the current state
 */
export const grantWish = async (
  transaction: Transaction,
  task: TaskRow,
  { verb, actor, reason, expectedVersion, causation }: Wish,
): Promise<void> => {
  const { strapi } = transaction;
  // A consumer that is heard is there, whatever it has answered before.
  const hasEnded = (await holdConnection(transaction, task)) === 'ended';
  await holdParent(transaction, task);
  const row = await readAgain(transaction, task);
  assertSeen(row, expectedVersion);
  assertMay(row, verb, { hasPending: false, hasEnded });
  const input = { actor, side: 'consumer' as const, reason, causation };
  if (row.order) {
    await ordersService
      .from(strapi)
      .act(transaction, { id: row.order.id }, 'request-cancel', input);
  } else if (row.serviceRequest) {
    await serviceRequestsService.from(strapi).act(transaction, row.serviceRequest.id, verb, input);
  } else {
    throw new Error(`${row.number} tracks nothing`);
  }
};

/**
 * At a consumer: asks the provider. Which solution is accepted or rejected is the one that stands
 * here; a cancellation is meant however the request stands by then.
 *
 * @throws `task.version_conflict`, `connection.ended`, `task.command_pending`, and what this side knows to
 * be refused
 */
const sendWish = async (
  transaction: Transaction,
  task: TaskRow,
  { verb, actor, reason, expectedVersion }: Wish,
): Promise<void> => {
  const bridge = bridgeService.from(transaction.strapi);
  const hasEnded = await hasConnectionEnded(transaction, task);
  await tasks.lock(transaction, { id: task.id });
  const row = await readAgain(transaction, task);
  assertSeen(row, expectedVersion);
  const { number, connection, version } = row;
  if (connection == null) throw new Error(`${number} has no connection`);
  const sent = await bridge.commandsAbout([connection.id], [number]);
  assertMay(row, verb, { hasPending: sent.some(isPendingWish), hasEnded });
  await bridge.sendCommand(transaction, {
    connectionId: connection.id,
    stream: taskStream(number),
    type: COMMAND_OF[verb],
    subject: number,
    askedBy: actor.name,
    data: {
      number,
      requester: { name: actor.name },
      ...(reason !== undefined && { reason }),
      ...(verb !== 'cancel' && { expectedVersion: version }),
    },
  });
};

/** Carries a wish out where the parent is, or sends it there. */
export const ask = (transaction: Transaction, task: TaskRow, wish: Wish): Promise<void> =>
  task.side === 'provider' ? grantWish(transaction, task, wish) : sendWish(transaction, task, wish);
