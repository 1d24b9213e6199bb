import type { TranslationKey } from '../translate';

type Translate = (key: TranslationKey, values?: Record<string, string | number>) => string;

/** Keywords of a field that have a word in people's language; another one is called as it is. */
const WORDS: Readonly<Record<string, TranslationKey>> = {
  title: 'difference.title',
  description: 'difference.description',
  required: 'difference.required',
  default: 'difference.default',
  const: 'difference.const',
  oneOf: 'difference.options',
  minimum: 'difference.minimum',
  maximum: 'difference.maximum',
  minLength: 'difference.min-length',
  maxLength: 'difference.max-length',
  minItems: 'difference.min-items',
  maxItems: 'difference.max-items',
  pattern: 'difference.pattern',
  format: 'difference.format',
  type: 'difference.type',
  widget: 'difference.widget',
  unit: 'difference.unit',
  text: 'difference.text',
  hidden: 'difference.hidden',
  position: 'difference.position',
  includedByDefault: 'difference.included',
};

const titleOf = (option: unknown): string | undefined =>
  typeof option === 'object' && option !== null && 'title' in option
    ? String(option.title)
    : undefined;

const describeValue = (value: unknown, translate: Translate): string => {
  const isEmpty = Array.isArray(value) && value.length === 0;
  if (value === null || value === undefined || isEmpty) return translate('difference.nothing');
  if (typeof value === 'boolean') return translate(value ? 'difference.yes' : 'difference.no');
  if (Array.isArray(value)) {
    return value.map((one) => titleOf(one) ?? describeValue(one, translate)).join(', ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
};

interface Change {
  readonly property: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Says what has changed of a field: `Required: yes → no`. */
export const describeChange = ({ property, from, to }: Change, translate: Translate): string => {
  const word = WORDS[property];
  // Places count from one for people.
  const shown = (value: unknown) =>
    property === 'position' && typeof value === 'number' ? value + 1 : value;
  return translate('difference.change', {
    property: word === undefined ? property : translate(word),
    from: describeValue(shown(from), translate),
    to: describeValue(shown(to), translate),
  });
};
