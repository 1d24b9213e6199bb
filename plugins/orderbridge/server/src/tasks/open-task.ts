import type { Core } from '@strapi/strapi';
import type { Answers } from '../../../shared/form';
import type { OrderSnapshot, TaskSnapshot } from '../../../shared/messages';
import type { LineAction } from '../../../shared/order-states';
import { DEFAULT_TASK_STATE_BY_ORDER_STATE } from '../../../shared/task-states';
import { audienceService } from '../audience';
import { bridgeService } from '../bridge';
import type { ConnectionRow } from '../connections';
import { checkAnswers } from '../forms';
import { recordStateChanges, SYSTEM, type Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { ordersService, type NewLine } from '../orders';
import { producersService } from '../producers';
import { tasks, type RequestedLine, type TaskRow } from './content-types';

export interface TaskRequest {
  readonly connection: ConnectionRow;
  readonly number: string;
  readonly title: string;
  readonly requester: { readonly id: string | null; readonly name: string };
  readonly requestedAt: Date;
  readonly actor: Actor;
  readonly lines: readonly {
    readonly identity: string;
    readonly revision: number;
    readonly action: LineAction;
    readonly quantity: number;
    readonly answers: Answers;
  }[];
  /** The command that asks for the task, where one does. */
  readonly causation?: string;
}

/** The stream in which everything about a task travels, in both directions. */
export const taskStream = (number: string): string => `task/${number}`;

export const toTaskSnapshot = (
  task: Pick<TaskRow, 'number' | 'version'>,
  order: Pick<OrderSnapshot, 'number' | 'state'>,
): TaskSnapshot => ({
  number: task.number,
  state: DEFAULT_TASK_STATE_BY_ORDER_STATE[order.state],
  parentKind: 'order',
  parentNumber: order.number,
  parentState: order.state,
  version: task.version,
});

/** Checks each line as the provider sees it: entitled, of an orderable revision, with valid answers. */
const checkLines = async (
  strapi: Core.Strapi,
  { connection, lines }: TaskRequest,
): Promise<NewLine[]> => {
  const checked: NewLine[] = [];
  for (const { identity, revision, action, quantity, answers } of lines) {
    await audienceService.from(strapi).assertOrderable(connection.id, { identity, revision });
    const producer = await producersService.from(strapi).findRevision(identity, revision);
    if (producer === null) {
      throw new OrderbridgeError('item.not_offered', 'This item is not offered to you.');
    }
    checkAnswers(producer.form, answers, quantity);
    checked.push({ producer, action, quantity, answers });
  }
  return checked;
};

/**
 * Opens a task on the provider: the order with its lines, the task above it, their history and the
 * news for the consumer, in one transaction.
 *
 * @throws what {@link audienceService} and the form refuse; `task.number_taken`
 */
export const openTask = async (
  transaction: Transaction,
  request: TaskRequest,
): Promise<{ documentId: string; task: TaskSnapshot; order: OrderSnapshot }> => {
  const { strapi } = transaction;
  const { connection, number, title, requester, requestedAt, actor, causation } = request;
  const taken = await tasks.count(strapi, { connection: connection.id, side: 'provider', number });
  if (taken > 0) {
    throw new OrderbridgeError('task.number_taken', `There is a task ${number} already.`);
  }
  const lines = await checkLines(strapi, request);
  const placed = await ordersService.from(strapi).place(transaction, { connection, actor, lines });

  const snapshot = toTaskSnapshot({ number, version: 1 }, placed.snapshot);
  const requestedLines: RequestedLine[] = lines.map(({ producer, quantity, answers }) => ({
    identity: producer.identity,
    revision: producer.revision,
    name: producer.name,
    quantity,
    answers,
  }));
  const { documentId } = await tasks.insertOne(transaction, {
    number,
    side: 'provider',
    title,
    state: snapshot.state,
    version: snapshot.version,
    parentKind: snapshot.parentKind,
    parentNumber: snapshot.parentNumber,
    parentState: snapshot.parentState,
    requesterId: requester.id,
    requesterName: requester.name,
    requestedAt,
    requestedLines,
    connection: connection.id,
    order: placed.id,
  });
  await recordStateChanges(transaction, [
    {
      subjectType: 'provider-task',
      subjectId: documentId,
      from: null,
      to: snapshot.state,
      actor: SYSTEM,
    },
  ]);
  bridgeService.from(strapi).enqueue(transaction, {
    connectionId: connection.id,
    stream: taskStream(number),
    type: 'task.accepted',
    data: { task: snapshot, order: placed.snapshot },
    ...(causation !== undefined && { causation }),
  });
  return { documentId, task: snapshot, order: placed.snapshot };
};
