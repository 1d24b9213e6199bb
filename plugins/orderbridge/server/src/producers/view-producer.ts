import type { Action } from '../../../shared/actions';
import { diffForms, type FormDiff } from '../../../shared/form-diff';
import type { ProducerVerb } from '../../../shared/producer-states';
import { audienceService, type OfferPreview } from '../audience';
import type { Staff } from '../connections';
import { OrderbridgeError, refusalOf, toAction } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import type { ProducerRow, Source } from './content-types';
import { toOffered } from './grants';
import { producerActions, refusePublish, refuseWithoutCriteria } from './judge-producer';
import { outlinesOf, revisionsOf } from './revisions';
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

export interface RevisionDiff extends FormDiff {
  readonly from: number;
  readonly to: number;
}

type Criteria = NonNullable<ProducerRow['criteria']>;

interface NamedCriteria {
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

/** What a publish would do. */
export interface PublishPreview {
  readonly revision: number;
  readonly name: string;
  /** The revision that it would make inactive. */
  readonly replaces: number | null;
  /** All that it would be published with. */
  readonly criteria: readonly NamedCriteria[];
  readonly audience: OfferPreview;
  /** Against the revision before; nothing where it would be the first. */
  readonly diff: RevisionDiff | null;
  readonly action: Action<'publish'>;
}

export const toView = (
  { documentId, identity, revision }: Pick<ProducerRow, 'documentId' | 'identity' | 'revision'>,
  state: ProducerRow['state'],
): RevisionView => ({ documentId, identity, revision, state });

const toNamed = (criteria: Criteria): NamedCriteria[] =>
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

/** The published revision, else the one before: what people know when they look at another. */
const findBefore = (row: ProducerRow, others: readonly ProducerRow[]): ProducerRow | undefined =>
  others.find(({ state }) => state === 'published') ??
  others.find((each) => each.revision < row.revision);

/**
 * The form of a revision against that of another.
 *
 * @param revision to compare with; by default the published one, else the one before
 * @throws `producer.not_found` where there is none to compare with
 */
export const diffRevisions = (
  row: ProducerRow,
  revisions: readonly ProducerRow[],
  revision?: number,
): RevisionDiff => {
  const others = revisions.filter((each) => each.revision !== row.revision);
  const other =
    revision === undefined
      ? findBefore(row, others)
      : others.find((each) => each.revision === revision);
  if (other === undefined) {
    const text =
      revision === undefined
        ? 'There is no other revision to compare with.'
        : `There is no revision ${String(revision)} to compare with.`;
    throw new OrderbridgeError('producer.not_found', text);
  }
  return { from: other.revision, to: row.revision, ...diffForms(other.form, row.form) };
};

/** Says what the publish of a draft would do with more criteria than it has. It changes nothing. */
export const previewPublish = async (
  transaction: Transaction,
  row: ProducerRow,
  added: Criteria,
): Promise<PublishPreview> => {
  const own = row.criteria ?? [];
  const known = new Set(own.map(({ id }) => id));
  const criteria = [...own, ...added.filter(({ id }) => !known.has(id))];
  const revisions = await revisionsOf(transaction.strapi, { identity: row.identity });
  const published = revisions.find(({ state }) => state === 'published');
  const hasOther = revisions.some(
    (each) => each.revision < row.revision || each.state === 'published',
  );
  const refusal = (await refusePublish(row)) ?? refuseWithoutCriteria(row, criteria.length);
  return {
    revision: row.revision,
    name: row.name,
    replaces: row.state === 'draft' ? (published?.revision ?? null) : null,
    criteria: toNamed(criteria),
    audience: await audienceService
      .from(transaction.strapi)
      .previewOffer(transaction, toOffered({ ...row, criteria })),
    diff: hasOther && published?.id !== row.id ? diffRevisions(row, revisions) : null,
    action: toAction('publish', refusal),
  };
};
