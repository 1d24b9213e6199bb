import { findAnswer, type Answers, type Form } from '../../../shared/form';
import type { Validity } from '../../../shared/catalog-snapshot';
import type { ProducerKind } from '../../../shared/producer-states';
import { judgeValidity } from '../../../shared/judge-validity';
import { OrderbridgeError } from '../kernel/errors';
import { rowsOf, type Transaction } from '../kernel/transaction';
import { findBundledOfferings, type BundledOffering } from './bundled-offerings';
import { PRODUCERS_TABLE, type ProducerRow, type Source } from './content-types';
import { snapshotOf } from './contents';

/** What an order takes over from the revision that it orders. */
export interface OrderableRevision {
  readonly identity: string;
  readonly revision: number;
  readonly kind: ProducerKind;
  readonly name: string;
  readonly form: Form;
  readonly source: Source;
  readonly catalogVersionId: number | null;
  readonly validity: Validity;
  /** The offerings of a bundle, at every depth. */
  readonly bundled: readonly BundledOffering[];
}

const isBounded = ({ from, to }: Validity): boolean => from !== null || to !== null;

const assertValidAt = (name: string, validity: Validity, at: Date): void => {
  const judged = judgeValidity(name, validity, at);
  if (!judged.allowed) throw new OrderbridgeError(judged.code, judged.reason, { validity });
};

/**
 * Checks that something can be ordered at a moment: itself, and those of its parts that are ordered.
 *
 * @param answers completed, so that every part that is ordered stands in them
 * @throws `item.not_yet_valid`, `item.no_longer_valid`
 */
export const assertOrderableAt = (
  { name, validity, bundled }: OrderableRevision,
  answers: Answers,
  at: Date,
): void => {
  assertValidAt(name, validity, at);
  for (const part of bundled) {
    if (!isBounded(part.validity) || findAnswer(answers, part.field) === undefined) continue;
    assertValidAt(part.name, part.validity, at);
  }
};

/** Revisions whose frozen part is kept in memory. */
const MAX_FROZEN = 1_000;

interface LiveRow {
  readonly name: string;
  readonly valid_from: string | number | Date | null;
  readonly valid_to: string | number | Date | null;
  readonly catalog_version_id: number | null;
}

const toMoment = (date: LiveRow['valid_from']): string | null =>
  date === null ? null : new Date(date).toISOString();

/**
 * Finds what is ordered. Names, dates and the catalogue version of a revision can change; all else is
 * frozen from the moment that it is published, and is kept in memory.
 */
export const createOrderableFinder = (
  findRevision: (identity: string, revision: number) => Promise<ProducerRow | null>,
) => {
  const frozen = new Map<string, Pick<OrderableRevision, 'kind' | 'form' | 'source' | 'bundled'>>();

  const freeze = async (
    transaction: Transaction,
    { key, identity, revision }: { key: string; identity: string; revision: number },
  ) => {
    const known = frozen.get(key);
    if (known) return known;
    const row = await findRevision(identity, revision);
    if (row === null) return null;
    const part = {
      kind: row.kind,
      form: row.form,
      source: { type: row.sourceType, documentId: row.sourceId },
      bundled: await findBundledOfferings(
        transaction,
        snapshotOf(row)?.orderable ?? { bundled: [] },
      ),
    };
    const [oldest] = frozen.keys();
    if (frozen.size >= MAX_FROZEN && oldest !== undefined) frozen.delete(oldest);
    frozen.set(key, part);
    return part;
  };

  /** A revision that has been offered, as an order needs it, or nothing. */
  return async (
    transaction: Transaction,
    identity: string,
    revision: number,
  ): Promise<OrderableRevision | null> => {
    const [row] = await rowsOf<LiveRow>(
      transaction
        .table(PRODUCERS_TABLE)
        .where({ identity, revision })
        .whereIn('state', ['published', 'inactive'])
        .select('name', 'valid_from', 'valid_to', 'catalog_version_id'),
    );
    if (row === undefined) return null;
    const key = `${identity}/${String(revision)}/${String(row.catalog_version_id)}`;
    const part = await freeze(transaction, { key, identity, revision });
    if (part === null) return null;
    return {
      ...part,
      identity,
      revision,
      name: row.name,
      validity: { from: toMoment(row.valid_from), to: toMoment(row.valid_to) },
      catalogVersionId: row.catalog_version_id,
    };
  };
};
