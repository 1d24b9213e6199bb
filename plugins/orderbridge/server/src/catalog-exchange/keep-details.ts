import { isDeepStrictEqual } from 'node:util';
import { asList, isObject, type Fields } from './tm-forum/json-fields';
import {
  BUNDLED_OFFERING,
  CHARACTERISTIC,
  OPTION,
  RELATIONSHIP,
  VALUE_USE,
} from './tm-forum/shapes';
import type { Shape } from './tm-forum/shapes';

/** What of the items of a list TM Forum has no field for, and what tells the items apart. */
interface Details {
  readonly list: string;
  readonly shape: Shape;
  readonly identity: readonly string[];
  readonly attributes: readonly string[];
  readonly inner?: readonly Details[];
}

const DETAILS: readonly Details[] = [
  {
    list: 'characteristics',
    shape: CHARACTERISTIC,
    identity: ['name'],
    attributes: [
      'label',
      'choiceStyle',
      'minLength',
      'maxLength',
      'defaultValue',
      'translations',
      'properties',
    ],
    inner: [
      { list: 'values', shape: OPTION, identity: ['value'], attributes: ['label', 'labels'] },
    ],
  },
  {
    list: 'valueUses',
    shape: VALUE_USE,
    identity: ['characteristic'],
    attributes: ['component', 'defaultValue'],
  },
  {
    list: 'relationships',
    shape: RELATIONSHIP,
    identity: [
      'relationshipType',
      'productSpecification',
      'serviceSpecification',
      'resourceSpecification',
    ],
    attributes: ['name', 'mandatory', 'minQuantity', 'defaultQuantity', 'maxQuantity'],
  },
  {
    list: 'bundledOfferings',
    shape: BUNDLED_OFFERING,
    identity: ['productOffering'],
    attributes: ['name'],
  },
];

const isUnsaid = (value: unknown, attribute: string, shape: Shape): boolean => {
  const field = shape[attribute];
  if (field?.kind === 'list') return asList(value).length === 0;
  return isDeepStrictEqual(value, field?.kind === 'value' ? field.fallback : null);
};

const keepItem = (item: Fields, stored: Fields, details: Details): Fields => {
  const kept = details.attributes.filter((attribute) =>
    isUnsaid(item[attribute], attribute, details.shape),
  );
  return {
    ...item,
    ...Object.fromEntries(kept.map((attribute) => [attribute, stored[attribute]])),
    ...keepLists(item, stored, details.inner ?? []),
  };
};

/** Several items may have one identity: the first is the first, and so on. */
const keepList = (items: unknown, stored: unknown, details: Details): readonly Fields[] => {
  const left = asList(stored).filter(isObject);
  return asList(items)
    .filter(isObject)
    .map((item) => {
      const index = left.findIndex((other) =>
        details.identity.every((key) => isDeepStrictEqual(item[key], other[key])),
      );
      const [same] = index === -1 ? [] : left.splice(index, 1);
      return same === undefined ? item : keepItem(item, same, details);
    });
};

const keepLists = (fields: Fields, stored: Fields, all: readonly Details[]): Fields =>
  Object.fromEntries(
    all
      .filter(({ list }) => list in fields)
      .map((details) => [
        details.list,
        keepList(fields[details.list], stored[details.list], details),
      ]),
  );

/**
 * Adds what people have given the stored document and TM Forum has no field for: a file of another
 * system says nothing of it, which is no reason to lose it.
 */
export const keepDetails = (fields: Fields, stored: Fields): Fields => ({
  ...fields,
  ...keepLists(fields, stored, DETAILS),
});
