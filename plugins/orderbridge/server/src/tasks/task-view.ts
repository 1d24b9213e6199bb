import type { Action } from '../../../shared/actions';
import type { SentCommand } from '../bridge';
import { assigneeOf } from '../history';
import type { RequestedLine, TaskRow } from './content-types';

/** Something that this side has asked the provider for. */
export interface CommandView {
  readonly command: string;
  readonly state: SentCommand['state'];
  readonly askedBy: string | null;
  readonly askedAt: string;
  readonly answeredAt: string | null;
  readonly code: string | null;
  readonly reason: string | null;
}

export const toCommandView = (command: SentCommand): CommandView => ({
  command: command.type,
  state: command.state,
  askedBy: command.askedBy,
  askedAt: command.sentAt,
  answeredAt: command.answeredAt,
  code: command.code,
  reason: command.reason,
});

/** A task in a list. */
export interface TaskSummary {
  readonly documentId: string;
  readonly number: string;
  readonly title: string;
  readonly state: TaskRow['state'];
  readonly parentKind: TaskRow['parentKind'];
  readonly parentNumber: string | null;
  /** Exactly how the order or the service request stands. */
  readonly parentState: TaskRow['parentState'];
  readonly version: number;
  readonly connection: string;
  readonly requester: { readonly name: string };
  readonly requestedAt: string;
  readonly declined: { readonly code: string; readonly reason: string } | null;
  readonly movedAt: string;
  readonly endedAt: string | null;
  /** What the asker may do, and why not the rest. */
  readonly actions: readonly Action[];
}

/** A task as either side sees it over REST. */
export interface TaskView extends TaskSummary {
  /** What was asked for; it can be long, so lists leave it where it is. */
  readonly requestedLines: readonly RequestedLine[];
}

/** What of a task a list reads. */
export const SUMMARY_COLUMNS = [
  'documentId',
  'number',
  'side',
  'title',
  'state',
  'version',
  'parentKind',
  'parentNumber',
  'parentState',
  'requesterName',
  'requestedAt',
  'declinedCode',
  'declinedReason',
  'movedAt',
  'endedAt',
  'pointOfNoReturnAt',
  'answeredAt',
  'assigneeId',
  'assigneeName',
] as const satisfies (keyof TaskRow)[];
export type SummaryRow = Pick<TaskRow, (typeof SUMMARY_COLUMNS)[number] | 'connection'>;

export const toTaskSummary = (row: SummaryRow, actions: readonly Action[]): TaskSummary => ({
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
  declined:
    row.declinedCode === null ? null : { code: row.declinedCode, reason: row.declinedReason ?? '' },
  movedAt: row.movedAt,
  endedAt: row.endedAt,
  actions,
});

export const toTaskView = (row: TaskRow, actions: readonly Action[]): TaskView => ({
  ...toTaskSummary(row, actions),
  requestedLines: row.requestedLines,
});

/** What staff sees besides: who works on it, and whether an answer has come in. */
export const toStaffColumns = (row: SummaryRow) => ({
  side: row.side,
  assignee: assigneeOf(row),
  answeredAt: row.answeredAt,
});
