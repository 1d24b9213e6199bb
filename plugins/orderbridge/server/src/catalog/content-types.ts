import {
  boolean,
  contentType,
  integer,
  json,
  longText,
  oneOf,
  relation,
  repeated,
  text,
} from '../kernel/schema';
import type { ComponentDefinition } from '../kernel/feature';
import { createRepository, type StoredRow } from '../kernel/repository';
import { uid } from '../kernel/plugin-id';

const VALUE_TYPES = ['choice', 'integer', 'text'] as const;
const DISTRIBUTION_CHANNELS = ['exchange', 'direct', 'partner'] as const;

const characteristicValue: ComponentDefinition = {
  name: 'characteristic-value',
  displayName: 'Characteristic value',
  attributes: {
    value: text({ required: true, maxLength: 255 }),
    label: text({ maxLength: 255 }),
    isDefault: boolean({ default: false }),
  },
};

const characteristic: ComponentDefinition = {
  name: 'characteristic',
  displayName: 'Characteristic',
  attributes: {
    name: text({ required: true, maxLength: 64, regex: '^[A-Za-z][A-Za-z0-9_]*$' }),
    label: text({ maxLength: 255 }),
    description: longText(),
    valueType: oneOf(VALUE_TYPES, { required: true, default: 'text' }),
    mandatory: boolean({ default: false }),
    values: repeated('characteristic-value'),
    valueFrom: integer(),
    valueTo: integer(),
    maxLength: integer({ min: 1, max: 10_000 }),
    defaultValue: text({ maxLength: 255 }),
    unitOfMeasure: text({ maxLength: 32 }),
  },
};

const distributionChannel: ComponentDefinition = {
  name: 'distribution-channel',
  displayName: 'Distribution channel',
  attributes: { channel: oneOf(DISTRIBUTION_CHANNELS, { required: true }) },
};

export const catalogComponents = [characteristicValue, characteristic, distributionChannel];

const productSpecification = contentType({
  singularName: 'product-specification',
  pluralName: 'product-specifications',
  displayName: 'Product specification',
  description: 'What a product is: its characteristics and their values',
  draftAndPublish: true,
  shownTo: 'provider',
  mainField: 'name',
  list: ['name', 'brand'],
  attributes: {
    name: text({ required: true, maxLength: 255 }),
    description: longText(),
    brand: text({ maxLength: 255 }),
    characteristics: repeated('characteristic'),
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
  list: ['name', 'sku', 'sellable'],
  attributes: {
    name: text({ required: true, maxLength: 255 }),
    description: longText({ maxLength: 20_000 }),
    sku: text({ required: true, unique: true, maxLength: 64 }),
    productSpecification: relation('manyToOne', 'product-specification'),
    sellable: boolean({ default: true, required: true }),
    distributionChannels: repeated('distribution-channel'),
    minQuantity: integer({ min: 1, default: 1 }),
    maxQuantity: integer({ min: 1 }),
  },
});

export interface CatalogVersionRow extends StoredRow {
  readonly subjectType: 'product-offering';
  readonly subjectId: string;
  readonly version: number;
  readonly hash: string;
  readonly snapshot: unknown;
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

export const catalogTypes = [productSpecification, productOffering, catalogVersion];

export const OFFERING = 'plugin::orderbridge.product-offering';
export const SPECIFICATION = 'plugin::orderbridge.product-specification';
export const catalogVersions = createRepository<CatalogVersionRow>(uid('catalog-version'));
