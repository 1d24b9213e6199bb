import {
  boolean,
  contentType,
  integer,
  json,
  longText,
  moment,
  number,
  oneOf,
  relation,
  repeated,
  text,
} from '../kernel/schema';
import type { FrozenSnapshot } from '../../../shared/catalog-snapshot';
import { createRepository, type StoredRow } from '../kernel/repository';
import { uid } from '../kernel/plugin-id';
import { extensions } from './components';

const PERIODS = ['day', 'week', 'month', 'year'] as const;
const PRICE_TYPES = ['recurring', 'one_time', 'usage'] as const;
const CATALOG_TYPES = ['product', 'service', 'resource'] as const;

const name = () => text({ required: true, maxLength: 255 });
const description = () => longText({ maxLength: 20_000 });

/** Where a document came from, and when it holds: the same on every type of the catalogue. */
const origin = () => ({
  externalId: text({
    maxLength: 255,
    label: 'External id',
    help: 'Its id in the system that it came from',
  }),
  version: text({ maxLength: 32, help: 'Its version in the system that it came from' }),
  extensions: extensions(),
});
const validity = () => ({
  validFrom: moment({ label: 'Valid from', help: 'Open where it is empty' }),
  validTo: moment({ label: 'Valid until', help: 'Open where it is empty' }),
});
const ORIGIN_ROW = ['externalId', 'version'];
const VALIDITY_ROW = ['validFrom', 'validTo'];

const catalogType = contentType({
  singularName: 'catalog',
  pluralName: 'catalogs',
  displayName: 'Catalogue',
  description: 'Groups categories into what one audience or one department sells',
  shownTo: 'provider',
  mainField: 'name',
  list: ['name', 'catalogType', 'version'],
  edit: [['name', 'catalogType'], ['description'], VALIDITY_ROW, ['categories'], ORIGIN_ROW],
  attributes: {
    name: name(),
    description: description(),
    catalogType: oneOf(CATALOG_TYPES, { default: 'product', label: 'Type' }),
    categories: relation('manyToMany', 'category', { inversedBy: 'catalogs' }),
    ...validity(),
    ...origin(),
  },
});

const category = contentType({
  singularName: 'category',
  pluralName: 'categories',
  displayName: 'Category',
  description: 'Groups offerings for people',
  shownTo: 'provider',
  mainField: 'name',
  list: ['name', 'parent', 'version'],
  edit: [['name', 'parent'], ['description'], VALIDITY_ROW, ['catalogs'], ORIGIN_ROW],
  attributes: {
    name: name(),
    description: description(),
    parent: relation('manyToOne', 'category', { help: 'Empty for a root' }),
    catalogs: relation('manyToMany', 'catalog', { mappedBy: 'categories' }),
    ...validity(),
    ...origin(),
  },
});

const productOfferingPrice = contentType({
  singularName: 'product-offering-price',
  pluralName: 'product-offering-prices',
  displayName: 'Product offering price',
  description: 'What an offering costs; consumers do not see it',
  shownTo: 'provider',
  mainField: 'name',
  list: ['name', 'priceType', 'value', 'currency'],
  edit: [
    ['name', 'priceType'],
    ['description'],
    ['value', 'currency', 'unitOfMeasure'],
    ['recurringChargePeriodType', 'recurringChargePeriodLength'],
    VALIDITY_ROW,
    ['productOfferings'],
    ORIGIN_ROW,
  ],
  attributes: {
    name: name(),
    description: description(),
    priceType: oneOf(PRICE_TYPES, { required: true, default: 'recurring' }),
    value: number({ required: true, min: 0, label: 'Amount' }),
    currency: text({
      required: true,
      regex: '^[A-Z]{3}$',
      help: 'ISO 4217, for example EUR',
    }),
    unitOfMeasure: text({ maxLength: 32, label: 'Unit', help: 'Of a usage price, for example GB' }),
    recurringChargePeriodType: oneOf(PERIODS, { label: 'Period', help: 'Of a recurring price' }),
    recurringChargePeriodLength: integer({ min: 1, max: 1_000, label: 'Periods at a time' }),
    productOfferings: relation('manyToMany', 'product-offering', {
      editable: false,
      mappedBy: 'prices',
      label: 'Offerings',
    }),
    ...validity(),
    ...origin(),
  },
});

const specification = (options: {
  readonly singularName: string;
  readonly displayName: string;
  readonly description: string;
  readonly list: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly attributes: Readonly<Record<string, Record<string, unknown>>>;
}) =>
  contentType({
    singularName: options.singularName,
    pluralName: `${options.singularName}s`,
    displayName: options.displayName,
    description: options.description,
    draftAndPublish: true,
    shownTo: 'provider',
    mainField: 'name',
    list: options.list,
    edit: [
      ...options.rows,
      ['description'],
      ['characteristics'],
      ['relationships'],
      VALIDITY_ROW,
      ORIGIN_ROW,
    ],
    attributes: {
      name: name(),
      description: description(),
      characteristics: repeated('characteristic'),
      relationships: repeated('specification-relationship', {
        help: 'What it is composed of, realized by and needs',
      }),
      ...options.attributes,
      ...validity(),
      ...origin(),
    },
  });

const newerSpecificationAvailable = () =>
  boolean({
    default: false,
    editable: false,
    label: 'Newer specification available',
    help: 'Publish again to sell what its specification and its prices say today',
  });

const asksForLocation = () =>
  boolean({ default: false, help: 'Whether an order says where it is to be delivered' });

const productSpecification = specification({
  singularName: 'product-specification',
  displayName: 'Product specification',
  description: 'What a product is: its characteristics and what it is composed of',
  list: ['name', 'brand', 'productNumber'],
  rows: [
    ['name', 'brand'],
    ['productNumber', 'asksForLocation'],
  ],
  attributes: {
    brand: text({ maxLength: 255 }),
    productNumber: text({ maxLength: 64 }),
    asksForLocation: asksForLocation(),
  },
});

const serviceSpecification = specification({
  singularName: 'service-specification',
  displayName: 'Service specification',
  description: 'What a service is; a customer-facing one can be ordered by itself',
  list: ['name', 'serviceType', 'newerSpecificationAvailable'],
  rows: [
    ['name', 'serviceType'],
    ['asksForLocation', 'newerSpecificationAvailable'],
    ['distributionChannels'],
    ['localizedTexts'],
  ],
  attributes: {
    serviceType: oneOf(['customer_facing', 'resource_facing'], {
      required: true,
      default: 'customer_facing',
    }),
    asksForLocation: asksForLocation(),
    distributionChannels: repeated('distribution-channel', {
      help: 'On the exchange, publishing it makes its order form',
    }),
    localizedTexts: repeated('localized-text', { label: 'In other languages' }),
    newerSpecificationAvailable: newerSpecificationAvailable(),
  },
});

const resourceSpecification = specification({
  singularName: 'resource-specification',
  displayName: 'Resource specification',
  description: 'A physical or logical resource that products and services need',
  list: ['name', 'resourceType'],
  rows: [['name', 'resourceType']],
  attributes: {
    resourceType: oneOf(['logical', 'physical'], { required: true, default: 'logical' }),
  },
});

const productOffering = contentType({
  singularName: 'product-offering',
  pluralName: 'product-offerings',
  displayName: 'Product offering',
  description: 'What is sold; publishing one on the exchange makes its order form',
  draftAndPublish: true,
  shownTo: 'provider',
  mainField: 'name',
  list: ['name', 'sku', 'sellable', 'newerSpecificationAvailable'],
  edit: [
    ['name', 'sku'],
    ['description'],
    ['productSpecification', 'sellable', 'newerSpecificationAvailable'],
    ['distributionChannels'],
    ['valueUses'],
    ['bundledOfferings'],
    ['minQuantity', 'maxQuantity'],
    VALIDITY_ROW,
    ['prices', 'categories'],
    ['images'],
    ['localizedTexts'],
    ORIGIN_ROW,
  ],
  attributes: {
    name: name(),
    description: description(),
    sku: text({
      required: true,
      unique: true,
      maxLength: 64,
      regex: String.raw`^\S(.*\S)?$`,
      label: 'SKU',
      help: 'Its number in the shop; no two published offerings share one',
    }),
    productSpecification: relation('manyToOne', 'product-specification', {
      help: 'What is sold; a bundle can do without',
    }),
    sellable: boolean({ default: true, required: true, help: 'Whether it can be ordered at all' }),
    newerSpecificationAvailable: newerSpecificationAvailable(),
    distributionChannels: repeated('distribution-channel'),
    valueUses: repeated('characteristic-value-use', {
      help: 'How this offering narrows the options of its specification',
    }),
    bundledOfferings: repeated('bundled-offering', {
      help: 'The offerings of a bundle, each with how many of it',
    }),
    minQuantity: integer({ min: 1, max: 1_000_000, default: 1 }),
    maxQuantity: integer({ min: 1, max: 1_000_000 }),
    prices: relation('manyToMany', 'product-offering-price', { inversedBy: 'productOfferings' }),
    categories: relation('manyToMany', 'category'),
    images: { type: 'media', multiple: true, allowedTypes: ['images'] },
    localizedTexts: repeated('localized-text', { label: 'In other languages' }),
    ...validity(),
    ...origin(),
  },
});

/** The types that are published: those whose publish freezes a version. */
export const PUBLISHED_TYPES = [
  'product-offering',
  'product-specification',
  'service-specification',
  'resource-specification',
] as const;
export type PublishedType = (typeof PUBLISHED_TYPES)[number];

export interface CatalogVersionRow extends StoredRow {
  readonly subjectType: PublishedType;
  readonly subjectId: string;
  readonly version: number;
  readonly hash: string;
  readonly snapshot: FrozenSnapshot;
}

const catalogVersion = contentType({
  singularName: 'catalog-version',
  pluralName: 'catalog-versions',
  displayName: 'Catalogue version',
  description: 'What could be ordered since a publish: frozen, never changed',
  owned: true,
  shownTo: 'provider',
  mainField: 'subjectId',
  list: ['subjectType', 'subjectId', 'version'],
  attributes: {
    subjectType: text({ required: true }),
    subjectId: text({ required: true }),
    version: integer({ required: true }),
    hash: text({ required: true }),
    snapshot: json({ required: true }),
  },
  unique: [['subject_id', 'version']],
});

export const catalogTypes = [
  catalogType,
  category,
  productSpecification,
  serviceSpecification,
  resourceSpecification,
  productOffering,
  productOfferingPrice,
  catalogVersion,
];

export const OFFERING = 'plugin::orderbridge.product-offering';
export const catalogVersions = createRepository<CatalogVersionRow>(uid('catalog-version'));
