import { randomUUID } from 'node:crypto';
import type { Answers } from '../../../shared/form';
import { outdatedRevision } from '../audience';
import { bridgeService } from '../bridge';
import { connectionsService, type Caller, type ConnectionRef } from '../connections';
import { checkAnswers } from '../forms';
import { findStateChanges, recordStateChanges, type Actor } from '../history';
import { getConfig, now } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';
import { nextNumber } from '../kernel/sequence';
import { defineService } from '../kernel/service';
import { inTransaction, type Transaction } from '../kernel/transaction';
import type { Page } from '../kernel/pagination';
import { ordersService } from '../orders';
import { remoteCatalogService, type OrderableItem } from '../remote-catalog';
import { comments, tasks, type TaskRow } from './content-types';
import { numberPrefix, openTask, taskStream, titleOf, type Requester } from './open-task';
import {
  commentAction,
  toCommentView,
  toTaskView,
  type CommentView,
  type TaskView,
} from './task-view';

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

const TASK_NUMBER_DIGITS = 6;

/** What a task does not have before its provider has answered. */
const NEW_TASK = {
  parentKind: null,
  parentNumber: null,
  parentState: null,
  declinedCode: null,
  declinedReason: null,
  endedAt: null,
};

const notFound = () => new OrderbridgeError('task.not_found', 'There is no such task.');

const requesterOf = ({ kind, id, name }: Actor): Requester => ({
  requesterKind: kind === 'user' ? 'user' : 'application',
  requesterId: id,
  requesterName: name,
});

export const tasksService = defineService('tasks', ({ strapi }) => {
  const viewContext = () => ({
    at: now(strapi),
    afterEndMs: getConfig(strapi).commentAfterEndMs,
  });

  const resolveLines = async (
    consumerId: number,
    { lines }: RequestInput,
  ): Promise<{ resolved: ResolvedLine[]; connection: ConnectionRef }> => {
    const items = new Map<string, OrderableItem>();
    const resolved: ResolvedLine[] = [];
    for (const { item: documentId, revision, quantity, answers } of lines) {
      const item =
        items.get(documentId) ??
        (await remoteCatalogService.from(strapi).findToOrder(consumerId, documentId));
      items.set(documentId, item);
      if (revision !== undefined && revision !== item.revision) {
        throw outdatedRevision(revision, item.revision);
      }
      resolved.push({ item, quantity, answers });
    }
    const connectionIds = [...new Set(resolved.map(({ item }) => item.connectionId))];
    const [connectionId] = connectionIds;
    if (connectionId === undefined || connectionIds.length > 1) {
      throw new OrderbridgeError(
        'item.lines_of_several_providers',
        'A request goes to one provider; make one request for each.',
      );
    }
    return { resolved, connection: await connectionsService.from(strapi).refOf(connectionId) };
  };

  const mintNumber = async (transaction: Transaction, connection: ConnectionRef) => {
    const count = await nextNumber(transaction, `task/${connection.key}/${connection.role}`);
    return numberPrefix(connection) + String(count).padStart(TASK_NUMBER_DIGITS, '0');
  };

  /** At a consumer: notes the request and asks the provider for the task. */
  const requestFromProvider = async (
    transaction: Transaction,
    connection: ConnectionRef,
    lines: readonly ResolvedLine[],
    { number, title, actor }: { number: string; title: string | undefined; actor: Actor },
  ): Promise<TaskRow> => {
    const requestedLines = lines.map(({ item, quantity, answers }) => {
      if (item.mirror) checkAnswers(item.mirror.form, answers, quantity);
      const name = item.mirror?.name ?? '';
      return { identity: item.identity, revision: item.revision, name, quantity, answers };
    });
    const values = {
      number,
      side: 'consumer' as const,
      title: title ?? titleOf(requestedLines.map(({ name }) => name)),
      state: 'new' as const,
      version: 0,
      ...requesterOf(actor),
      requestedAt: transaction.now.toISOString(),
      requestedLines,
    };
    const inserted = await tasks.insertOne(transaction, { ...values, connection: connection.id });
    recordStateChanges(transaction, [
      {
        subjectType: 'provider-task',
        subjectId: inserted.documentId,
        from: null,
        to: 'new',
        actor,
      },
    ]);
    await bridgeService.from(strapi).sendCommand(transaction, {
      connectionId: connection.id,
      stream: taskStream(number),
      type: 'task.create',
      subject: number,
      data: {
        number,
        title: values.title,
        requester: { name: actor.name },
        requestedAt: values.requestedAt,
        lines: requestedLines.map(({ identity, revision, quantity, answers }) => ({
          identity,
          revision,
          action: 'add',
          quantity,
          answers,
        })),
      },
    });
    return { ...NEW_TASK, ...values, ...inserted };
  };

  const findForCaller = async (caller: Caller, documentId: string): Promise<TaskRow> => {
    const row = await tasks.findOne(
      strapi,
      { documentId, ...visibleTo(caller) },
      { populate: ['connection', 'order'] },
    );
    if (row === null) throw notFound();
    return row;
  };

  const findForAdmin = async (documentId: string): Promise<TaskRow> => {
    const row = await tasks.findOne(strapi, { documentId }, { populate: ['connection', 'order'] });
    if (row === null) throw notFound();
    return row;
  };

  /** What is not the caller's does not exist for them. */
  const visibleTo = ({ consumerId, seesAll, actor }: Caller) => ({
    // On a provider, a consumer that has an instance of its own sees its tasks there.
    connection: { consumer: consumerId },
    $or: [{ connection: { role: 'consumer' } }, { connection: { kind: 'webhook' } }],
    ...(!seesAll && { requesterKind: 'user', requesterId: actor.id }),
  });

  const commentsOf = async (row: TaskRow): Promise<CommentView[]> => {
    const rows = await comments.findMany(
      strapi,
      { task: row.id },
      { orderBy: [{ writtenAt: 'asc' }, { id: 'asc' }] },
    );
    return rows.map(toCommentView);
  };

  const fullView = async (row: TaskRow): Promise<TaskView & { history: unknown[] }> => {
    const orders = ordersService.from(strapi);
    const order = row.order
      ? await orders.findSnapshot(row.order.id)
      : row.connection && row.parentNumber !== null
        ? await orders.findMirror(row.connection.id, row.parentNumber)
        : null;
    const history = await findStateChanges(strapi, 'provider-task', row.documentId);
    return {
      ...toTaskView(row, viewContext()),
      order,
      comments: await commentsOf(row),
      history: history.map(({ fromState, toState, changedAt, actorName, reason }) => ({
        from: fromState,
        to: toState,
        at: changedAt,
        by: actorName,
        reason,
      })),
    };
  };

  const addComment = (
    row: TaskRow,
    side: CommentView['side'],
    author: CommentView['author'],
    body: string,
  ): Promise<CommentView> =>
    inTransaction(strapi, async (transaction) => {
      const may = commentAction(row, viewContext());
      if (!may.allowed) throw new OrderbridgeError(may.code, may.reason);
      const { connection } = row;
      if (connection == null) throw notFound();
      const comment = {
        id: randomUUID(),
        author,
        body,
        writtenAt: transaction.now.toISOString(),
      };
      await comments.insertOne(transaction, {
        task: row.id,
        commentId: comment.id,
        authorSide: side,
        authorName: author.name,
        authorOrganisation: author.organisation,
        body,
        writtenAt: transaction.now,
      } as never);
      bridgeService.from(strapi).enqueue(transaction, {
        connectionId: connection.id,
        stream: taskStream(row.number),
        type: 'comment.added',
        data: { number: row.number, comment },
      });
      return { ...comment, side };
    });

  const listWhere = async (where: Record<string, unknown>, { offset, limit }: Page) => {
    const rows = await tasks.findMany(strapi, where, {
      populate: ['connection'],
      orderBy: { id: 'desc' },
      offset,
      limit,
    });
    return {
      total: await tasks.count(strapi, where),
      rows: rows.map((row) => toTaskView(row, viewContext())),
    };
  };

  return {
    /**
     * Submits a request of a consumer. On the consumer's instance it becomes a task that waits for the
     * provider's answer; on the provider, for a consumer without an instance, the order at once.
     *
     * @throws `item.not_found`, `item.revision_outdated`, `answers.invalid`, `quantity.out_of_range`
     */
    async submit(caller: Caller, input: RequestInput): Promise<TaskView> {
      const { resolved, connection } = await resolveLines(caller.consumerId, input);
      const { actor } = caller;
      const { title } = input;
      const row = await inTransaction(strapi, async (transaction) => {
        const number = await mintNumber(transaction, connection);
        if (connection.role === 'consumer') {
          return requestFromProvider(transaction, connection, resolved, { number, title, actor });
        }
        return openTask(transaction, {
          connection,
          number,
          title,
          requester: requesterOf(actor),
          requestedAt: transaction.now,
          actor,
          lines: resolved.map(({ item, quantity, answers }) => ({
            identity: item.identity,
            revision: item.revision,
            action: 'add',
            quantity,
            answers,
          })),
        });
      });
      return toTaskView({ ...row, connection }, viewContext());
    },

    list: (caller: Caller, page: Page) => listWhere(visibleTo(caller), page),
    listAll: (page: Page) => listWhere({}, page),

    /** @throws `task.not_found` also for what belongs to somebody else */
    get: async (caller: Caller, documentId: string) =>
      fullView(await findForCaller(caller, documentId)),

    /** @throws `task.not_found` */
    getAny: async (documentId: string) => fullView(await findForAdmin(documentId)),

    commentsFor: async (caller: Caller, documentId: string) =>
      commentsOf(await findForCaller(caller, documentId)),

    /** @throws `task.not_found`, `task.not_accepted`, `task.over` */
    comment: async (caller: Caller, documentId: string, body: string) =>
      addComment(
        await findForCaller(caller, documentId),
        'consumer',
        { name: caller.actor.name, organisation: caller.organisation },
        body,
      ),

    /** A comment of somebody who works in the admin panel of this side. */
    commentAsStaff: async (actor: Actor, documentId: string, body: string) => {
      const row = await findForAdmin(documentId);
      return addComment(
        row,
        row.side,
        { name: actor.name, organisation: getConfig(strapi).organisationName },
        body,
      );
    },
  };
});
