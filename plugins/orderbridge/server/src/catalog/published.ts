import type {
  CatalogSnapshot,
  CatalogTexts,
  FrozenSnapshot,
} from '../../../shared/catalog-snapshot';
import { chunksOf } from '../kernel/chunks';
import { rowsOf, type Transaction } from '../kernel/transaction';
import type { PublishedType } from './content-types';

/** Levels of components and bundles within each other that a form can have. */
export const MAX_DEPTH = 16;

/** A document as it is published now, read from what its publish froze. */
export interface Published {
  readonly type: PublishedType;
  readonly documentId: string;
  readonly name: string;
  /** Of what others take over from it. */
  readonly hash: string;
  readonly versionId: number;
  readonly version: number;
  readonly snapshot: FrozenSnapshot;
}

interface Row {
  readonly subject_type: PublishedType;
  readonly subject_id: string;
  readonly name: string;
  readonly hash: string;
  readonly version_id: number;
  readonly version: number;
  readonly snapshot: string | FrozenSnapshot;
  readonly texts: string | CatalogTexts | null;
}

/** SQLite keeps JSON as text. */
const readJson = <Value>(stored: string | Value): Value =>
  typeof stored === 'string' ? (JSON.parse(stored) as Value) : stored;

/** What a version says, in the words of today: texts change without a new version. */
const withTexts = (snapshot: FrozenSnapshot, texts: CatalogTexts | null): FrozenSnapshot =>
  snapshot.catalog && texts
    ? { ...snapshot, catalog: { ...snapshot.catalog, ...texts } }
    : snapshot;

/** Documents of one query: databases take a bounded number of variables. */
const CHUNK = 500;

/** Reads what is published now of some documents; who is not published is not in the answer. */
const readPublished = async (
  transaction: Transaction,
  documentIds: readonly string[],
): Promise<Published[]> => {
  const published: Published[] = [];
  const wanted = [...new Set(documentIds)];
  for (const some of chunksOf(wanted, CHUNK)) {
    const rows = await rowsOf<Row>(
      transaction
        .table('orderbridge_publications as p')
        .join('orderbridge_catalog_versions as v', 'v.id', 'p.version_id')
        .whereIn('p.subject_id', some)
        .select(
          'p.subject_type',
          'p.subject_id',
          'p.name',
          'p.hash',
          'p.version_id',
          'p.version',
          'v.snapshot',
          'p.texts',
        ),
    );
    for (const row of rows) {
      published.push({
        type: row.subject_type,
        documentId: row.subject_id,
        name: row.name,
        hash: row.hash,
        versionId: row.version_id,
        version: row.version,
        snapshot: withTexts(readJson(row.snapshot), readJson(row.texts)),
      });
    }
  }
  return published;
};

const COMPOSITIONS: ReadonlySet<string> = new Set(['composed_of', 'bundles']);

/** The specifications that one is composed of: what of it becomes sections of a form. */
export const partsOf = ({ snapshot }: Published) =>
  (snapshot.specification?.relationships ?? []).filter(({ type }) => COMPOSITIONS.has(type));

/** Published documents by their id, with all that they are composed of. */
export type PublishedTree = ReadonlyMap<string, Published>;

/** Reads some specifications with all that they are composed of: one query for each level. */
export const readTree = async (
  transaction: Transaction,
  documentIds: readonly string[],
): Promise<PublishedTree> => {
  const tree = new Map<string, Published>();
  let level = [...documentIds];
  for (let depth = 0; level.length > 0 && depth <= MAX_DEPTH; depth += 1) {
    const found = await readPublished(transaction, level);
    for (const published of found) tree.set(published.documentId, published);
    level = found
      .flatMap(partsOf)
      .map(({ targetId }) => targetId)
      .filter((documentId) => !tree.has(documentId));
  }
  return tree;
};

/** What can be ordered of a document now, or nothing where it is not published. */
export const findCurrent = async (
  transaction: Transaction,
  { documentId }: { readonly documentId: string },
): Promise<{ catalogVersionId: number; snapshot: CatalogSnapshot } | null> => {
  const [published] = await readPublished(transaction, [documentId]);
  const { catalog } = published?.snapshot ?? {};
  return published && catalog ? { catalogVersionId: published.versionId, snapshot: catalog } : null;
};
