import type { Action } from '../../../shared/actions';
import { audienceService, type OfferPreview } from '../audience';
import { digestOf } from '../kernel/digest';
import { OrderbridgeError, toAction } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { diffRevisions, type RevisionDiff } from './compare-revisions';
import type { ProducerRow } from './content-types';
import { toOffered } from './grants';
import { refusePublish, refuseWithoutCriteria } from './judge-producer';
import { outlinesOf } from './revisions';
import { toNamed, type Criteria, type NamedCriteria } from './view-producer';

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
  /** Names all of this: a publish that is given it does this or nothing. */
  readonly digest: string;
}

/** Says what the publish of a draft would do with more criteria than it has. It changes nothing. */
export const previewPublish = async (
  transaction: Transaction,
  row: ProducerRow,
  added: Criteria,
): Promise<PublishPreview> => {
  const { strapi } = transaction;
  const own = row.criteria ?? [];
  const known = new Set(own.map(({ id }) => id));
  const criteria = [...own, ...added.filter(({ id }) => !known.has(id))];
  const revisions = await outlinesOf(strapi, { identity: row.identity });
  const published = revisions.find(({ state }) => state === 'published');
  const hasOther = revisions.some(
    (each) => each.revision < row.revision || each.state === 'published',
  );
  const refusal = (await refusePublish(row)) ?? refuseWithoutCriteria(row, criteria.length);
  const { shown, digest } = await audienceService
    .from(strapi)
    .previewOffer(transaction, toOffered({ ...row, criteria }));
  const preview = {
    revision: row.revision,
    name: row.name,
    replaces: row.state === 'draft' ? (published?.revision ?? null) : null,
    criteria: toNamed(criteria),
    audience: shown,
    diff: hasOther && published?.id !== row.id ? await diffRevisions(strapi, row, revisions) : null,
    action: toAction('publish', refusal),
  };
  // A first form has no difference that would tell one from another, and not everybody is shown.
  return { ...preview, digest: digestOf([row.contentHash, digest, preview]) };
};

/**
 * Makes sure that a publish does what somebody has seen that it would do.
 *
 * @throws `producer.preview_outdated`
 */
export const assertAsSeen = async (
  transaction: Transaction,
  row: ProducerRow,
  added: Criteria,
  digest: string,
): Promise<void> => {
  const preview = await previewPublish(transaction, row, added);
  if (preview.digest === digest) return;
  throw new OrderbridgeError(
    'producer.preview_outdated',
    'What this publish does has changed since it was looked at; look at it again.',
  );
};
