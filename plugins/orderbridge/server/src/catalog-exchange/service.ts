import { defineService } from '../kernel/service';
import type { ImportEntry } from './candidates';
import { exportCatalog } from './export-catalog';
import { importCatalog } from './import-catalog';
import type { ImportOptions } from './import-options';

export const catalogExchangeService = defineService('catalog-exchange', ({ strapi }) => ({
  /** Imports TM Forum documents as drafts, and says what became of each. */
  importCatalog: (entries: readonly ImportEntry[], options: ImportOptions = {}) =>
    importCatalog(strapi, entries, options),

  /** The drafts of the catalogue as TM Forum documents, a list for each kind. */
  exportCatalog: () => exportCatalog(strapi),
}));
