import type { Core } from '@strapi/strapi';
import type { Answers } from '../../../shared/form';
import { taskStream } from '../../../shared/streams';
import { outdatedRevision } from '../audience';
import { bridgeService } from '../bridge';
import { connectionsService, type Caller, type ConnectionRef } from '../connections';
import { checkAnswers } from '../forms';
import { recordStateChanges, type Actor } from '../history';
import { digestOf } from '../kernel/digest';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { remoteCatalogService, type OrderableItem } from '../remote-catalog';
import { checkEachLine } from './check-lines';
import { tasks, type TaskRow } from './content-types';
import { assertOneKind, NEW_TASK, titleOf, toSubmitted } from './new-task';
import { openTask, type Requester } from './open-task';
import { mintNumber } from './task-numbers';

export interface RequestInput {
  readonly title?: string | undefined;
  readonly lines: readonly {
    /** The document id of a remote catalog item. */
    readonly item: string;
    /** The revision that the requester saw; the active one where it is left out. */
    readonly revision?: number | undefined;
    readonly quantity: number;
    readonly answers: Answers;
  }[];
}

interface ResolvedLine {
  readonly item: OrderableItem;
  readonly quantity: number;
  readonly answers: Answers;
}

/** A request whose items have been found, all of one provider. */
export interface ResolvedRequest {
  readonly title: string | undefined;
  readonly lines: readonly ResolvedLine[];
  readonly connection: ConnectionRef;
}

/**
 * Whose and what an idempotency key is: one requester may use the same key for one set of items only
 * once, and the whole request stands for what was asked with it.
 */
export const idempotencyScope = ({ actor, consumerId }: Caller, input: RequestInput) => ({
  scope: digestOf([
    'submit',
    consumerId,
    actor.kind,
    actor.id,
    [...new Set(input.lines.map(({ item }) => item))].sort(),
  ]),
  digest: digestOf(input),
});

const requesterOf = ({ kind, id, name }: Actor): Requester => ({
  requesterKind: kind === 'user' ? 'user' : 'application',
  requesterId: id,
  requesterName: name,
});

/**
 * Finds what a request asks for.
 *
 * @throws `item.not_found`, `item.revision_outdated`, `item.not_yet_valid`, `item.no_longer_valid`,
 * `item.lines_of_several_providers`
 */
export const resolveRequest = async (
  strapi: Core.Strapi,
  consumerId: number,
  { title, lines }: RequestInput,
): Promise<ResolvedRequest> => {
  const items = new Map<string, OrderableItem>();
  const resolved = await checkEachLine(
    lines,
    async ({ item: documentId, revision, quantity, answers }): Promise<ResolvedLine> => {
      const item =
        items.get(documentId) ??
        (await remoteCatalogService.from(strapi).findToOrder(consumerId, documentId));
      items.set(documentId, item);
      if (revision !== undefined && revision !== item.revision) {
        throw outdatedRevision(revision, item.revision);
      }
      return { item, quantity, answers };
    },
  );
  const connectionIds = [...new Set(resolved.map(({ item }) => item.connectionId))];
  const [connectionId] = connectionIds;
  if (connectionId === undefined || connectionIds.length > 1) {
    throw new OrderbridgeError(
      'item.lines_of_several_providers',
      'A request goes to one provider; make one request for each.',
    );
  }
  const connection = await connectionsService.from(strapi).refOf(connectionId);
  return { title, lines: resolved, connection };
};

/** At a consumer: notes the request and asks the provider for the task. */
const requestFromProvider = async (
  transaction: Transaction,
  { title, lines, connection }: ResolvedRequest,
  actor: Actor,
): Promise<TaskRow> => {
  const mirrors = lines.map(({ item: { mirror } }) => mirror);
  const kind = assertOneKind(mirrors.map((mirror) => mirror?.kind ?? 'order'));
  const requestedLines = await checkEachLine(lines, ({ item, quantity, answers }) => {
    const { identity, revision, mirror } = item;
    if (mirror) checkAnswers(mirror.form, answers, quantity);
    return { identity, revision, name: mirror?.name ?? '', quantity, answers };
  });
  const number = await mintNumber(transaction, connection);
  const requestedAt = transaction.now.toISOString();
  const values = {
    ...NEW_TASK,
    number,
    side: 'consumer' as const,
    title: title ?? titleOf(kind, requestedLines),
    state: 'new' as const,
    version: 0,
    ...requesterOf(actor),
    requestedAt,
    movedAt: requestedAt,
    requestedLines,
  };
  const inserted = await tasks.insertOne(transaction, { ...values, connection: connection.id });
  recordStateChanges(transaction, [toSubmitted(inserted.documentId, actor, transaction.now)]);
  await bridgeService.from(transaction.strapi).sendCommand(transaction, {
    connectionId: connection.id,
    stream: taskStream(number),
    type: 'task.create',
    subject: number,
    askedBy: actor.name,
    data: {
      number,
      title: values.title,
      requester: { name: actor.name },
      requestedAt,
      lines: requestedLines.map(({ identity, revision, quantity, answers }) => ({
        identity,
        revision,
        action: 'add',
        quantity,
        answers,
      })),
    },
  });
  return { ...values, ...inserted };
};

/**
 * Submits a request of a consumer. On the consumer's instance it becomes a task that waits for the
 * provider's answer; on the provider, for a consumer without an instance, the order or service request
 * at once.
 *
 * @throws `answers.invalid`, `quantity.out_of_range`, `item.kinds_mixed`, and what {@link openTask}
 * refuses
 */
export const submitRequest = async (
  transaction: Transaction,
  { actor }: Pick<Caller, 'actor'>,
  request: ResolvedRequest,
): Promise<TaskRow> => {
  const { title, lines, connection } = request;
  if (connection.role === 'consumer') return requestFromProvider(transaction, request, actor);
  return openTask(transaction, {
    connection,
    takeNumber: () => mintNumber(transaction, connection),
    title,
    requester: requesterOf(actor),
    requestedAt: transaction.now,
    actor,
    lines: lines.map(({ item, quantity, answers }) => ({
      identity: item.identity,
      revision: item.revision,
      action: 'add',
      quantity,
      answers,
    })),
  });
};
