import { isDeepStrictEqual } from 'node:util';
import { OrderbridgeError } from '../../kernel/errors';
import { isObject, type Fields } from './json-fields';
import type { Field, Shape } from './shapes';

/** Where a TM Forum document holds what TM Forum has no place for. */
export const OWN = 'x-orderbridge';

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !(value instanceof Date) &&
  Object.keys(value).length === 0;

/** One way to say nothing: what is missing, null, an empty list and an empty object are the same. */
const settle = (value: unknown, fallback: unknown): unknown =>
  value === undefined || value === null || isEmpty(value) ? fallback : value;

const toMoment = (value: unknown): unknown => {
  if (value === undefined || value === null) return null;
  if (!(value instanceof Date) && typeof value !== 'string' && typeof value !== 'number') {
    return value;
  }
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : date.toISOString();
};

const shapeList = (value: unknown, of: Shape, key: string): readonly Fields[] => {
  const items: unknown = value ?? [];
  if (!Array.isArray(items) || !items.every(isObject)) {
    throw new OrderbridgeError('import.document_invalid', `${key}: is no list of objects.`);
  }
  return items.map((item) => toShape(item, of));
};

/** Brings a field into the one form in which two of them can be compared. */
const shapeField = (value: unknown, field: Field, key: string): unknown => {
  switch (field.kind) {
    case 'value':
      return settle(value, field.fallback);
    case 'moment':
      return toMoment(value);
    case 'list':
      return shapeList(value, field.of, key);
    case 'link':
      return value ?? null;
    case 'links':
      return value ?? [];
  }
};

/** The attributes of a shape, each in the form in which it is compared; anything else is dropped. */
export const toShape = (fields: Fields, shape: Shape): Fields =>
  Object.fromEntries(
    Object.entries(shape).map(([key, field]) => [key, shapeField(fields[key], field, key)]),
  );

const hasLinks = (shape: Shape): boolean =>
  Object.values(shape).some(
    (field) =>
      field.kind === 'link' ||
      field.kind === 'links' ||
      (field.kind === 'list' && hasLinks(field.of)),
  );

/** A link is said by a reference alone, and an external id by `id` alone. */
const canBeOwn = (key: string, field: Field): boolean =>
  key !== 'externalId' &&
  field.kind !== 'link' &&
  field.kind !== 'links' &&
  !(field.kind === 'list' && hasLinks(field.of));

const ownKeysOf = (shape: Shape): string[] =>
  Object.entries(shape).flatMap(([key, field]) => (canBeOwn(key, field) ? [key] : []));

export const ownFieldsOf = (tmf: Fields): Fields => {
  const own = tmf[OWN];
  if (own === undefined) return {};
  if (isObject(own)) return own;
  throw new OrderbridgeError('import.document_invalid', `${OWN}: is no object.`);
};

/** What was understood of a TM Forum object, with what it says about itself under `x-orderbridge`. */
export const withOwnFieldsOf = (tmf: Fields, understood: Fields, shape: Shape): Fields => {
  const own = ownFieldsOf(tmf);
  const said = ownKeysOf(shape).filter((key) => Object.hasOwn(own, key));
  return toShape(
    { ...understood, ...Object.fromEntries(said.map((key) => [key, own[key]])) },
    shape,
  );
};

/** The items of a list without what goes without saying. */
const withoutFallbacks = (value: unknown, field: Field | undefined): unknown => {
  if (field?.kind !== 'list' || !Array.isArray(value)) return value;
  const nothing = toShape({}, field.of);
  return value.filter(isObject).map((item) =>
    Object.fromEntries(
      Object.entries(item)
        .filter(([key, inner]) => !isDeepStrictEqual(inner, nothing[key]))
        .map(([key, inner]) => [key, withoutFallbacks(inner, field.of[key])]),
    ),
  );
};

/** What a reader would not understand of the TM Forum object that was made of these fields. */
const findUnsaid = (fields: Fields, understood: Fields, shape: Shape): Fields => {
  const [is, isRead] = [toShape(fields, shape), toShape(understood, shape)];
  return Object.fromEntries(
    ownKeysOf(shape)
      .filter((key) => !isDeepStrictEqual(is[key], isRead[key]))
      .map((key) => [key, withoutFallbacks(is[key], shape[key])]),
  );
};

/**
 * Adds to a TM Forum object, under `x-orderbridge`, whatever of the fields its reader does not get
 * from it otherwise. So reading it again gives the same fields, by construction.
 */
export const addOwnFields = (
  tmf: Fields,
  fields: Fields,
  shape: Shape,
  understand: (tmf: Fields) => Fields,
): Fields => {
  const unsaid = findUnsaid(fields, understand(tmf), shape);
  const own = { ...ownFieldsOf(tmf), ...unsaid };
  return Object.keys(own).length === 0 ? tmf : { ...tmf, [OWN]: own };
};
