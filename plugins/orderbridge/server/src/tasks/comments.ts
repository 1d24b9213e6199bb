import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { withRight, type Action } from '../../../shared/actions';
import type { commentAdded, commentChanged } from '../../../shared/messages';
import type { Side } from '../../../shared/service-request-states';
import { taskStream } from '../../../shared/streams';
import { recordAct } from '../audit';
import { bridgeService } from '../bridge';
import type { Actor } from '../history';
import { getConfig } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { serviceRequestsService } from '../service-requests';
import { hasConnectionEnded } from './ask';
import { comments, subjectOf, tasks, type CommentRow, type TaskRow } from './content-types';
import { getInboundTask, peer, type From } from './inbound';
import { holdParent } from './parents';
import { judgeComment } from './task-actions';

type Change = 'edit' | 'delete';

/** Who writes a comment, and for which side. */
export interface Author {
  readonly actor: Actor;
  readonly organisation: string;
  readonly side: Side;
  /** Whether this one may also change what others of the same side wrote. */
  readonly mayChangeAll: boolean;
  /** What this one has the right to make of a comment, whosever it is. */
  readonly rights: Readonly<Record<Change, boolean>>;
}

/** Somebody who looks at comments, and whether the task still takes any. */
export interface Reader {
  readonly author: Author;
  readonly mayComment: Action<'comment'>;
}

export interface CommentView {
  readonly id: string;
  readonly author: { readonly name: string; readonly organisation: string };
  readonly side: Side;
  /** Nothing once it is deleted. */
  readonly body: string | null;
  readonly writtenAt: string;
  readonly version: number;
  readonly editedAt: string | null;
  readonly deletedAt: string | null;
  /** What the asker may do with it. */
  readonly actions: readonly Action<Change>[];
}

/** Parent states in which the provider waits for the consumer to write something. */
const AWAITING: ReadonlySet<string | null> = new Set([
  'awaiting_information',
  'rejected',
  // It may return to where an answer was awaited.
  'assessing_cancellation',
]);

/**
 * Whether somebody may change a comment: it belongs to the side of its author. Strapi has asked for the
 * right before, so that this leaves it out.
 */
const judgeChange = (
  action: Change,
  comment: CommentRow,
  { author: { actor, side, mayChangeAll }, mayComment }: Reader,
): Action<Change> => {
  const refuse = (code: 'comment.not_yours' | 'comment.deleted', reason: string) =>
    ({ action, allowed: false, code, reason }) as const;
  if (comment.authorSide !== side) {
    return refuse('comment.not_yours', 'Only the side that wrote a comment can change it.');
  }
  const isOwn = comment.authorKind === actor.kind && comment.authorId === actor.id;
  if (!isOwn && !mayChangeAll) {
    return refuse('comment.not_yours', 'Somebody else wrote this comment.');
  }
  if (comment.deletedAt !== null) {
    return refuse('comment.deleted', 'This comment has been deleted.');
  }
  return { ...mayComment, action };
};

/** A comment as the asker sees it. */
export const toCommentView = (row: CommentRow, reader: Reader): CommentView => ({
  id: row.commentId,
  author: { name: row.authorName, organisation: row.authorOrganisation },
  side: row.authorSide,
  body: row.deletedAt === null ? row.body : null,
  writtenAt: row.writtenAt,
  version: row.version,
  editedAt: row.editedAt,
  deletedAt: row.deletedAt,
  actions: (['edit', 'delete'] as const).map((change) =>
    withRight(judgeChange(change, row, reader), reader.author.rights[change]),
  ),
});

/** The comments of a task, oldest first. */
export const commentsOf = (strapi: Core.Strapi, taskId: number): Promise<CommentRow[]> =>
  // Both sides have the same ids of comments, and no other order of those of one moment.
  comments.findMany(
    strapi,
    { task: taskId },
    { orderBy: [{ writtenAt: 'asc' }, { commentId: 'asc' }] },
  );

const judgeCommentNow = async (
  transaction: Transaction,
  row: TaskRow,
): Promise<Action<'comment'>> =>
  judgeComment(row, {
    at: transaction.now,
    afterEndMs: getConfig(transaction.strapi).commentAfterEndMs,
    hasEnded: await hasConnectionEnded(transaction, row),
  });

const assertAllowed = (action: Action): void => {
  if (!action.allowed) throw new OrderbridgeError(action.code, action.reason);
};

/**
 * At the provider: what a comment of the consumer does. A service request that waited for it goes on;
 * of an order it is noted, and whoever works on it resumes.
 */
const noteAnswer = async (
  transaction: Transaction,
  task: TaskRow,
  { actor, commentId }: { actor: Actor; commentId: string },
): Promise<void> => {
  const { strapi } = transaction;
  if (task.side !== 'provider') return;
  await holdParent(transaction, task);
  const row = await tasks.findOne(strapi, { id: task.id }, { populate: ['serviceRequest'] });
  if (row?.serviceRequest && row.parentState === 'awaiting_info') {
    await serviceRequestsService
      .from(strapi)
      .act(transaction, row.serviceRequest.id, 'answer', { actor, side: 'consumer', commentId });
  } else if (row !== null && AWAITING.has(row.parentState)) {
    await tasks.update(transaction, { id: row.id }, { answeredAt: transaction.now });
  }
};

const connectionIdOf = ({ connection, number }: TaskRow): number => {
  if (connection == null) throw new Error(`${number} has no connection`);
  return connection.id;
};

const actorColumns = ({ kind, id }: Actor) => ({
  authorKind: kind === 'admin' || kind === 'user' || kind === 'application' ? kind : null,
  authorId: id,
});

/** @throws `connection.ended`, `task.not_accepted`, `task.over` */
export const addComment = async (
  transaction: Transaction,
  row: TaskRow,
  author: Author,
  body: string,
): Promise<CommentView> => {
  const { actor, organisation, side } = author;
  const mayComment = await judgeCommentNow(transaction, row);
  assertAllowed(mayComment);
  // Before the comment itself: whoever changes a task holds its parent first.
  if (side === 'consumer') await holdParent(transaction, row);
  const commentId = randomUUID();
  const writtenAt = transaction.now.toISOString();
  const values = {
    commentId,
    authorSide: side,
    authorName: actor.name,
    authorOrganisation: organisation,
    ...actorColumns(actor),
    body,
    writtenAt,
    version: 1,
    editedAt: null,
    deletedAt: null,
  };
  const inserted = await comments.insertOne(transaction, { task: row.id, ...values } as never);
  recordAct(transaction, subjectOf(row));
  bridgeService.from(transaction.strapi).enqueue(transaction, {
    connectionId: connectionIdOf(row),
    stream: taskStream(row.number),
    type: 'comment.added',
    data: {
      number: row.number,
      comment: { id: commentId, side, author: { name: actor.name, organisation }, body, writtenAt },
    },
  });
  if (side === 'consumer') await noteAnswer(transaction, row, { actor, commentId });
  return toCommentView({ ...values, ...inserted }, { author, mayComment });
};

/**
 * Edits a comment or, without a body, deletes it: the other side sees that it was.
 *
 * @throws `comment.not_found`, `comment.not_yours`, `comment.deleted`, `task.over`, `connection.ended`
 */
export const changeComment = async (
  transaction: Transaction,
  task: TaskRow,
  { author, commentId, body }: { author: Author; commentId: string; body: string | null },
): Promise<CommentView> => {
  const { strapi } = transaction;
  const reader = { author, mayComment: await judgeCommentNow(transaction, task) };
  const where = { task: task.id, commentId };
  await comments.lock(transaction, where);
  const row = await comments.findOne(strapi, where);
  if (row === null) throw new OrderbridgeError('comment.not_found', 'There is no such comment.');
  assertAllowed(judgeChange(body === null ? 'delete' : 'edit', row, reader));
  if (body === row.body) return toCommentView(row, reader);

  const changedAt = transaction.now.toISOString();
  const changed = {
    body: body ?? '',
    version: row.version + 1,
    ...(body === null ? { deletedAt: changedAt } : { editedAt: changedAt }),
  };
  await comments.update(transaction, { id: row.id }, changed);
  recordAct(transaction, subjectOf(task));
  bridgeService.from(strapi).enqueue(transaction, {
    connectionId: connectionIdOf(task),
    stream: taskStream(task.number),
    type: 'comment.changed',
    data: {
      number: task.number,
      comment: { id: commentId, version: changed.version, body, changedAt },
    },
  });
  return toCommentView({ ...row, ...changed }, reader);
};

const otherSideOf = (role: Side): Side => (role === 'provider' ? 'consumer' : 'provider');

export const applyCommentAdded = async (inbound: From<typeof commentAdded>): Promise<void> => {
  const { transaction, link, data } = inbound;
  const row = await getInboundTask(inbound, data.number);
  const { id, side: authorSide, author, body, writtenAt } = data.comment;
  if (authorSide !== otherSideOf(link.role)) {
    throw new OrderbridgeError(
      'bridge.data_invalid',
      `Nobody but the ${authorSide} writes for it.`,
    );
  }
  if (authorSide === 'consumer') await holdParent(transaction, row);
  await comments.insertOne(transaction, {
    task: row.id,
    commentId: id,
    authorSide,
    authorName: author.name,
    authorOrganisation: author.organisation,
    body,
    writtenAt: new Date(writtenAt),
    version: 1,
  } as never);
  if (authorSide === 'consumer') {
    await noteAnswer(transaction, row, { actor: peer(author.name), commentId: id });
  }
};

export const applyCommentChanged = async (inbound: From<typeof commentChanged>): Promise<void> => {
  const { transaction, link, data } = inbound;
  const task = await getInboundTask(inbound, data.number);
  const { id, version, body, changedAt } = data.comment;
  const row = await comments.findOne(transaction.strapi, { task: task.id, commentId: id });
  if (row?.authorSide !== otherSideOf(link.role)) {
    const text = `There is no comment ${id} of yours on ${data.number}.`;
    throw new OrderbridgeError('bridge.data_invalid', text);
  }
  if (version <= row.version) return;
  const at = new Date(changedAt);
  await comments.update(
    transaction,
    { id: row.id },
    { version, body: body ?? '', ...(body === null ? { deletedAt: at } : { editedAt: at }) },
  );
};
