import { TYPES_WITH_OPTIONS, type ValueType } from '../../../../shared/characteristic-types';
import { OrderbridgeError } from '../../kernel/errors';
import type { Fields } from './json-fields';

/** The words that TM Forum's free text `valueType` is written in here. */
const WORDS: Readonly<Record<ValueType, string>> = {
  choice: 'string',
  text: 'string',
  integer: 'integer',
  decimal: 'number',
  yes_no: 'boolean',
  checkbox: 'boolean',
  date: 'date',
  date_time: 'dateTime',
  duration: 'duration',
  email: 'email',
  address: 'address',
  object: 'object',
  label: 'label',
  attachment: 'attachment',
};

/** What other systems call them, in lower case and without anything but letters. */
const UNDERSTOOD = new Map<string, ValueType>([
  ['string', 'text'],
  ['text', 'text'],
  ['varchar', 'text'],
  ['integer', 'integer'],
  ['int', 'integer'],
  ['long', 'integer'],
  ['number', 'decimal'],
  ['numeric', 'decimal'],
  ['decimal', 'decimal'],
  ['float', 'decimal'],
  ['double', 'decimal'],
  ['boolean', 'yes_no'],
  ['bool', 'yes_no'],
  ['date', 'date'],
  ['datetime', 'date_time'],
  ['timestamp', 'date_time'],
  ['duration', 'duration'],
  ['email', 'email'],
  ['emailaddress', 'email'],
  ['address', 'address'],
  ['geographicaddress', 'address'],
  ['object', 'object'],
  ['json', 'object'],
  ['label', 'label'],
  ['attachment', 'attachment'],
  ['file', 'attachment'],
]);

export const toWord = (type: unknown): string =>
  typeof type === 'string' && Object.hasOwn(WORDS, type) ? WORDS[type as ValueType] : 'string';

const fromWord = (word: string | null): ValueType | undefined =>
  word === null ? undefined : UNDERSTOOD.get(word.toLowerCase().replace(/[^a-z]/g, ''));

/** Of the types that hold texts of one form, that form: a list of anything else is a choice. */
const FORMS: Partial<Record<ValueType, RegExp>> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  date_time: /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/,
  email: /^\S+@\S+$/,
};

const typeOfTexts = (texts: readonly string[], word: string | null): ValueType => {
  const named = fromWord(word);
  const form = named && TYPES_WITH_OPTIONS.includes(named) ? FORMS[named] : undefined;
  return named && form && texts.every((text) => form.test(text)) ? named : 'choice';
};

const isText = (value: unknown): value is string => typeof value === 'string';

const typeOfValues = (values: readonly unknown[], word: string | null): ValueType => {
  if (values.every(isText)) return typeOfTexts(values, word);
  if (values.every((value) => typeof value === 'boolean')) return 'yes_no';
  if (values.every((value) => typeof value === 'number')) {
    return values.every((value) => Number.isSafeInteger(value)) ? 'integer' : 'decimal';
  }
  if (values.some((value) => typeof value === 'object')) {
    throw new OrderbridgeError(
      'import.value_not_storable',
      'a value is an object or a list; values are texts, numbers, true and false.',
    );
  }
  throw new OrderbridgeError(
    'import.values_mixed',
    `the values are of several types: ${values.map((value) => JSON.stringify(value)).join(', ')}.`,
  );
};

/**
 * The input type that a characteristic of TM Forum has here. Its values decide by their JSON type;
 * the word of its `valueType` does where there are none.
 *
 * @throws `import.values_mixed`, `import.value_not_storable`
 */
export const findValueType = (characteristic: {
  readonly word: string | null;
  readonly values: readonly unknown[];
  readonly bounds: readonly number[];
}): ValueType => {
  const { word, values, bounds } = characteristic;
  if (values.length > 0) return typeOfValues(values, word);
  const named = fromWord(word);
  if (bounds.length === 0 || named === 'integer' || named === 'decimal') return named ?? 'text';
  return bounds.every((bound) => Number.isSafeInteger(bound)) ? 'integer' : 'decimal';
};

/** The text of a value in the catalogue as the JSON value of its type, or as itself where it is none. */
export const toJsonValue = (type: unknown, text: unknown): unknown => {
  if (typeof text !== 'string') return text;
  if (type === 'yes_no' || type === 'checkbox') {
    return text === 'true' || text === 'false' ? text === 'true' : text;
  }
  if (type !== 'integer' && type !== 'decimal') return text;
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
};

/** A value as the catalogue writes it. @throws `import.value_not_storable` */
export const toStoredText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new OrderbridgeError(
    'import.value_not_storable',
    `${JSON.stringify(value)} is no value that can be chosen.`,
  );
};

/** Whether the value is of the JSON type that values of the input type have. */
export const isOfType = (type: unknown, value: unknown): boolean => {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'decimal') return typeof value === 'number';
  if (type === 'yes_no' || type === 'checkbox') return typeof value === 'boolean';
  return typeof value === 'string';
};

/** The default among the entries, if just one is marked so. */
export const findDefault = (entries: readonly Fields[]): unknown => {
  const marked = entries.filter(({ isDefault }) => isDefault === true);
  if (marked.length > 1) {
    throw new OrderbridgeError('import.value_not_storable', 'it has several defaults.');
  }
  return marked[0]?.['value'];
};
