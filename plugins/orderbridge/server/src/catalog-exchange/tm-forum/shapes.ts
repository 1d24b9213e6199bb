import { CHOICE_STYLES } from '../../../../shared/characteristic-types';

/**
 * Which attributes of the catalogue travel, and what each is where nobody has said anything. A
 * document in this shape, with its links resolved, is what an import compares.
 */
export type Field =
  | { readonly kind: 'value'; readonly fallback: unknown }
  | { readonly kind: 'moment' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'link' }
  | { readonly kind: 'links' };

export type Shape = Readonly<Record<string, Field>>;

const value = (fallback: unknown = null): Field => ({ kind: 'value', fallback });
const list = (of: Shape): Field => ({ kind: 'list', of });
const moment: Field = { kind: 'moment' };
const link: Field = { kind: 'link' };
const links: Field = { kind: 'links' };

const TRANSLATION: Shape = { locale: value(), label: value(), description: value() };
const CHANNEL: Shape = { channel: value() };

export const OPTION: Shape = {
  value: value(),
  label: value(),
  isDefault: value(false),
  labels: value(),
  extensions: value(),
};

const DESCRIBED: Shape = {
  name: value(),
  label: value(),
  description: value(),
  valueType: value(),
  mandatory: value(false),
  choiceStyle: value(CHOICE_STYLES[0]),
  values: list(OPTION),
  valueFrom: value(),
  valueTo: value(),
  unitOfMeasure: value(),
  minLength: value(),
  maxLength: value(),
  pattern: value(),
  defaultValue: value(),
  translations: list(TRANSLATION),
  extensions: value(),
};

export const CHARACTERISTIC: Shape = {
  ...DESCRIBED,
  multiple: value(false),
  minCardinality: value(),
  maxCardinality: value(),
  properties: list(DESCRIBED),
};

export const ALLOWED_VALUE: Shape = {
  value: value(),
  isDefault: value(false),
  extensions: value(),
};

export const VALUE_USE: Shape = {
  characteristic: value(),
  component: value(),
  allowedValues: list(ALLOWED_VALUE),
  defaultValue: value(),
  extensions: value(),
};

export const RELATIONSHIP: Shape = {
  relationshipType: value(),
  name: value(),
  mandatory: value(true),
  productSpecification: link,
  serviceSpecification: link,
  resourceSpecification: link,
  minQuantity: value(),
  defaultQuantity: value(),
  maxQuantity: value(),
  extensions: value(),
};

export const BUNDLED_OFFERING: Shape = {
  productOffering: link,
  name: value(),
  minQuantity: value(),
  defaultQuantity: value(),
  maxQuantity: value(),
  extensions: value(),
};

const DOCUMENT: Shape = {
  name: value(),
  description: value(),
  validFrom: moment,
  validTo: moment,
  externalId: value(),
  version: value(),
  extensions: value(),
};

const SPECIFICATION: Shape = {
  ...DOCUMENT,
  characteristics: list(CHARACTERISTIC),
  relationships: list(RELATIONSHIP),
};

/** The types of the catalogue that travel, by their singular names. */
export const SHAPES = {
  catalog: { ...DOCUMENT, catalogType: value('product'), categories: links },
  category: { ...DOCUMENT, parent: link },
  'product-offering-price': {
    ...DOCUMENT,
    priceType: value(),
    value: value(),
    currency: value(),
    unitOfMeasure: value(),
    recurringChargePeriodType: value(),
    recurringChargePeriodLength: value(),
  },
  'resource-specification': { ...SPECIFICATION, resourceType: value('logical') },
  'service-specification': {
    ...SPECIFICATION,
    serviceType: value('customer_facing'),
    asksForLocation: value(false),
    distributionChannels: list(CHANNEL),
    localizedTexts: list(TRANSLATION),
  },
  'product-specification': {
    ...SPECIFICATION,
    brand: value(),
    productNumber: value(),
    asksForLocation: value(false),
  },
  'product-offering': {
    ...DOCUMENT,
    sku: value(),
    productSpecification: link,
    sellable: value(true),
    distributionChannels: list(CHANNEL),
    valueUses: list(VALUE_USE),
    bundledOfferings: list(BUNDLED_OFFERING),
    minQuantity: value(1),
    maxQuantity: value(),
    prices: links,
    categories: links,
    localizedTexts: list(TRANSLATION),
  },
} as const satisfies Record<string, Shape>;

export type CatalogType = keyof typeof SHAPES;

/** In this order a type refers to earlier ones and to itself only, but for prices and categories. */
export const CATALOG_TYPES = Object.keys(SHAPES) as readonly CatalogType[];
