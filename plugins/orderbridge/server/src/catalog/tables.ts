import type { CatalogTexts } from '../../../shared/catalog-snapshot';
import type { TableModel } from '../kernel/feature';
import { createRepository } from '../kernel/repository';
import type { PublishedType } from './content-types';

/** What is published now: one row for each published document. */
export interface PublicationRow {
  readonly id: number;
  /** A price is noted as it is saved: it has no publish. */
  readonly subjectType: PublishedType | 'product-offering-price';
  readonly subjectId: string;
  readonly name: string;
  readonly hash: string;
  readonly versionId: number;
  readonly version: number;
  /** Of what can be ordered: newer than those of its version, where only they have changed. */
  readonly texts: CatalogTexts | null;
}

/** What a published document is made of, and how that stood when it was published. */
export interface CatalogUseRow {
  readonly id: number;
  readonly userType: PublishedType;
  readonly userId: string;
  readonly usedId: string;
  readonly usedHash: string;
}

const required = { notNullable: true };

const publicationModel: TableModel = {
  uid: 'plugin::orderbridge.publication-table',
  tableName: 'orderbridge_publications',
  singularName: 'publication-table',
  attributes: {
    id: { type: 'increments' },
    subjectType: { type: 'string', column: required },
    subjectId: { type: 'string', column: required },
    name: { type: 'string', column: required },
    hash: { type: 'string', column: required },
    versionId: { type: 'integer', column: required },
    version: { type: 'integer', column: required },
    texts: { type: 'json' },
  },
  indexes: [
    { name: 'orderbridge_publications_subject_id', columns: ['subject_id'], type: 'unique' },
  ],
};

const catalogUseModel: TableModel = {
  uid: 'plugin::orderbridge.catalog-use-table',
  tableName: 'orderbridge_catalog_uses',
  singularName: 'catalog-use-table',
  attributes: {
    id: { type: 'increments' },
    userType: { type: 'string', column: required },
    userId: { type: 'string', column: required },
    usedId: { type: 'string', column: required },
    usedHash: { type: 'string', column: required },
  },
  indexes: [
    { name: 'orderbridge_catalog_uses_pair', columns: ['user_id', 'used_id'], type: 'unique' },
    { name: 'orderbridge_catalog_uses_used_id', columns: ['used_id'] },
  ],
};

export const catalogTables = [publicationModel, catalogUseModel];

export const publications = createRepository<PublicationRow>(publicationModel.uid);
export const catalogUses = createRepository<CatalogUseRow>(catalogUseModel.uid);
