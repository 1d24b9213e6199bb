import type { Answers } from '../../../shared/form';
import type { OrderState } from '../../../shared/order-states';
import type { ServiceRequestState } from '../../../shared/service-request-states';
import { PARENT_KINDS, TASK_STATES, type TaskState } from '../../../shared/task-states';
import {
  contentType,
  integer,
  json,
  longText,
  moment,
  oneOf,
  reference,
  text,
} from '../kernel/schema';
import type { Subject } from '../audit';
import { createRepository, type StoredRow } from '../kernel/repository';
import { uid } from '../kernel/plugin-id';
import type { ConnectionRow } from '../connections';

/** A line of a request as it was asked for. */
export interface RequestedLine {
  readonly identity: string;
  readonly revision: number;
  readonly name: string;
  readonly quantity: number;
  readonly answers: Answers;
}

export interface TaskRow extends StoredRow {
  readonly side: 'provider' | 'consumer';
  readonly number: string;
  readonly title: string;
  readonly state: TaskState;
  readonly version: number;
  readonly parentKind: (typeof PARENT_KINDS)[number] | null;
  readonly parentNumber: string | null;
  readonly parentState: OrderState | ServiceRequestState | null;
  readonly requesterKind: 'user' | 'application' | null;
  readonly requesterId: string | null;
  readonly requesterName: string;
  readonly requestedAt: string;
  readonly requestedLines: readonly RequestedLine[];
  readonly declinedCode: string | null;
  readonly declinedReason: string | null;
  readonly endedAt: string | null;
  /** Of an order: from then on it cannot be taken back. */
  readonly pointOfNoReturnAt: string | null;
  /** When its parent last changed. */
  readonly movedAt: string;
  /** When the consumer wrote something while its answer was awaited. */
  readonly answeredAt: string | null;
  /** The admin user who answers for the parent. */
  readonly assigneeId: string | null;
  readonly assigneeName: string | null;
  readonly connection?: Pick<ConnectionRow, 'id' | 'name' | 'kind' | 'role'> | null;
  readonly order?: { readonly id: number; readonly documentId: string } | null;
  readonly serviceRequest?: { readonly id: number; readonly documentId: string } | null;
}

const providerTask = contentType({
  singularName: 'provider-task',
  pluralName: 'provider-tasks',
  displayName: 'Provider task',
  description: 'One request, the same on both sides, under one number',
  owned: true,
  mainField: 'number',
  list: ['number', 'title', 'state', 'parentState', 'assigneeName'],
  attributes: {
    number: text({ required: true }),
    side: oneOf(['provider', 'consumer'], { required: true }),
    title: text({ required: true }),
    state: oneOf(TASK_STATES, { required: true }),
    version: integer({ required: true }),
    parentKind: oneOf(PARENT_KINDS),
    parentNumber: text(),
    parentState: text(),
    /** Users and applications are numbered apart: an id means nothing without its kind. */
    requesterKind: oneOf(['user', 'application']),
    requesterId: text(),
    requesterName: text({ required: true }),
    requestedAt: moment({ required: true }),
    requestedLines: json({ required: true }),
    declinedCode: text(),
    declinedReason: longText(),
    endedAt: moment(),
    pointOfNoReturnAt: moment(),
    movedAt: moment({ required: true }),
    answeredAt: moment(),
    assigneeId: text(),
    assigneeName: text(),
    connection: reference('connection'),
    order: reference('order'),
    serviceRequest: reference('service-request'),
  },
  unique: [['connection_id', 'side', 'number']],
  indexes: [
    // Of the lists that people work from. The id at the end is what they are sorted and counted by.
    ['requested_at', 'id'],
    ['state', 'id'],
    ['assignee_id', 'ended_at', 'id', 'side'],
    ['connection_id', 'id'],
    ['connection_id', 'state', 'id'],
    ['ended_at', 'moved_at', 'id'],
    ['ended_at', 'parent_state', 'answered_at', 'id'],
  ],
});

export interface CommentRow extends StoredRow {
  readonly commentId: string;
  readonly authorSide: 'provider' | 'consumer';
  readonly authorName: string;
  readonly authorOrganisation: string;
  /** Who of this side wrote it; of the other side nothing but the name is known. */
  readonly authorKind: 'admin' | 'user' | 'application' | null;
  readonly authorId: string | null;
  /** Empty once it is deleted. */
  readonly body: string;
  readonly writtenAt: string;
  /** 1 as it was written; counts the changes. */
  readonly version: number;
  readonly editedAt: string | null;
  readonly deletedAt: string | null;
}

const taskComment = contentType({
  singularName: 'task-comment',
  pluralName: 'task-comments',
  displayName: 'Task comment',
  description: 'What the two sides say to each other about a task',
  owned: true,
  mainField: 'authorName',
  list: ['authorName', 'authorOrganisation', 'writtenAt'],
  attributes: {
    task: reference('provider-task'),
    /** Made where the comment was written, the same on both sides. */
    commentId: text({ required: true }),
    authorSide: oneOf(['provider', 'consumer'], { required: true }),
    authorName: text({ required: true }),
    authorOrganisation: text({ required: true }),
    authorKind: oneOf(['admin', 'user', 'application']),
    authorId: text(),
    body: longText(),
    writtenAt: moment({ required: true }),
    version: integer({ required: true }),
    editedAt: moment(),
    deletedAt: moment(),
  },
  unique: [['task_id', 'comment_id']],
});

export const taskTypes = [providerTask, taskComment];
export const tasks = createRepository<TaskRow>(uid('provider-task'));
export const comments = createRepository<CommentRow>(uid('task-comment'));

/** A task as an audit entry names it. */
export const subjectOf = ({ documentId, number }: TaskRow): Subject => ({
  type: 'provider-task',
  documentId,
  name: number,
});

/** What a task is read with. */
export const RELATIONS = { populate: ['connection', 'order', 'serviceRequest'] };
