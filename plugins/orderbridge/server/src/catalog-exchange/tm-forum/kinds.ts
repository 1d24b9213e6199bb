import { OrderbridgeError } from '../../kernel/errors';
import { asObject, type Fields } from './json-fields';
import type { CatalogType } from './shapes';

/** The resources of TM Forum that an import knows, and the type of the catalogue that each becomes. */
const TYPE_OF = {
  productOfferingPrice: 'product-offering-price',
  productOffering: 'product-offering',
  productSpecification: 'product-specification',
  serviceSpecification: 'service-specification',
  resourceSpecification: 'resource-specification',
  serviceCategory: 'category',
  serviceCatalog: 'catalog',
  serviceCandidate: null,
  category: 'category',
  catalog: 'catalog',
} as const satisfies Record<string, CatalogType | null>;

export type Kind = keyof typeof TYPE_OF;
const KINDS = Object.keys(TYPE_OF) as readonly Kind[];

export const typeOfKind = (kind: Kind): CatalogType | null => TYPE_OF[kind];

const endsAs = (word: string): Kind | undefined =>
  KINDS.find((kind) => word.toLowerCase().endsWith(kind.toLowerCase()));

/** Fields that only one kind has. */
const FIELDS: Partial<Record<Kind, readonly string[]>> = {
  productOfferingPrice: ['price', 'priceType', 'recurringChargePeriodType'],
  productOffering: ['isSellable', 'bundledProductOffering', 'productOfferingPrice'],
  productSpecification: [
    'productNumber',
    'productSpecCharacteristic',
    'productSpecificationRelationship',
    'bundledProductSpecification',
  ],
  serviceSpecification: ['serviceSpecRelationship', 'serviceSpecCharacteristic'],
  resourceSpecification: ['resourceSpecCharacteristic', 'resourceSpecRelationship'],
  serviceCandidate: [],
  category: ['isRoot', 'parentId', 'subCategory'],
  catalog: ['catalogType'],
};

/** Words in the names of files, the longer before what they contain. */
const FILE_WORDS: readonly (readonly [RegExp, Kind])[] = [
  [/price/, 'productOfferingPrice'],
  [/offering/, 'productOffering'],
  [/product_?spec/, 'productSpecification'],
  [/service_?spec/, 'serviceSpecification'],
  [/resource_?spec/, 'resourceSpecification'],
  [/candidate/, 'serviceCandidate'],
  [/service_?category/, 'serviceCategory'],
  [/service_?catalog/, 'serviceCatalog'],
  [/category/, 'category'],
];

const fromFields = (tmf: Fields): Kind[] =>
  KINDS.filter((kind) => FIELDS[kind]?.some((field) => tmf[field] !== undefined));

const fromFile = (file: string): Kind | undefined => {
  const name = (file.split(/[\\/]/).pop() ?? '').toLowerCase().replace(/[^a-z]+/g, '_');
  return FILE_WORDS.find(([word]) => word.test(name))?.[1];
};

/**
 * What a TM Forum document is: what its `@type` ends with; without one what its fields or, where
 * those leave it open, the name of its file say.
 *
 * @throws `import.kind_unknown`
 */
export const findKind = (tmf: Fields, file: string | undefined): Kind => {
  const word = tmf['@type'];
  if (typeof word === 'string') {
    const kind = endsAs(word);
    if (kind !== undefined) return kind;
    throw new OrderbridgeError('import.kind_unknown', `"${word}" is no kind that is imported.`);
  }
  const kinds = fromFields(tmf);
  const kind = kinds.length === 0 && file !== undefined ? fromFile(file) : kinds[0];
  if (kind !== undefined && kinds.length <= 1) return kind;
  throw new OrderbridgeError(
    'import.kind_unknown',
    'It has no @type, and neither its fields nor the name of its file say what it is.',
  );
};

const SERVICE_KINDS: Partial<Record<CatalogType, Kind>> = {
  category: 'serviceCategory',
  catalog: 'serviceCatalog',
};

/** The kind that a document of the catalogue is exported as; its extensions know the finer ones. */
export const kindOf = (type: CatalogType, extensions: unknown): Kind => {
  const word = asObject(extensions)['@type'];
  const finer = SERVICE_KINDS[type];
  if (typeof word === 'string' && finer !== undefined && endsAs(word) === finer) return finer;
  const kind = KINDS.filter((candidate) => TYPE_OF[candidate] === type).at(-1);
  if (kind === undefined) throw new Error(`No kind of TM Forum for ${type}`);
  return kind;
};
