import type { Core } from '@strapi/strapi';
import { diffForms, type FormDiff } from '../../../shared/form-diff';
import { OrderbridgeError } from '../kernel/errors';
import { producers, type ProducerRow } from './content-types';
import type { RevisionOutline } from './revisions';

export interface RevisionDiff extends FormDiff {
  readonly from: number;
  readonly to: number;
}

/** The published revision, else the one before: what people know when they look at another. */
const findBefore = (
  row: RevisionOutline,
  others: readonly RevisionOutline[],
): RevisionOutline | undefined =>
  others.find(({ state }) => state === 'published') ??
  others.find((each) => each.revision < row.revision);

/**
 * The form of a revision against that of another, of which alone the form is read.
 *
 * @param revisions all of the same producer, the newest first
 * @param revision to compare with; by default the published one, else the one before
 * @throws `producer.not_found` where there is none to compare with
 */
export const diffRevisions = async (
  strapi: Core.Strapi,
  row: ProducerRow,
  revisions: readonly RevisionOutline[],
  revision?: number,
): Promise<RevisionDiff> => {
  const others = revisions.filter((each) => each.revision !== row.revision);
  const outline =
    revision === undefined
      ? findBefore(row, others)
      : others.find((each) => each.revision === revision);
  const other = outline && (await producers.findOne(strapi, { id: outline.id }));
  if (!other) {
    const text =
      revision === undefined
        ? 'There is no other revision to compare with.'
        : `There is no revision ${String(revision)} to compare with.`;
    throw new OrderbridgeError('producer.not_found', text);
  }
  return { from: other.revision, to: row.revision, ...diffForms(other.form, row.form) };
};
