import type { DISTRIBUTION_CHANNELS } from '../../../shared/catalog-snapshot';
import type { Fields } from './tm-forum/json-fields';
import type { CatalogType } from './tm-forum/shapes';
import type { StoredDocument } from './stored-catalog';

export interface ImportOptions {
  /** A channel that everything imported is sold by, besides what its file says. */
  readonly channel?: (typeof DISTRIBUTION_CHANNELS)[number] | undefined;
  /** Whether what is fine is written where something else is refused. */
  readonly partial?: boolean | undefined;
  /** Whether what its file calls active is published after the import. */
  readonly publish?: boolean | undefined;
}

/** What an import asks of the catalogue, in bulk. */
export interface CatalogReader {
  readonly stored: readonly StoredDocument[];
  loadFields(
    type: CatalogType,
    documentIds: readonly string[],
  ): Promise<ReadonlyMap<string, Fields>>;
  /** Of these prices, those that an offering has. */
  findUsedPrices(documentIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** The first field that the catalogue would not take, and why. */
  findDefect(fields: Fields, type: CatalogType): string | undefined;
}
