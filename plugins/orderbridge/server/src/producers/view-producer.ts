import type { Action } from '../../../shared/actions';
import type { ProducerVerb } from '../../../shared/producer-states';
import type { Staff } from '../connections';
import { refusalOf } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import type { ProducerRow, Source } from './content-types';
import { producerActions } from './judge-producer';
import { outlinesOf } from './revisions';
import { findCurrentSource, wasEverOrdered } from './sources';

/** What a verb leaves behind. */
export interface RevisionView {
  readonly documentId: string;
  readonly identity: string;
  readonly revision: number;
  readonly state: ProducerRow['state'];
}

/** A revision as what it was made of lists it. */
export interface MadeRevision extends RevisionView {
  readonly name: string;
}

export type Criteria = NonNullable<ProducerRow['criteria']>;

export interface NamedCriteria {
  readonly documentId: string;
  readonly name: string;
}

/** A revision with those beside it, and what can be done with it. */
export interface ProducerView extends RevisionView {
  readonly name: string;
  readonly kind: ProducerRow['kind'];
  readonly source: Source;
  readonly criteria: readonly NamedCriteria[];
  readonly revisions: readonly RevisionView[];
  readonly actions: readonly Action<ProducerVerb>[];
}

export const toView = (
  { documentId, identity, revision }: Pick<ProducerRow, 'documentId' | 'identity' | 'revision'>,
  state: ProducerRow['state'],
): RevisionView => ({ documentId, identity, revision, state });

export const toNamed = (criteria: Criteria): NamedCriteria[] =>
  criteria.map(({ documentId, name }) => ({ documentId, name }));

/** A revision as staff see it. */
export const viewProducer = async (
  transaction: Transaction,
  row: ProducerRow,
  staff: Staff,
): Promise<ProducerView> => {
  const revisions = await outlinesOf(transaction.strapi, { identity: row.identity });
  const facts = {
    revisions,
    isOrdered: await wasEverOrdered(transaction, row.identity),
    sourceRefusal: await refusalOf(() => findCurrentSource(transaction, row)),
  };
  return {
    ...toView(row, row.state),
    name: row.name,
    kind: row.kind,
    source: { type: row.sourceType, documentId: row.sourceId },
    criteria: toNamed(row.criteria ?? []),
    revisions: revisions.map((each) => toView(each, each.state)),
    actions: await producerActions(row, facts, staff),
  };
};
