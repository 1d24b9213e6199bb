import {
  asList,
  asObject,
  isObject,
  readObjects,
  readText,
  restOf,
  type Fields,
} from './json-fields';
import { readCharacteristic, writeCharacteristic, type ValueList } from './characteristics';
import {
  keepWord,
  readChannels,
  readCommon,
  readExtensions,
  withKept,
  writeCommon,
  type ReadDocument,
} from './document-fields';
import { OWN } from './own-fields';
import type { WriteReference } from './references';
import { readRelationships, relationshipListsOf, writeRelationships } from './relationships';

type SpecificationType = Parameters<typeof readRelationships>[1];

/** What TM Forum calls the characteristics of a specification, the current name first. */
const CHARACTERISTIC_LISTS: Readonly<Record<SpecificationType, readonly string[]>> = {
  'product-specification': ['productSpecCharacteristic'],
  'service-specification': ['specCharacteristic', 'serviceSpecCharacteristic'],
  'resource-specification': ['resourceSpecCharacteristic', 'specCharacteristic'],
};

const VALUE_LISTS: Readonly<Record<SpecificationType, ValueList>> = {
  'product-specification': 'productSpecCharacteristicValue',
  'service-specification': 'characteristicValueSpecification',
  'resource-specification': 'resourceSpecCharacteristicValue',
};

const SERVICE_WORDS: Readonly<Record<string, string>> = {
  customer_facing: 'CustomerFacingServiceSpecification',
  resource_facing: 'ResourceFacingServiceSpecification',
};
const RESOURCE_WORDS: Readonly<Record<string, string>> = {
  logical: 'LogicalResourceSpecification',
  physical: 'PhysicalResourceSpecification',
};

const PRODUCT = 'ProductSpecification';

/** What the `@type` says besides the kind. */
const readWord = (word: unknown, type: SpecificationType): Fields => {
  const text = typeof word === 'string' ? word.toLowerCase() : '';
  switch (type) {
    case 'product-specification':
      return {};
    case 'service-specification':
      return {
        serviceType: text.includes('resourcefacing') ? 'resource_facing' : 'customer_facing',
      };
    case 'resource-specification':
      return { resourceType: text.includes('physical') ? 'physical' : 'logical' };
  }
};

const writeWord = (fields: Fields, type: SpecificationType): string => {
  switch (type) {
    case 'product-specification':
      return PRODUCT;
    case 'service-specification':
      return SERVICE_WORDS[String(fields['serviceType'])] ?? 'ServiceSpecification';
    case 'resource-specification':
      return RESOURCE_WORDS[String(fields['resourceType'])] ?? 'ResourceSpecification';
  }
};

/** Whether a word that was kept still says what the fields say. */
const isTrue = (word: unknown, fields: Fields, type: SpecificationType): boolean =>
  typeof word === 'string' &&
  Object.entries(readWord(word, type)).every(([key, value]) => fields[key] === value);

const listOf = (tmf: Fields, type: SpecificationType): string | undefined =>
  CHARACTERISTIC_LISTS[type].find((key) => tmf[key] !== undefined);

export const readSpecification = (tmf: Fields, type: SpecificationType): ReadDocument => {
  const list = listOf(tmf, type);
  const { relationships, kept } = readRelationships(tmf, type);
  const isProduct = type === 'product-specification';
  const isService = type === 'service-specification';
  const channels = isService ? readChannels(tmf) : undefined;
  const typed = readWord(tmf['@type'], type);
  const read = [
    ...relationshipListsOf(type),
    ...(list === undefined ? [] : [list]),
    ...(isProduct ? ['brand', 'productNumber'] : []),
    ...(isService ? ['channel'] : []),
  ];
  return {
    fields: {
      ...readCommon(tmf),
      ...typed,
      ...(isProduct && {
        brand: readText(tmf, 'brand'),
        productNumber: readText(tmf, 'productNumber'),
      }),
      ...(channels && { distributionChannels: channels.distributionChannels }),
      characteristics: list === undefined ? [] : readObjects(tmf, list).map(readCharacteristic),
      relationships,
      extensions: readExtensions(tmf, read, {
        ...kept,
        ...channels?.kept,
        ...keepWord('@type', tmf['@type'], writeWord(typed, type)),
      }),
    },
    unsaid: [
      'asksForLocation',
      'localizedTexts',
      ...(channels && !channels.isSaid ? ['distributionChannels'] : []),
    ],
    belongsTo: [],
    usedValues: [],
  };
};

export const writeSpecification = (
  fields: Fields,
  type: SpecificationType,
  writeReference: WriteReference,
): Fields => {
  const extensions = asObject(fields['extensions']);
  const [list = ''] = CHARACTERISTIC_LISTS[type];
  const lists = writeRelationships(fields['relationships'], type, writeReference);
  const characteristics = asList(fields['characteristics'])
    .filter(isObject)
    .map((characteristic) => writeCharacteristic(characteristic, VALUE_LISTS[type]));
  const word = extensions['@type'];
  return {
    ...restOf(extensions, [OWN]),
    '@type': isTrue(word, fields, type) ? word : writeWord(fields, type),
    ...writeCommon(fields, extensions),
    ...(type === 'product-specification' && {
      brand: fields['brand'] ?? undefined,
      productNumber: fields['productNumber'] ?? undefined,
    }),
    [list]: characteristics.length === 0 ? undefined : characteristics,
    ...Object.fromEntries(
      Object.entries(lists).map(([key, entries]) => [key, withKept(entries, extensions[key])]),
    ),
  };
};
