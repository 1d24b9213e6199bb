import { completeAnswers, type Answers } from '../../../shared/form';
import type { OrderSnapshot, TaskSnapshot } from '../../../shared/messages';
import type { LineAction } from '../../../shared/order-states';
import { DEFAULT_TASK_STATE_BY_ORDER_STATE } from '../../../shared/task-states';
import { audienceService } from '../audience';
import { bridgeService } from '../bridge';
import type { ConnectionRef } from '../connections';
import { checkAnswers } from '../forms';
import { recordStateChanges, SYSTEM, type Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { ordersService, type NewLine } from '../orders';
import { assertOrderableAt, producersService, type OrderableRevision } from '../producers';
import { tasks, type TaskRow } from './content-types';

/** Who asked, as far as this side knows them: of a consumer's instance it knows a name. */
export type Requester = Pick<TaskRow, 'requesterKind' | 'requesterId' | 'requesterName'>;

export interface TaskRequest {
  readonly connection: ConnectionRef;
  readonly number: string;
  /** The names of what is ordered, where the requester gave none. */
  readonly title?: string | undefined;
  readonly requester: Requester;
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

/** What the number of every task of a connection begins with; the consumer counts on from it. */
export const numberPrefix = ({ shortCode }: Pick<ConnectionRef, 'shortCode'>): string =>
  `PT-${shortCode}-`;

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

const findRevision = async (
  transaction: Transaction,
  connectionId: number,
  { identity, revision }: { identity: string; revision: number },
): Promise<OrderableRevision> => {
  const { strapi } = transaction;
  const ordered = { identity, revision };
  await audienceService.from(strapi).assertOrderable(transaction, connectionId, ordered);
  const found = await producersService.from(strapi).findOffered(transaction, identity, revision);
  if (found === null) {
    throw new OrderbridgeError('item.not_offered', 'This item is not offered to you.');
  }
  return found;
};

/** Checks each line as the provider sees it: entitled, of an orderable revision, with valid answers. */
const checkLines = async (
  transaction: Transaction,
  { connection, lines }: TaskRequest,
): Promise<NewLine[]> => {
  const revisions = new Map<string, OrderableRevision>();
  const checked: NewLine[] = [];
  for (const { action, quantity, answers, ...ordered } of lines) {
    const key = `${ordered.identity}/${String(ordered.revision)}`;
    const producer =
      revisions.get(key) ?? (await findRevision(transaction, connection.id, ordered));
    revisions.set(key, producer);
    checkAnswers(producer.form, answers, quantity);
    const complete = completeAnswers(producer.form, answers);
    assertOrderableAt(producer, complete, transaction.now);
    checked.push({ producer, action, quantity, answers: complete });
  }
  return checked;
};

/** What the two sides tell each other of an order must fit into one message, with room to spare. */
const MAX_SNAPSHOT_BYTES = 512 * 1024;
const MAX_TITLE_LENGTH = 255;

export const titleOf = (names: readonly string[]): string =>
  [...new Set(names)].join(', ').slice(0, MAX_TITLE_LENGTH);

/**
 * Opens a task on the provider: the order with its lines, the task above it, their history and the
 * news for the consumer, in one transaction. Whoever calls answers for the number.
 *
 * @throws what {@link audienceService} and the form refuse
 */
export const openTask = async (
  transaction: Transaction,
  request: TaskRequest,
): Promise<TaskRow> => {
  const { strapi } = transaction;
  const { connection, number, requester, requestedAt, actor, causation } = request;
  const lines = await checkLines(transaction, request);
  const placed = await ordersService.from(strapi).place(transaction, { connection, actor, lines });

  const snapshot = toTaskSnapshot({ number, version: 1 }, placed.snapshot);
  const values = {
    number,
    side: 'provider' as const,
    title: request.title ?? titleOf(lines.map(({ producer }) => producer.name)),
    state: snapshot.state,
    version: snapshot.version,
    parentKind: snapshot.parentKind,
    parentNumber: snapshot.parentNumber,
    parentState: snapshot.parentState,
    ...requester,
    requestedAt: requestedAt.toISOString(),
    requestedLines: lines.map(({ producer, quantity, answers }) => ({
      identity: producer.identity,
      revision: producer.revision,
      name: producer.name,
      quantity,
      answers,
    })),
  };
  const inserted = await tasks.insertOne(transaction, {
    ...values,
    connection: connection.id,
    order: placed.id,
  });
  recordStateChanges(transaction, [
    {
      subjectType: 'provider-task',
      subjectId: inserted.documentId,
      from: null,
      to: snapshot.state,
      actor: SYSTEM,
    },
  ]);
  const accepted = { task: snapshot, order: placed.snapshot };
  const bytes = Buffer.byteLength(JSON.stringify(accepted));
  if (bytes > MAX_SNAPSHOT_BYTES) {
    const text = `The order is too large: its lines and answers take ${String(bytes)} bytes.`;
    throw new OrderbridgeError('request.too_large', text);
  }
  bridgeService.from(strapi).enqueue(transaction, {
    connectionId: connection.id,
    stream: taskStream(number),
    type: 'task.accepted',
    data: accepted,
    ...(causation !== undefined && { causation }),
  });
  return { ...values, ...inserted, declinedCode: null, declinedReason: null, endedAt: null };
};
