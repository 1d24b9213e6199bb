import type { OrderableSnapshot, Validity } from '../../../shared/catalog-snapshot';
import { toPointer } from '../../../shared/form';
import { chunksOf } from '../kernel/chunks';
import { rowsOf, type Transaction } from '../kernel/transaction';

/** An offering of a bundle, at whatever depth, as the item that is ordered has it. */
export interface BundledOffering {
  /** Where its part stands in the answers, a JSON Pointer. */
  readonly field: string;
  readonly name: string;
  readonly documentId: string;
  /** The version of it that the bundle pins. */
  readonly catalogVersionId: number | null;
  readonly validity: Validity;
}

type Pinned = Omit<BundledOffering, 'catalogVersionId'> & { readonly version: number };

type Bundle = Pick<OrderableSnapshot, 'bundled'>;

const pinnedIn = ({ bundled }: Bundle, path: readonly string[] = []): Pinned[] =>
  bundled.flatMap(({ key, name, documentId, version, offering }) => {
    const here = [...path, 'components', key];
    const { validity } = offering;
    return [
      { field: toPointer(here), name, documentId, version, validity },
      ...pinnedIn(offering, here),
    ];
  });

const keyOf = (documentId: string, version: number): string => `${documentId}/${String(version)}`;

/** Documents of one query: databases take a bounded number of variables. */
const CHUNK = 500;

/** A snapshot pins versions by their numbers, which count for each document; rows refer to their ids. */
const findVersionIds = async (
  transaction: Transaction,
  pinned: readonly Pinned[],
): Promise<ReadonlyMap<string, number>> => {
  const ids = new Map<string, number>();
  const documentIds = [...new Set(pinned.map(({ documentId }) => documentId))];
  for (const some of chunksOf(documentIds, CHUNK)) {
    const rows = await rowsOf<{ id: number; subject_id: string; version: number }>(
      transaction
        .table('orderbridge_catalog_versions')
        .whereIn('subject_id', some)
        .select('id', 'subject_id', 'version'),
    );
    for (const { id, subject_id: documentId, version } of rows) {
      ids.set(keyOf(documentId, version), id);
    }
  }
  return ids;
};

/** The offerings that a snapshot bundles, the outer ones before what they bundle themselves. */
export const findBundledOfferings = async (
  transaction: Transaction,
  bundle: Bundle,
): Promise<BundledOffering[]> => {
  const pinned = pinnedIn(bundle);
  if (pinned.length === 0) return [];
  const ids = await findVersionIds(transaction, pinned);
  return pinned.map(({ version, ...part }) => ({
    ...part,
    catalogVersionId: ids.get(keyOf(part.documentId, version)) ?? null,
  }));
};
