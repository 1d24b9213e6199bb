import { z } from 'zod';
import { OrderbridgeError } from './errors';

/** A field that a list may be filtered or sorted by. */
export interface ListField {
  readonly type: 'text' | 'integer' | 'moment' | 'choice';
  /** What a choice is between. */
  readonly values?: readonly string[];
  /** Only fields of the list's own rows are sorted by, not those of a relation. */
  readonly sortable?: boolean;
  readonly filterable?: boolean;
}

type ListValue = string | number | Date;

const MAX_TEXT_LENGTH = 255;
const MAX_LISTED_VALUES = 100;
const MAX_INTEGER = 2 ** 31 - 1;
const MIN_INTEGER = -(2 ** 31);
const WHOLE_NUMBER = /^-?\d{1,10}$/;

/** A place in the query as it stands in the address: `filters[state][$eq]`. */
const toParameter = ([first, ...rest]: readonly string[]): string =>
  `${first ?? ''}${rest.map((key) => `[${key}]`).join('')}`;

/** A `request.invalid` of one parameter; `message` goes on where the parameter's name ends. */
export const invalidParameter = (path: readonly string[], message: string): OrderbridgeError =>
  new OrderbridgeError('request.invalid', `${toParameter(path)} ${message}.`, {
    errors: [{ path: [...path], message }],
  });

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list as qs reads it: an array, or beyond 100 entries an object whose keys are the indexes. */
export const toList = (value: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(value)) return value as unknown[];
  if (!isRecord(value)) return undefined;
  const isIndexed = Object.keys(value).every((key) => /^\d+$/.test(key));
  return isIndexed ? Object.values(value) : undefined;
};

// Without an offset a moment would mean another one on each server; a day begins in UTC.
const isoMoment = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

const toMoment = (text: string): Date | undefined => {
  const moment = new Date(text);
  const isMoment = isoMoment.safeParse(text).success && !Number.isNaN(moment.getTime());
  return isMoment ? moment : undefined;
};

const toInteger = (text: string): number | undefined => {
  const value = Number(text);
  const isInteger = WHOLE_NUMBER.test(text) && value >= MIN_INTEGER && value <= MAX_INTEGER;
  return isInteger ? value : undefined;
};

const coerce = ({ type, values = [] }: ListField, text: string): ListValue | undefined => {
  switch (type) {
    case 'text':
      return text.length <= MAX_TEXT_LENGTH ? text : undefined;
    case 'integer':
      return toInteger(text);
    case 'moment':
      return toMoment(text);
    case 'choice':
      return values.includes(text) ? text : undefined;
  }
};

const expectationOf = ({ type, values = [] }: ListField): string => {
  switch (type) {
    case 'text':
      return `a text of at most ${String(MAX_TEXT_LENGTH)} characters`;
    case 'integer':
      return `a whole number from ${String(MIN_INTEGER)} to ${String(MAX_INTEGER)}`;
    case 'moment':
      return 'a day such as 2026-01-31 or a moment such as 2026-01-31T12:00:00Z or …+02:00, with + written as %2B';
    case 'choice':
      return `one of ${values.join(', ')}`;
  }
};

const readValue = (field: ListField, raw: unknown, path: readonly string[]): ListValue => {
  const value = typeof raw === 'string' ? coerce(field, raw) : undefined;
  if (value === undefined) throw invalidParameter(path, `takes ${expectationOf(field)}`);
  return value;
};

const readList = (field: ListField, raw: unknown, path: readonly string[]): ListValue[] => {
  const list = typeof raw === 'string' ? [raw] : toList(raw);
  if (list === undefined || list.length === 0 || list.length > MAX_LISTED_VALUES) {
    throw invalidParameter(path, `takes 1 to ${String(MAX_LISTED_VALUES)} values`);
  }
  return list.map((entry, index) => readValue(field, entry, [...path, String(index)]));
};

const readRange = (field: ListField, raw: unknown, path: readonly string[]): ListValue[] => {
  if (toList(raw)?.length !== 2) throw invalidParameter(path, 'takes two values');
  return readList(field, raw, path);
};

const readFlag = (_field: ListField, raw: unknown, path: readonly string[]): boolean => {
  if (raw !== 'true' && raw !== 'false') throw invalidParameter(path, 'takes true or false');
  return raw === 'true';
};

const OF_EVERY_TYPE = {
  $eq: readValue,
  $ne: readValue,
  $in: readList,
  $notIn: readList,
  $null: readFlag,
  $notNull: readFlag,
};
const OF_AN_ORDER = {
  ...OF_EVERY_TYPE,
  $lt: readValue,
  $lte: readValue,
  $gt: readValue,
  $gte: readValue,
  $between: readRange,
};

type ReadOperand = (field: ListField, raw: unknown, path: readonly string[]) => unknown;

/** What each type can be asked for. Texts have no order here: databases sort them differently. */
const OPERATORS: Readonly<Record<ListField['type'], Readonly<Record<string, ReadOperand>>>> = {
  text: {
    ...OF_EVERY_TYPE,
    $eqi: readValue,
    $contains: readValue,
    $containsi: readValue,
    $startsWith: readValue,
  },
  integer: OF_AN_ORDER,
  moment: OF_AN_ORDER,
  choice: OF_EVERY_TYPE,
};

/** The operators of each type. */
export const OPERATORS_OF: Readonly<Record<ListField['type'], readonly string[]>> = {
  text: Object.keys(OPERATORS.text),
  integer: Object.keys(OPERATORS.integer),
  moment: Object.keys(OPERATORS.moment),
  choice: Object.keys(OPERATORS.choice),
};

/**
 * What stands behind one operator, in the type of the field.
 *
 * @throws `request.invalid`
 */
export const readOperand = (
  field: ListField,
  operator: string,
  raw: unknown,
  path: readonly string[],
): unknown => {
  const operators = OPERATORS[field.type];
  const read = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (read === undefined) {
    throw invalidParameter(
      path,
      `is no operator of this field; it has ${Object.keys(operators).join(', ')}`,
    );
  }
  return read(field, raw, path);
};
