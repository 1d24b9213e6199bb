import type { Actor } from '../history';
import { createRepository, type StoredRow } from '../kernel/repository';
import { contentType, json, moment, oneOf, text } from '../kernel/schema';
import { uid } from '../kernel/plugin-id';

export const OUTCOMES = ['done', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface AuditEntryRow extends StoredRow {
  readonly at: string;
  readonly actorKind: Actor['kind'];
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: string;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly subjectName: string | null;
  readonly outcome: Outcome;
  readonly code: string | null;
  readonly fields: readonly string[] | null;
  readonly via: string | null;
  readonly ip: string | null;
}

export const auditEntry = contentType({
  singularName: 'audit-entry',
  pluralName: 'audit-entries',
  displayName: 'Audit entry',
  description: 'Who did what, or was refused it',
  owned: true,
  mainField: 'action',
  list: ['at', 'actorName', 'action', 'subjectName', 'outcome'],
  attributes: {
    at: moment({ required: true }),
    actorKind: text({ required: true }),
    actorId: text(),
    actorName: text({ required: true }),
    action: text({ required: true, help: 'A thing and what was done with it: order.approve' }),
    subjectType: text(),
    subjectId: text({ help: 'The document id of what it was done with' }),
    subjectName: text(),
    outcome: oneOf(OUTCOMES, { required: true }),
    code: text({ help: 'Of a refusal' }),
    fields: json({ help: 'Of an edit: the names of what changed' }),
    via: text({ help: 'The route that it came over' }),
    ip: text(),
  },
  indexes: [['at'], ['subject_id']],
});

export const auditEntries = createRepository<AuditEntryRow>(uid('audit-entry'));
