import { chunksOf } from '../kernel/chunks';
import { digestOf } from '../kernel/digest';
import { nextNumber } from '../kernel/sequence';
import { rowsOf, type Transaction } from '../kernel/transaction';
import type { CatalogTexts, FrozenSnapshot } from '../../../shared/catalog-snapshot';
import { catalogVersions, type PublishedType } from './content-types';
import type { PriceDocument } from './documents';
import { orderablePartOf } from './pin';
import { catalogUses, publications, type PublicationRow } from './tables';
import { toPrice } from './to-snapshot';

const USES = 'orderbridge_catalog_uses';
const PUBLICATIONS = 'orderbridge_publications';

/** Types that can fall behind what they are made of, with the table that says so to people. */
const MARKED: Readonly<Partial<Record<PublishedType, string>>> = {
  'product-offering': 'orderbridge_product_offerings',
  'service-specification': 'orderbridge_service_specifications',
};

/** Lets publishes happen one after the other: each checks against what the ones before have done. */
export const lockCatalog = async (transaction: Transaction): Promise<void> => {
  await nextNumber(transaction, 'catalog');
};

/** Freezes what a publish says, unless the newest version says so already. */
const freeze = async (
  transaction: Transaction,
  subject: { readonly subjectType: PublishedType; readonly subjectId: string },
  snapshot: FrozenSnapshot,
): Promise<{ versionId: number; version: number; hash: string }> => {
  const hash = digestOf(orderablePartOf(snapshot));
  const [newest] = await catalogVersions.findMany(
    transaction.strapi,
    { subjectId: subject.subjectId },
    { orderBy: { version: 'desc' }, limit: 1, select: ['id', 'version', 'hash'] },
  );
  if (newest?.hash === hash) return { versionId: newest.id, version: newest.version, hash };
  const version = await nextNumber(transaction, `catalog-version/${subject.subjectId}`);
  const { id } = await catalogVersions.insertOne(transaction, {
    ...subject,
    version,
    hash,
    snapshot,
  });
  return { versionId: id, version, hash };
};

/** Marks what is made of a document at another state than its newest, and nothing else. */
const markUsers = async (transaction: Transaction, usedId: string): Promise<void> => {
  const users = await rowsOf<{ user_id: string; is_behind: number | string }>(
    transaction
      .table(`${USES} as u`)
      .join(`${PUBLICATIONS} as p`, 'p.subject_id', 'u.used_id')
      .whereIn('u.user_id', transaction.table(USES).where({ used_id: usedId }).select('user_id'))
      .groupBy('u.user_id')
      .select(
        'u.user_id',
        transaction.raw('sum(case when ?? <> ?? then 1 else 0 end) as ??', [
          'u.used_hash',
          'p.hash',
          'is_behind',
        ]),
      ),
  );
  for (const isBehind of [true, false]) {
    const ids = users
      .filter((user) => Number(user.is_behind) > 0 === isBehind)
      .map(({ user_id: id }) => id);
    await mark(transaction, ids, { isBehind });
  }
};

const CHUNK = 500;

const mark = async (
  transaction: Transaction,
  documentIds: readonly string[],
  { isBehind, type }: { readonly isBehind: boolean; readonly type?: PublishedType },
): Promise<void> => {
  const tables = Object.entries(MARKED).filter(([of]) => type === undefined || of === type);
  for (const some of chunksOf(documentIds, CHUNK)) {
    for (const [, table] of tables) {
      await transaction
        .table(table)
        .whereIn('document_id', some)
        .update({ newer_specification_available: isBehind });
    }
  }
};

/** Notes what a published document is made of, by difference. */
const noteUses = async (
  transaction: Transaction,
  user: { readonly userType: PublishedType; readonly userId: string },
  used: ReadonlyMap<string, string>,
): Promise<void> => {
  const known = await rowsOf<{ id: number; used_id: string; used_hash: string }>(
    transaction.table(USES).where({ user_id: user.userId }).select('id', 'used_id', 'used_hash'),
  );
  const gone = known.filter(({ used_id: id }) => !used.has(id)).map(({ id }) => id);
  if (gone.length > 0) await transaction.table(USES).whereIn('id', gone).delete();
  const byId = new Map(known.map((row) => [row.used_id, row]));
  const fresh = [...used].filter(([usedId]) => !byId.has(usedId));
  await catalogUses.insert(
    transaction,
    fresh.map(([usedId, usedHash]) => ({ ...user, usedId, usedHash })),
  );
  for (const [usedId, usedHash] of used) {
    const before = byId.get(usedId);
    if (before && before.used_hash !== usedHash) {
      await catalogUses.update(transaction, { id: before.id }, { usedHash });
    }
  }
};

const textsOf = ({ name, description, translations, image }: CatalogTexts): CatalogTexts => ({
  name,
  description,
  translations,
  image,
});

export interface NewPublication {
  readonly type: PublishedType;
  readonly documentId: string;
  readonly name: string;
  readonly snapshot: FrozenSnapshot;
  /** What it is made of, with the hash of each as it is published now. */
  readonly used: ReadonlyMap<string, string>;
}

/**
 * Notes a publish: freezes its version where what can be ordered has changed, remembers what it is
 * made of, and marks what is made of it.
 */
export const notePublication = async (
  transaction: Transaction,
  { type, documentId, name, snapshot, used }: NewPublication,
): Promise<{ versionId: number }> => {
  const subject = { subjectType: type, subjectId: documentId };
  const { versionId, version, hash } = await freeze(transaction, subject, snapshot);
  const known = await publications.findOne(transaction.strapi, { subjectId: documentId });
  const texts = snapshot.catalog ? textsOf(snapshot.catalog) : null;
  const values = { name, hash, versionId, version, texts };
  if (known === null) await publications.insertOne(transaction, { ...subject, ...values });
  else await publications.update(transaction, { id: known.id }, values);
  await noteUses(transaction, { userType: type, userId: documentId }, used);
  await mark(transaction, [documentId], { isBehind: false, type });
  if (known?.hash !== hash) await markUsers(transaction, documentId);
  return { versionId };
};

/** Notes what a price says now, and marks the offerings that were published with another one. */
export const notePrice = async (transaction: Transaction, price: PriceDocument): Promise<void> => {
  const { documentId, name } = price;
  const hash = digestOf(toPrice(price));
  const known = await publications.findOne(transaction.strapi, { subjectId: documentId });
  if (known === null) {
    await publications.insertOne(transaction, {
      subjectType: 'product-offering-price',
      subjectId: documentId,
      name,
      hash,
      // A price is frozen with what is sold at it, and has no versions of its own.
      versionId: 0,
      version: 0,
    });
  } else {
    await publications.update(transaction, { id: known.id }, { name, hash });
    if (known.hash !== hash) await markUsers(transaction, documentId);
  }
};

/** Notes that a document is published no more. */
export const endPublication = async (
  transaction: Transaction,
  documentId: string,
): Promise<void> => {
  await transaction.table(PUBLICATIONS).where({ subject_id: documentId }).delete();
  await transaction.table(USES).where({ user_id: documentId }).delete();
  await mark(transaction, [documentId], { isBehind: false });
};

/** The published documents that are made of one. */
export const findUsers = async (
  transaction: Transaction,
  documentId: string,
): Promise<Pick<PublicationRow, 'subjectType' | 'subjectId' | 'name'>[]> => {
  const rows = await rowsOf<{ subject_type: PublishedType; subject_id: string; name: string }>(
    transaction
      .table(`${USES} as u`)
      .join(`${PUBLICATIONS} as p`, 'p.subject_id', 'u.user_id')
      .where({ 'u.used_id': documentId })
      .orderBy('p.name')
      .select('p.subject_type', 'p.subject_id', 'p.name'),
  );
  return rows.map((row) => ({
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    name: row.name,
  }));
};
