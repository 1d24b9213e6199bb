/** Who moved what from which state to which, when and why: written with every change, never edited. */
import type { Feature } from '../kernel/feature';
import { contentType, longText, moment, text } from '../kernel/schema';
import { createRepository, type StoredRow } from '../kernel/repository';
import { uid } from '../kernel/plugin-id';
import type { Transaction } from '../kernel/transaction';

/** Who did something: a person of either side, an application, or Orderbridge itself. */
export interface Actor {
  readonly kind: 'admin' | 'user' | 'application' | 'peer' | 'system';
  readonly id: string | null;
  readonly name: string;
}

export const SYSTEM: Actor = { kind: 'system', id: null, name: 'Orderbridge' };

type SubjectType =
  'order' | 'provider-task' | 'remote-record-producer' | 'entitlement' | 'remote-catalog-item';

export interface StateChangeRow extends StoredRow {
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly fromState: string | null;
  readonly toState: string;
  readonly changedAt: string;
  readonly actorKind: Actor['kind'];
  readonly actorId: string | null;
  readonly actorName: string;
  readonly reason: string | null;
}

const stateChange = contentType({
  singularName: 'state-change',
  pluralName: 'state-changes',
  displayName: 'State change',
  description: 'History of orders, tasks, producers and entitlements',
  owned: true,
  mainField: 'subjectId',
  list: ['subjectType', 'subjectId', 'fromState', 'toState'],
  attributes: {
    subjectType: text({ required: true }),
    subjectId: text({ required: true }),
    fromState: text(),
    toState: text({ required: true }),
    changedAt: moment({ required: true }),
    actorKind: text({ required: true }),
    actorId: text(),
    actorName: text({ required: true }),
    reason: longText(),
  },
  indexes: [['subject_type', 'subject_id', 'changed_at']],
});

const stateChanges = createRepository<StateChangeRow>(uid('state-change'));

export interface StateChange {
  readonly subjectType: SubjectType;
  /** The subject's document id. */
  readonly subjectId: string;
  readonly from: string | null;
  readonly to: string;
  readonly actor: Actor;
  readonly reason?: string | undefined;
  /** When it happened, where that was on the other side and earlier. */
  readonly at?: Date;
}

const pendingOf = new WeakMap<Transaction, StateChange[]>();

const flush = async (transaction: Transaction): Promise<void> => {
  const changes = pendingOf.get(transaction) ?? [];
  pendingOf.delete(transaction);
  await stateChanges.insert(
    transaction,
    changes.map(({ subjectType, subjectId, from, to, actor, reason, at }) => ({
      subjectType,
      subjectId,
      fromState: from,
      toState: to,
      changedAt: at ?? transaction.now,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      reason: reason ?? null,
    })),
  );
};

/** Writes history with the change that it tells of: one statement for all of it, before the commit. */
export const recordStateChanges = (
  transaction: Transaction,
  changes: readonly StateChange[],
): void => {
  const pending = pendingOf.get(transaction);
  if (pending) {
    pending.push(...changes);
  } else {
    pendingOf.set(transaction, [...changes]);
    transaction.beforeCommit('history', () => flush(transaction));
  }
};

/** The history of one subject, oldest first. */
export const findStateChanges = (
  strapi: Transaction['strapi'],
  subjectType: SubjectType,
  subjectId: string,
): Promise<StateChangeRow[]> =>
  stateChanges.findMany(
    strapi,
    { subjectType, subjectId },
    { orderBy: [{ changedAt: 'asc' }, { id: 'asc' }] },
  );

export const history: Feature = { contentTypes: [stateChange] };
