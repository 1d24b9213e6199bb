import { recordAct } from '../audit';
import { bridgeService } from '../bridge';
import type { Caller, Staff } from '../connections';
import { getConfig, now } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';
import { answerOnce, findAnswer } from '../kernel/idempotency';
import { findPage } from '../kernel/find-page';
import type { ListQuery } from '../kernel/list-query';
import { defineService } from '../kernel/service';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { ask, type Wish } from './ask';
import { authorOf, createAskerActions, NO_CIRCUMSTANCES } from './asker-actions';
import { addComment, changeComment, commentsOf, toCommentView, type CommentView } from './comments';
import { findBlockedTasks } from './blocked-tasks';
import { RELATIONS, subjectOf, tasks, type TaskRow } from './content-types';
import { countTasks } from './count-tasks';
import { restsOnEnds, whereOfTaskView, type TaskViewName } from './list-tasks';
import { createTaskReader } from './read-task';
import {
  idempotencyScope,
  resolveRequest,
  submitRequest,
  type RequestInput,
  type ResolvedRequest,
} from './submit-request';
import {
  SUMMARY_COLUMNS,
  toStaffColumns,
  toTaskSummary,
  toTaskView,
  type SummaryRow,
  type TaskView,
} from './task-view';

const notFound = () => new OrderbridgeError('task.not_found', 'There is no such task.');

/** What is not the caller's does not exist for them. */
const visibleTo = ({ consumerId, seesAll, actor }: Caller) => ({
  // On a provider, a consumer that has an instance of its own sees its tasks there.
  connection: {
    $and: [{ consumer: consumerId }, { $or: [{ role: 'consumer' }, { kind: 'webhook' }] }],
  },
  ...(!seesAll && { requesterKind: 'user', requesterId: actor.id }),
});

export const tasksService = defineService('tasks', ({ strapi }) => {
  const actions = createAskerActions({ strapi });
  const read = createTaskReader({ strapi, actions });

  const findForCaller = async (caller: Caller, documentId: string): Promise<TaskRow> => {
    const row = await tasks.findOne(strapi, { documentId, ...visibleTo(caller) }, RELATIONS);
    if (row === null) throw notFound();
    return row;
  };

  const findForStaff = async (documentId: string): Promise<TaskRow> => {
    const row = await tasks.findOne(strapi, { documentId }, RELATIONS);
    if (row === null) throw notFound();
    return row;
  };

  const listWhere = async <View>(
    query: ListQuery,
    condition: Record<string, unknown>,
    toViews: (rows: readonly SummaryRow[]) => Promise<View[]>,
  ) => {
    const { rows, total } = await findPage<TaskRow>(strapi, tasks, query, {
      where: { $and: [query.where, condition] },
      select: SUMMARY_COLUMNS,
      populate: ['connection'],
      relations: ['connection', 'order'],
    });
    return { total, rows: await toViews(rows) };
  };

  const submit = async (
    transaction: Transaction,
    caller: Caller,
    request: ResolvedRequest,
  ): Promise<TaskView> => {
    const row = await submitRequest(transaction, caller, request);
    recordAct(transaction, subjectOf(row));
    const shown = { ...row, connection: request.connection };
    return toTaskView(shown, actions.ofCaller(shown, caller, NO_CIRCUMSTANCES));
  };

  return {
    /**
     * Submits a request of a consumer. With an idempotency key the same request gets the first answer
     * again for a day, and leaves one task.
     *
     * @throws `request.idempotency_key_reused`, `item.not_found`, `connection.ended`, `item.revision_outdated`,
     * `answers.invalid`, `quantity.out_of_range`, `item.kinds_mixed`, and what the provider refuses
     */
    async submit(
      caller: Caller,
      input: RequestInput,
      key: string | undefined,
    ): Promise<{ task: TaskView; isReplay: boolean }> {
      const keyed = key === undefined ? undefined : { key, ...idempotencyScope(caller, input) };
      const known = keyed && (await findAnswer(strapi, keyed));
      if (known) return { task: known.body as TaskView, isReplay: true };
      const request = await resolveRequest(strapi, caller.consumerId, input);
      return inTransaction(strapi, async (transaction) => {
        if (keyed === undefined) {
          return { task: await submit(transaction, caller, request), isReplay: false };
        }
        const { body, isReplay } = await answerOnce(transaction, keyed, async () => ({
          status: 201,
          body: await submit(transaction, caller, request),
        }));
        return { task: body as TaskView, isReplay };
      });
    },

    list: (caller: Caller, query: ListQuery) =>
      listWhere(query, visibleTo(caller), async (rows) => {
        const circumstances = await actions.circumstancesOf(rows);
        return rows.map((row) => toTaskSummary(row, actions.ofCaller(row, caller, circumstances)));
      }),

    async listForStaff(query: ListQuery, view: TaskViewName | undefined, staff: Staff) {
      const viewed = whereOfTaskView(view, {
        adminId: staff.actor.id,
        at: now(strapi),
        stuckAfterMs: getConfig(strapi).stuckAfterMs,
        blocked: view === 'stuck' ? await findBlockedTasks(strapi) : [],
        ended: restsOnEnds(view) ? await bridgeService.from(strapi).findUnheard() : [],
      });
      return listWhere(query, viewed, async (rows) => {
        const circumstances = await actions.circumstancesOf(rows);
        return rows.map((row) => ({
          ...toTaskSummary(row, actions.ofStaff(row, staff, circumstances)),
          ...toStaffColumns(row),
        }));
      });
    },

    countByState: () => countTasks(strapi),

    /** @throws `task.not_found` also for what belongs to somebody else */
    get: async (caller: Caller, documentId: string) =>
      read.forCaller(caller, await findForCaller(caller, documentId)),

    /** @throws `task.not_found` */
    getForStaff: async (staff: Staff, documentId: string) =>
      read.forStaff(staff, await findForStaff(documentId)),

    async commentsFor(caller: Caller, documentId: string): Promise<CommentView[]> {
      const row = await findForCaller(caller, documentId);
      const rows = await commentsOf(strapi, row.id);
      const reader = actions.readerOf(row, caller, await actions.circumstancesOf([row]));
      return rows.map((comment) => toCommentView(comment, reader));
    },

    /**
     * What a consumer wants of a request: done at once where the request is kept here, and asked of
     * the provider's instance otherwise, which answers later.
     *
     * @returns the task as it then stands here
     * @throws `task.not_found`, and what {@link ask} refuses
     */
    async ask(caller: Caller, documentId: string, wish: Omit<Wish, 'actor' | 'causation'>) {
      const row = await findForCaller(caller, documentId);
      await inTransaction(strapi, async (transaction) => {
        await ask(transaction, row, { ...wish, actor: caller.actor });
        recordAct(transaction, subjectOf(row));
      });
      const asked = await findForCaller(caller, documentId);
      return { task: await read.forCaller(caller, asked), isDone: row.side === 'provider' };
    },

    /** @throws `task.not_found`, `connection.ended`, `task.not_accepted`, `task.over` */
    async comment(caller: Caller, documentId: string, body: string): Promise<CommentView> {
      const row = await findForCaller(caller, documentId);
      return inTransaction(strapi, (transaction) =>
        addComment(transaction, row, authorOf(caller), body),
      );
    },

    /** A comment of somebody who works in the admin panel of this side. */
    async commentAsStaff(staff: Staff, documentId: string, body: string): Promise<CommentView> {
      const row = await findForStaff(documentId);
      return inTransaction(strapi, (transaction) =>
        addComment(transaction, row, actions.staffAuthor(row, staff), body),
      );
    },

    /**
     * Edits a comment or, without a body, deletes it.
     *
     * @throws `task.not_found`, `comment.not_found`, `comment.not_yours`, `comment.deleted`,
     * `task.over`, `connection.ended`
     */
    async changeComment(
      caller: Caller,
      { documentId, commentId }: { documentId: string; commentId: string },
      body: string | null,
    ): Promise<CommentView> {
      const row = await findForCaller(caller, documentId);
      return inTransaction(strapi, (transaction) =>
        changeComment(transaction, row, { author: authorOf(caller), commentId, body }),
      );
    },

    /** The same for somebody who works in the admin panel of this side. */
    async changeCommentAsStaff(
      staff: Staff,
      { documentId, commentId }: { documentId: string; commentId: string },
      body: string | null,
    ): Promise<CommentView> {
      const row = await findForStaff(documentId);
      return inTransaction(strapi, (transaction) =>
        changeComment(transaction, row, {
          author: actions.staffAuthor(row, staff),
          commentId,
          body,
        }),
      );
    },
  };
});
