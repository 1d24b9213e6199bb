import { OrderbridgeError } from '../../kernel/errors';
import {
  asList,
  asObject,
  compact,
  isObject,
  readFlag,
  readNumber,
  readObject,
  readObjects,
  readText,
  restOf,
  type Fields,
} from './json-fields';
import {
  keepWord,
  readChannels,
  readCommon,
  readExtensions,
  withKept,
  writeChannels,
  writeCommon,
  type ReadDocument,
} from './document-fields';
import { addOwnFields, OWN, toShape, withOwnFieldsOf } from './own-fields';
import { readReference, type Reference, type WriteReference } from './references';
import { ALLOWED_VALUE, BUNDLED_OFFERING, VALUE_USE } from './shapes';
import { toJsonValue, toStoredText } from './value-types';

const VALUES = 'productSpecCharacteristicValue';
const OPTION = 'bundledProductOfferingOption';
const LIMITS = {
  minQuantity: 'numberRelOfferLowerLimit',
  defaultQuantity: 'numberRelOfferDefault',
  maxQuantity: 'numberRelOfferUpperLimit',
} as const;

const MAX_SKU = 64;
const SKU = /^\S(.*\S)?$/;

const isSku = (text: string | null): text is string =>
  text !== null && text.length <= MAX_SKU && SKU.test(text);

const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .slice(0, MAX_SKU)
    .replace(/^-+|-+$/g, '')
    .toUpperCase();

/** The SKU of an offering whose file has none: its number or its id where they can be one, else its name. */
const deriveSku = (tmf: Fields): string =>
  [readText(tmf, 'productNumber'), readText(tmf, 'id')].find(isSku) ??
  slugOf(readText(tmf, 'name') ?? '');

const understandValue = (entry: Fields): Fields => ({
  value: entry['value'] == null ? null : toStoredText(entry['value']),
  isDefault: readFlag(entry, 'isDefault') ?? false,
  extensions: restOf(entry, ['value', 'isDefault', OWN]),
});

const readValue = (entry: Fields): Fields => {
  if (entry['value'] == null && !Object.hasOwn(entry, OWN)) {
    throw new OrderbridgeError(
      'import.value_not_storable',
      'prodSpecCharValueUse: an offering leaves values to choose, and no ranges.',
    );
  }
  return withOwnFieldsOf(entry, understandValue(entry), ALLOWED_VALUE);
};

const understandUse = (entry: Fields): Fields =>
  toShape(
    {
      characteristic: readText(entry, 'name'),
      allowedValues: readObjects(entry, VALUES).map(readValue),
      extensions: restOf(entry, ['name', VALUES, OWN]),
    },
    VALUE_USE,
  );

const readUse = (entry: Fields): Fields => withOwnFieldsOf(entry, understandUse(entry), VALUE_USE);

/** The input type of the characteristic that an offering narrows, where it is known. */
export type FindValueType = (use: Fields) => unknown;

const writeUse = (use: Fields, findValueType: FindValueType): Fields => {
  const type = findValueType(use);
  const values = asList(use['allowedValues'])
    .filter(isObject)
    .map((allowed) => {
      const value = toJsonValue(type, allowed['value']);
      return addOwnFields(
        {
          ...restOf(asObject(allowed['extensions']), [OWN]),
          isDefault: allowed['isDefault'],
          ...(value === null ? { [OWN]: {} } : { value }),
        },
        allowed,
        ALLOWED_VALUE,
        understandValue,
      );
    });
  const entry = compact({
    ...restOf(asObject(use['extensions']), [OWN, VALUES]),
    name: use['characteristic'] ?? undefined,
    [VALUES]: values.length === 0 ? undefined : values,
  });
  return addOwnFields(entry, use, VALUE_USE, understandUse);
};

const understandBundled = (entry: Fields): Fields => {
  const option = readObject(entry, OPTION) ?? {};
  const rest = restOf(option, Object.values(LIMITS));
  return toShape(
    {
      productOffering: readReference(entry, 'product-offering'),
      ...Object.fromEntries(
        Object.entries(LIMITS).map(([attribute, key]) => [attribute, readNumber(option, key)]),
      ),
      extensions: {
        ...restOf(entry, ['id', 'name', OPTION, OWN]),
        ...(rest && { [OPTION]: rest }),
      },
    },
    BUNDLED_OFFERING,
  );
};

const readBundled = (entry: Fields): Fields =>
  withOwnFieldsOf(entry, understandBundled(entry), BUNDLED_OFFERING);

const writeBundled = (bundled: Fields, writeReference: WriteReference): Fields => {
  const extensions = asObject(bundled['extensions']);
  const link = bundled['productOffering'];
  const option = restOf(
    {
      ...asObject(extensions[OPTION]),
      ...Object.fromEntries(
        Object.entries(LIMITS).map(([attribute, key]) => [key, bundled[attribute] ?? undefined]),
      ),
    },
    [],
  );
  const entry = {
    ...restOf(extensions, [OWN, OPTION, 'id', 'name']),
    ...(link === null ? { [OWN]: {} } : writeReference(link)),
    ...(option && { [OPTION]: option }),
  };
  return addOwnFields(entry, bundled, BUNDLED_OFFERING, understandBundled);
};

const references = (tmf: Fields, key: string, type: Reference['type']): readonly Reference[] =>
  readObjects(tmf, key).flatMap((entry) => readReference(entry, type) ?? []);

const READ = [
  'isSellable',
  'isBundle',
  'productSpecification',
  'category',
  'channel',
  'prodSpecCharValueUse',
  'bundledProductOffering',
  'productOfferingPrice',
];

const findUnsaid = (tmf: Fields, isChannelSaid: boolean): string[] => [
  'minQuantity',
  'maxQuantity',
  'localizedTexts',
  ...(isSku(readText(tmf, 'productNumber')) ? [] : ['sku']),
  ...(tmf['isSellable'] === undefined ? ['sellable'] : []),
  ...(isChannelSaid ? [] : ['distributionChannels']),
  ...(tmf['productOfferingPrice'] === undefined ? ['prices'] : []),
  ...(tmf['category'] === undefined ? ['categories'] : []),
];

export const readOffering = (tmf: Fields): ReadDocument => {
  const { distributionChannels, isSaid, kept } = readChannels(tmf);
  const specification = readObject(tmf, 'productSpecification');
  const bundledOfferings = readObjects(tmf, 'bundledProductOffering').map(readBundled);
  const uses = readObjects(tmf, 'prodSpecCharValueUse');
  const isBundle = readFlag(tmf, 'isBundle');
  return {
    fields: {
      ...readCommon(tmf),
      sku: deriveSku(tmf),
      productSpecification: specification && readReference(specification, 'product-specification'),
      sellable: readFlag(tmf, 'isSellable') ?? true,
      distributionChannels,
      valueUses: uses.map(readUse),
      bundledOfferings,
      prices: references(tmf, 'productOfferingPrice', 'product-offering-price'),
      categories: references(tmf, 'category', 'category'),
      extensions: readExtensions(tmf, READ, {
        ...kept,
        ...(isBundle !== null && isBundle !== bundledOfferings.length > 0 && { isBundle }),
        ...keepWord('@type', tmf['@type'], 'ProductOffering'),
      }),
    },
    unsaid: findUnsaid(tmf, isSaid),
    belongsTo: [],
    usedValues: uses
      .filter((entry) => !Object.hasOwn(entry, OWN))
      .map((entry) => ({
        characteristic: readText(entry, 'name') ?? '',
        values: readObjects(entry, VALUES).map(({ value }) => value),
      })),
  };
};

export const writeOffering = (
  fields: Fields,
  writeReference: WriteReference,
  findValueType: FindValueType,
): Fields => {
  const extensions = asObject(fields['extensions']);
  const { productSpecification, sellable } = fields;
  const listOf = (key: string, write: (item: Fields) => Fields) => {
    const written = asList(fields[key]).filter(isObject).map(write);
    return written.length === 0 ? undefined : written;
  };
  const bundled = listOf('bundledOfferings', (item) => writeBundled(item, writeReference));
  return {
    ...restOf(extensions, [OWN]),
    '@type': extensions['@type'] ?? 'ProductOffering',
    ...writeCommon(fields, extensions),
    isSellable: sellable,
    isBundle: extensions['isBundle'] ?? bundled !== undefined,
    productSpecification:
      productSpecification === null ? undefined : writeReference(productSpecification),
    channel: withKept(writeChannels(fields['distributionChannels']), extensions['channel']),
    prodSpecCharValueUse: listOf('valueUses', (use) => writeUse(use, findValueType)),
    bundledProductOffering: bundled,
    productOfferingPrice: listOf('prices', writeReference),
    category: listOf('categories', writeReference),
  };
};
