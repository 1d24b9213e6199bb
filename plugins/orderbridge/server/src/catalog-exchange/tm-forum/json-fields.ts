import { OrderbridgeError } from '../../kernel/errors';

/** A JSON object, or the fields of a document. */
export type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refuse = (key: string, expected: string): never => {
  throw new OrderbridgeError('import.document_invalid', `${key}: is no ${expected}.`);
};

const readAs = <Value>(
  fields: Fields,
  key: string,
  expected: string,
  is: (value: unknown) => value is Value,
): Value | null => {
  const value = fields[key];
  if (value === undefined || value === null) return null;
  return is(value) ? value : refuse(key, expected);
};

/** A text, or null where there is none. @throws `import.document_invalid`, as all of these. */
export const readText = (fields: Fields, key: string): string | null =>
  readAs(fields, key, 'text', (value) => typeof value === 'string');

export const readNumber = (fields: Fields, key: string): number | null =>
  readAs(fields, key, 'number', (value) => typeof value === 'number');

export const readFlag = (fields: Fields, key: string): boolean | null =>
  readAs(fields, key, 'true or false', (value) => typeof value === 'boolean');

export const readObject = (fields: Fields, key: string): Fields | null =>
  readAs(fields, key, 'object', isObject);

const isListOfObjects = (value: unknown): value is readonly Fields[] =>
  Array.isArray(value) && value.every(isObject);

/** The objects of a list; none where there is no list. */
export const readObjects = (fields: Fields, key: string): readonly Fields[] =>
  readAs(fields, key, 'list of objects', isListOfObjects) ?? [];

/** What is left of an object beside the fields that were read; null where nothing is. */
export const restOf = (fields: Fields, read: readonly string[]): Fields | null => {
  const rest = Object.entries(fields).filter(
    ([key, value]) => !read.includes(key) && value !== undefined,
  );
  return rest.length === 0 ? null : Object.fromEntries(rest);
};

/** The object without what is undefined. */
export const compact = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The object, or an empty one where it is none. */
export const asObject = (value: unknown): Fields => (isObject(value) ? value : {});

export const asList = (value: unknown): readonly unknown[] => {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list;
};

/** The value with the keys of all objects in it in one order, whatever a database made of them. */
export const withSortedKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, withSortedKeys(inner)]),
  );
};
