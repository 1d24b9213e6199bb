/** Who moved what from which state to which, when and why: written with every change, never edited. */
import type { Side } from '../../../shared/service-request-states';
import type { Feature } from '../kernel/feature';
import { contentType, integer, longText, moment, text } from '../kernel/schema';
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
  | 'order'
  | 'service-request'
  | 'provider-task'
  | 'remote-record-producer'
  | 'entitlement'
  | 'remote-catalog-item';

/** What more there is to say of a verb that somebody used, or tried to. */
interface Deed {
  readonly verb: string;
  /** Of which side of a task whoever acted was. */
  readonly side: Side;
  /** Of a task: the state of its parent afterwards, and its own version. */
  readonly parentState: string | null;
  readonly version: number | null;
  /** The code of the refusal, where it was refused; then `from` and `to` are one. */
  readonly refusal: string | null;
  /** Of a task: the id of the comment that did it, where one did. */
  readonly commentId: string | null;
}

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
  readonly verb: string | null;
  readonly actorSide: Side | null;
  readonly parentState: string | null;
  readonly version: number | null;
  readonly refusal: string | null;
  readonly commentId: string | null;
}

const stateChange = contentType({
  singularName: 'state-change',
  pluralName: 'state-changes',
  displayName: 'State change',
  description: 'History of orders, service requests, tasks, producers and entitlements',
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
    verb: text(),
    actorSide: text(),
    parentState: text(),
    version: integer(),
    refusal: text(),
    commentId: text(),
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
  readonly deed?: Partial<Deed> | undefined;
}

const pendingOf = new WeakMap<Transaction, StateChange[]>();

const flush = async (transaction: Transaction): Promise<void> => {
  const changes = pendingOf.get(transaction) ?? [];
  pendingOf.delete(transaction);
  await stateChanges.insert(
    transaction,
    changes.map(({ subjectType, subjectId, from, to, actor, reason, at, deed }) => ({
      subjectType,
      subjectId,
      fromState: from,
      toState: to,
      changedAt: at ?? transaction.now,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      reason: reason ?? null,
      verb: deed?.verb ?? null,
      actorSide: deed?.side ?? null,
      parentState: deed?.parentState ?? null,
      version: deed?.version ?? null,
      refusal: deed?.refusal ?? null,
      commentId: deed?.commentId ?? null,
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

/** The history of one subject, in the order in which this side came to know it. */
export const findStateChanges = (
  strapi: Transaction['strapi'],
  subjectType: SubjectType,
  subjectId: string,
): Promise<StateChangeRow[]> =>
  stateChanges.findMany(
    strapi,
    { subjectType, subjectId },
    // Not by the moments: those that come from the other side were read off another clock.
    { orderBy: { id: 'asc' } },
  );

/** An entry of a history as staff sees it. */
export interface HistoryView {
  readonly from: string | null;
  readonly to: string;
  readonly verb: string | null;
  readonly at: string;
  readonly by: string;
  readonly side: Side | null;
  readonly reason: string | null;
}

export const toHistoryView = (change: StateChangeRow): HistoryView => ({
  from: change.fromState,
  to: change.toState,
  verb: change.verb,
  at: change.changedAt,
  by: change.actorName,
  side: change.actorSide,
  reason: change.reason,
});

export const history: Feature = { contentTypes: [stateChange] };

export { findActor, nameOfAdmin } from './actors';
export { assigneeOf, type Assignee, type ToldDeed, type VerbInput } from './deeds';
