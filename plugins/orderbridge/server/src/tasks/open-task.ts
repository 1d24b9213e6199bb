import { completeAnswers, type Answers } from '../../../shared/form';
import { MAX_SNAPSHOT_BYTES } from '../../../shared/messages';
import type { LineAction } from '../../../shared/order-states';
import { taskStream } from '../../../shared/streams';
import { audienceService } from '../audience';
import { bridgeService } from '../bridge';
import type { ConnectionRef } from '../connections';
import { checkAnswers } from '../forms';
import { recordStateChanges, SYSTEM, type Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { ordersService, type NewLine } from '../orders';
import { assertOrderableAt, producersService, type OrderableRevision } from '../producers';
import { serviceRequestsService } from '../service-requests';
import { checkEachLine } from './check-lines';
import { tasks, type TaskRow } from './content-types';
import { assertOneKind, NEW_TASK, titleOf, toSubmitted } from './new-task';
import { toTaskColumns, toTaskSnapshot, type Parent } from './parents';

/** Who asked, as far as this side knows them: of a consumer's instance it knows a name. */
export type Requester = Pick<TaskRow, 'requesterKind' | 'requesterId' | 'requesterName'>;

export interface TaskRequest {
  readonly connection: ConnectionRef;
  /** Called once, after all look-ups: a number that is counted holds up all others until the commit. */
  readonly takeNumber: () => Promise<string>;
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
const checkLines = (
  transaction: Transaction,
  { connection, lines }: TaskRequest,
): Promise<NewLine[]> => {
  const revisions = new Map<string, OrderableRevision>();
  return checkEachLine(lines, async ({ action, quantity, answers, ...ordered }) => {
    const key = `${ordered.identity}/${String(ordered.revision)}`;
    const producer =
      revisions.get(key) ?? (await findRevision(transaction, connection.id, ordered));
    revisions.set(key, producer);
    checkAnswers(producer.form, answers, quantity);
    const complete = completeAnswers(producer.form, answers);
    assertOrderableAt(producer, complete, transaction.now);
    return { producer, action, quantity, answers: complete };
  });
};

const assertFits = (accepted: object): void => {
  const bytes = Buffer.byteLength(JSON.stringify(accepted));
  if (bytes <= MAX_SNAPSHOT_BYTES) return;
  const text = `The request is too large: its lines and answers take ${String(bytes)} bytes.`;
  throw new OrderbridgeError('request.too_large', text);
};

interface OpenedParent {
  readonly parent: Parent;
  readonly reference: { readonly order: number } | { readonly serviceRequest: number };
}

/** Makes what the task is going to track: an order, or a service request. */
const openParent = async (
  transaction: Transaction,
  { connection, actor }: TaskRequest,
  lines: readonly NewLine[],
): Promise<OpenedParent> => {
  const { strapi } = transaction;
  const kind = assertOneKind(lines.map(({ producer }) => producer.kind));
  const [line] = lines;
  if (kind === 'order' || line === undefined) {
    const { id, snapshot } = await ordersService
      .from(strapi)
      .place(transaction, { connection, actor, lines });
    return { parent: { kind: 'order', order: snapshot }, reference: { order: id } };
  }
  const { producer, answers } = line;
  const { id, snapshot } = await serviceRequestsService
    .from(strapi)
    .open(transaction, { connection, actor, producer, answers });
  return {
    parent: { kind: 'service_request', serviceRequest: snapshot },
    reference: { serviceRequest: id },
  };
};

/**
 * Opens a task on the provider: the order with its lines or the service request, the task above it,
 * their history and the news for the consumer, in one transaction. Whoever calls answers for the
 * number.
 *
 * @throws `connection.ended`, what {@link audienceService} and the form refuse, `item.kinds_mixed`,
 * `request.too_large`
 */
export const openTask = async (
  transaction: Transaction,
  request: TaskRequest,
): Promise<TaskRow> => {
  const { connection, takeNumber, requester, requestedAt, actor, causation } = request;
  // Before anything is looked up: an end withdraws what is granted.
  const bridge = bridgeService.from(transaction.strapi);
  if ((await bridge.hold(transaction, connection.id)) === 'ended') {
    const text = 'The connection has ended: nothing can be ordered over it any more.';
    throw new OrderbridgeError('connection.ended', text);
  }
  const lines = await checkLines(transaction, request);
  const number = await takeNumber();
  const { parent, reference } = await openParent(transaction, request, lines);
  const address = { connectionId: connection.id, number };
  const task = await toTaskSnapshot(transaction, { ...address, version: 1 }, parent);
  const requestedLines = lines.map(({ producer, quantity, answers }) => ({
    identity: producer.identity,
    revision: producer.revision,
    name: producer.name,
    quantity,
    answers,
  }));
  const values = {
    ...NEW_TASK,
    number,
    side: 'provider' as const,
    title: request.title ?? titleOf(parent.kind, requestedLines),
    ...toTaskColumns(task),
    ...requester,
    requestedAt: requestedAt.toISOString(),
    movedAt: transaction.now.toISOString(),
    requestedLines,
  };
  const inserted = await tasks.insertOne(transaction, {
    ...values,
    ...reference,
    connection: connection.id,
  });
  recordStateChanges(transaction, [
    toSubmitted(inserted.documentId, actor, requestedAt),
    {
      subjectType: 'provider-task',
      subjectId: inserted.documentId,
      from: 'new',
      to: task.state,
      actor: SYSTEM,
      deed: { verb: 'receive', side: 'provider', version: 1, parentState: task.parentState },
    },
  ]);
  const accepted =
    parent.kind === 'order'
      ? { task, order: parent.order }
      : { task, serviceRequest: parent.serviceRequest };
  assertFits(accepted);
  bridgeService.from(transaction.strapi).enqueue(transaction, {
    connectionId: connection.id,
    stream: taskStream(number),
    type: 'task.accepted',
    data: accepted,
    ...(causation !== undefined && { causation }),
  });
  return { ...values, ...inserted };
};
