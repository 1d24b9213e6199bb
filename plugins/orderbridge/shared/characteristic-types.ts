/**
 * The input types that a characteristic can have. A type that takes options is drawn as a choice where
 * the characteristic has values; `choice` always has.
 */
export const VALUE_TYPES = [
  'choice',
  'text',
  'integer',
  'decimal',
  'yes_no',
  'checkbox',
  'date',
  'date_time',
  'duration',
  'email',
  'address',
  'object',
  'label',
  'attachment',
] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** Types whose values can be limited to a list. */
export const TYPES_WITH_OPTIONS: readonly ValueType[] = [
  'choice',
  'text',
  'integer',
  'decimal',
  'date',
  'date_time',
  'email',
];

/** Types of which several values can be given. */
export const TYPES_WITH_ARRAYS: readonly ValueType[] = [
  'choice',
  'text',
  'integer',
  'decimal',
  'date',
  'date_time',
  'object',
];

/** What a field of an object can be: everything but another object and what is no single value. */
export const PROPERTY_TYPES = VALUE_TYPES.filter(
  (type) => type !== 'object' && type !== 'label' && type !== 'attachment',
);

/** How a choice is drawn. */
export const CHOICE_STYLES = ['dropdown', 'radio'] as const;
export type ChoiceStyle = (typeof CHOICE_STYLES)[number];

/** Longest text that a characteristic takes where it sets no limit of its own, in characters. */
export const DEFAULT_MAX_LENGTH = 255;
/** The most values that an array takes where it sets no limit of its own. */
export const DEFAULT_MAX_ITEMS = 100;
