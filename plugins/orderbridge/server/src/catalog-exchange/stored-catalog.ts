import type { Core } from '@strapi/strapi';
import { uid } from '../kernel/plugin-id';
import { toChannels } from './tm-forum/document-fields';
import { asList, isObject, type Fields } from './tm-forum/json-fields';
import { kindOf, type Kind } from './tm-forum/kinds';
import { toShape } from './tm-forum/own-fields';
import { Target } from './tm-forum/references';
import { isSpecification, orderRelationships } from './tm-forum/relationships';
import { CATALOG_TYPES, SHAPES, type CatalogType, type Shape } from './tm-forum/shapes';

/** What finds a stored document: everything that a file or a reference may name it by. */
export interface StoredDocument {
  readonly target: Target & { documentId: string };
  readonly kind: Kind;
  readonly externalId: string | null;
  readonly number: string | null;
  readonly name: string | null;
  readonly version: string | null;
}

interface Row {
  readonly documentId: string;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly version: string | null;
  readonly productNumber?: string | null;
  readonly sku?: string | null;
  readonly extensions?: unknown;
}

/** The attribute that holds the product number of a type. */
const NUMBERS: Partial<Record<CatalogType, 'productNumber' | 'sku'>> = {
  'product-specification': 'productNumber',
  'product-offering': 'sku',
};

export const hasDrafts = (strapi: Core.Strapi, type: CatalogType): boolean => {
  const schema: { options?: { draftAndPublish?: boolean } } = strapi.contentType(uid(type));
  return schema.options?.draftAndPublish ?? false;
};

const drafts = (strapi: Core.Strapi, type: CatalogType) =>
  hasDrafts(strapi, type) ? { publishedAt: null } : {};

const toTarget = (type: CatalogType, documentId: string): StoredDocument['target'] =>
  Object.assign(new Target(type, documentId), { documentId });

const loadType = async (strapi: Core.Strapi, type: CatalogType): Promise<StoredDocument[]> => {
  const number = NUMBERS[type];
  const hasKinds = type === 'category' || type === 'catalog';
  const rows = (await strapi.db.query(uid(type)).findMany({
    where: drafts(strapi, type),
    select: [
      'documentId',
      'externalId',
      'name',
      'version',
      ...(number ? [number] : []),
      ...(hasKinds ? ['extensions'] : []),
    ],
    orderBy: { id: 'asc' },
  })) as unknown as Row[];
  return rows.map((row) => ({
    target: toTarget(type, row.documentId),
    kind: kindOf(type, row.extensions),
    externalId: row.externalId,
    number: (number && row[number]) ?? null,
    name: row.name,
    version: row.version,
  }));
};

/** Everything that the catalogue has, in one query for each type. */
export const loadStoredDocuments = async (strapi: Core.Strapi): Promise<StoredDocument[]> => {
  const documents: StoredDocument[] = [];
  for (const type of CATALOG_TYPES) documents.push(...(await loadType(strapi, type)));
  return documents;
};

const populateOf = (shape: Shape): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(shape).flatMap(([key, field]): [string, unknown][] => {
      if (field.kind === 'list') return [[key, { populate: populateOf(field.of) }]];
      const isLink = field.kind === 'link' || field.kind === 'links';
      return isLink ? [[key, { select: ['documentId'] }]] : [];
    }),
  );

/** The type that each relation of the catalogue leads to. */
const TARGETS: Readonly<Record<string, CatalogType>> = {
  categories: 'category',
  parent: 'category',
  prices: 'product-offering-price',
  productOffering: 'product-offering',
  productSpecification: 'product-specification',
  serviceSpecification: 'service-specification',
  resourceSpecification: 'resource-specification',
};

const toLink = (value: unknown, key: string): Target | null => {
  const type = TARGETS[key];
  if (type === undefined || !isObject(value)) return null;
  return new Target(type, String(value['documentId']));
};

const withTargets = (row: Fields, shape: Shape): Fields =>
  Object.fromEntries(
    Object.entries(shape).map(([key, field]) => {
      const value = row[key];
      switch (field.kind) {
        case 'link':
          return [key, toLink(value, key)];
        case 'links':
          return [key, asList(value).flatMap((item) => toLink(item, key) ?? [])];
        case 'list':
          return [
            key,
            asList(value)
              .filter(isObject)
              .map((item) => withTargets(item, field.of)),
          ];
        case 'moment':
        case 'value':
          return [key, value];
      }
    }),
  );

/** A row with its components in the form in which documents are compared and written. */
const toFields = (row: Fields, type: CatalogType): Fields => {
  const fields = toShape(withTargets(row, SHAPES[type]), SHAPES[type]);
  return {
    ...fields,
    ...(isSpecification(type) && {
      relationships: orderRelationships(fields['relationships'], type),
    }),
    ...('distributionChannels' in fields && {
      distributionChannels: toChannels(
        asList(fields['distributionChannels']).map((item) => isObject(item) && item['channel']),
      ),
    }),
  };
};

/** So many documents at once that their options stay below the parameters that SQLite takes. */
const PAGE = 200;

/** The drafts of these documents with all that travels, by their ids. */
export const loadFields = async (
  strapi: Core.Strapi,
  type: CatalogType,
  documentIds: readonly string[],
): Promise<Map<string, Fields>> => {
  const found = new Map<string, Fields>();
  for (let start = 0; start < documentIds.length; start += PAGE) {
    const rows = (await strapi.db.query(uid(type)).findMany({
      where: {
        ...drafts(strapi, type),
        documentId: { $in: documentIds.slice(start, start + PAGE) },
      },
      populate: populateOf(SHAPES[type]),
    })) as unknown as (Fields & { documentId: string })[];
    for (const row of rows) found.set(row.documentId, toFields(row, type));
  }
  return found;
};

/** Of these prices, those that an offering has. */
export const findUsedPrices = async (
  strapi: Core.Strapi,
  documentIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const used = new Set<string>();
  for (let start = 0; start < documentIds.length; start += PAGE) {
    const rows = (await strapi.db.query(uid('product-offering-price')).findMany({
      where: { documentId: { $in: documentIds.slice(start, start + PAGE) } },
      select: ['documentId'],
      populate: { productOfferings: { select: ['documentId'] } },
    })) as unknown as { documentId: string; productOfferings: unknown[] }[];
    for (const row of rows) if (row.productOfferings.length > 0) used.add(row.documentId);
  }
  return used;
};

/** The ids of what is published of a type. */
export const findPublished = async (
  strapi: Core.Strapi,
  type: CatalogType,
): Promise<ReadonlySet<string>> => {
  const rows = (await strapi.db.query(uid(type)).findMany({
    where: { publishedAt: { $notNull: true } },
    select: ['documentId'],
  })) as unknown as { documentId: string }[];
  return new Set(rows.map(({ documentId }) => documentId));
};
