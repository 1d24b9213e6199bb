import { contentType, longText, moment, oneOf, text } from '../kernel/schema';
import { createRepository, type StoredRow } from '../kernel/repository';
import { uid } from '../kernel/plugin-id';

/** What staff write notes on. */
const SUBJECT_TYPES = ['order', 'service-request'] as const;
export type NotedType = (typeof SUBJECT_TYPES)[number];

export interface WorkNoteRow extends StoredRow {
  readonly subjectType: NotedType;
  /** The subject's document id. */
  readonly subjectId: string;
  readonly body: string;
  readonly authorId: string | null;
  readonly authorName: string;
  readonly writtenAt: string;
}

const workNote = contentType({
  singularName: 'work-note',
  pluralName: 'work-notes',
  displayName: 'Work note',
  description: 'What staff note on an order or a service request; it stays here',
  owned: true,
  shownTo: 'provider',
  mainField: 'authorName',
  list: ['subjectType', 'subjectId', 'authorName', 'writtenAt'],
  attributes: {
    subjectType: oneOf(SUBJECT_TYPES, { required: true }),
    subjectId: text({ required: true }),
    body: longText({ required: true }),
    authorId: text(),
    authorName: text({ required: true }),
    writtenAt: moment({ required: true }),
  },
  indexes: [['subject_type', 'subject_id', 'written_at']],
});

export const workNoteTypes = [workNote];
export const workNotes = createRepository<WorkNoteRow>(uid('work-note'));
