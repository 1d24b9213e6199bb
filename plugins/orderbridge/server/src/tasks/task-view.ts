import type { Action } from '../../../shared/actions';
import type { OrderSnapshot } from '../../../shared/messages';
import type { CommentRow, RequestedLine, TaskRow } from './content-types';

export interface CommentView {
  readonly id: string;
  readonly author: { readonly name: string; readonly organisation: string };
  readonly side: CommentRow['authorSide'];
  readonly body: string;
  readonly writtenAt: string;
}

export const toCommentView = (row: CommentRow): CommentView => ({
  id: row.commentId,
  author: { name: row.authorName, organisation: row.authorOrganisation },
  side: row.authorSide,
  body: row.body,
  writtenAt: row.writtenAt,
});

/** A task as either side sees it over REST. */
export interface TaskView {
  readonly documentId: string;
  readonly number: string;
  readonly title: string;
  readonly state: TaskRow['state'];
  readonly parentKind: TaskRow['parentKind'];
  readonly parentNumber: string | null;
  readonly parentState: TaskRow['parentState'];
  readonly version: number;
  readonly connection: string;
  readonly requester: { readonly name: string };
  readonly requestedAt: string;
  readonly requestedLines: readonly RequestedLine[];
  readonly declined: { readonly code: string; readonly reason: string } | null;
  readonly endedAt: string | null;
  readonly order?: OrderSnapshot | null;
  readonly comments?: readonly CommentView[];
  readonly actions: readonly Action[];
}

/** Whether a comment can still be written: while the task lives, and a while after. */
export const commentAction = (
  { state, endedAt }: Pick<TaskRow, 'state' | 'endedAt'>,
  { at, afterEndMs }: { at: Date; afterEndMs: number },
): Action<'comment'> => {
  if (state === 'new') {
    return {
      action: 'comment',
      allowed: false,
      code: 'task.not_accepted',
      reason: 'The provider has not taken this request yet.',
    };
  }
  const isOver =
    state === 'declined' ||
    (endedAt !== null && at.getTime() > new Date(endedAt).getTime() + afterEndMs);
  return isOver
    ? {
        action: 'comment',
        allowed: false,
        code: 'task.over',
        reason: 'This request is over, and comments on it are closed.',
      }
    : { action: 'comment', allowed: true };
};

export const toTaskView = (row: TaskRow, context: { at: Date; afterEndMs: number }): TaskView => ({
  documentId: row.documentId,
  number: row.number,
  title: row.title,
  state: row.state,
  parentKind: row.parentKind,
  parentNumber: row.parentNumber,
  parentState: row.parentState,
  version: row.version,
  connection: row.connection?.name ?? '',
  requester: { name: row.requesterName },
  requestedAt: row.requestedAt,
  requestedLines: row.requestedLines,
  declined:
    row.declinedCode === null ? null : { code: row.declinedCode, reason: row.declinedReason ?? '' },
  endedAt: row.endedAt,
  actions: [commentAction(row, context)],
});
