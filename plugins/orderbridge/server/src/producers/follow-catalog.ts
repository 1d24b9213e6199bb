import { randomUUID } from 'node:crypto';
import type { CatalogSnapshot } from '../../../shared/catalog-snapshot';
import { isOnExchange } from '../../../shared/catalog-snapshot';
import { SYSTEM } from '../history';
import type { Transaction } from '../kernel/transaction';
import { producers, type ProducerRow, type Source } from './content-types';
import { contentHashOf, deriveFrom, optionsOf, textsOf } from './contents';
import { contentsOf, insertDraft, moveRevision, revisionsOf } from './revisions';

/** The latest publish of something orderable, as the catalogue hands it on. */
export interface PublishedSource {
  readonly source: Source;
  readonly catalogVersionId: number;
  readonly snapshot: CatalogSnapshot;
}

const whereOf = ({ type, documentId }: Source) => ({ sourceType: type, sourceId: documentId });

/** Ends every revision of a source that is still alive. */
const retireAll = async (
  transaction: Transaction,
  rows: readonly ProducerRow[],
): Promise<string[]> => {
  for (const row of rows) {
    if (row.state !== 'retired' && row.state !== 'archived') {
      await moveRevision(transaction, row, 'retired', SYSTEM);
    }
  }
  return rows.slice(0, 1).map(({ identity }) => identity);
};

/** Texts and dates are no part of a revision: they change what is published, and what was, at once. */
const followTexts = async (
  transaction: Transaction,
  rows: readonly ProducerRow[],
  { snapshot, catalogVersionId }: PublishedSource,
  derivedHash: string,
): Promise<void> => {
  const texts = textsOf(snapshot);
  for (const row of rows) {
    if (row.state !== 'published' && row.state !== 'inactive') continue;
    // A version that asks the same questions is ordered over the same revision.
    const isSameForm = row.derivedHash === derivedHash;
    await producers.update(
      transaction,
      { id: row.id },
      {
        ...texts,
        contentHash: contentHashOf(texts, row.derivedHash, row.overrides ?? []),
        ...(isSameForm && row.state === 'published' && { catalogVersion: catalogVersionId }),
      },
    );
  }
};

/**
 * Follows a publish in the catalogue: a first publish makes a draft, a changed form the draft of the
 * next revision, changed texts reach what is offered at once.
 *
 * @returns the producer whose grants have to be looked at, where there is one
 */
export const followPublish = async (
  transaction: Transaction,
  published: PublishedSource,
): Promise<string[]> => {
  const { source, catalogVersionId, snapshot } = published;
  const rows = await revisionsOf(transaction.strapi, whereOf(source));
  if (!isOnExchange(snapshot.orderable)) return retireAll(transaction, rows);

  const [newest] = rows;
  const first = { source, catalogVersionId, snapshot, kind: 'order' as const, actor: SYSTEM };
  if (newest === undefined) {
    await insertDraft(transaction, {
      ...first,
      identity: randomUUID(),
      criteria: [],
      overrides: [],
    });
    return [];
  }
  const { derivedHash } = deriveFrom(snapshot, optionsOf(newest));
  await followTexts(transaction, rows, published, derivedHash);
  const draft = rows.find(({ state }) => state === 'draft');
  if (draft !== undefined) {
    await producers.update(
      transaction,
      { id: draft.id, state: 'draft' },
      {
        ...contentsOf(draft.kind, snapshot, draft.overrides ?? []),
        catalogVersion: catalogVersionId,
      },
    );
  } else if (newest.derivedHash !== derivedHash || newest.state === 'retired') {
    await insertDraft(transaction, {
      ...first,
      identity: newest.identity,
      criteria: newest.criteria ?? [],
      overrides: newest.overrides ?? [],
    });
  }
  return [newest.identity];
};

/** Ends every revision of something that is published no more. */
export const followRetirement = async (
  transaction: Transaction,
  source: Source,
): Promise<string[]> =>
  retireAll(transaction, await revisionsOf(transaction.strapi, whereOf(source)));
