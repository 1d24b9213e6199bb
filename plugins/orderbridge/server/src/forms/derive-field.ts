import { DEFAULT_MAX_LENGTH, type ValueType } from '../../../shared/characteristic-types';
import type { CharacteristicSnapshot, OptionSnapshot } from '../../../shared/catalog-snapshot';
import type { FieldSchema, Widget } from '../../../shared/form';
import { textIn, wordsIn, type FormWords } from './form-texts';

/** The longest address of mail, RFC 5321. */
const MAX_EMAIL_LENGTH = 254;
/** A text that may be longer than this is written on several lines. */
const MAX_LINE_LENGTH = 255;

const ADDRESS_PARTS = ['street', 'postcode', 'city', 'stateOrProvince', 'country'] as const;
const REQUIRED_ADDRESS_PARTS = ['street', 'city', 'country'] as const;

/** The schema of an address; `country` is a code of ISO 3166-1, alpha-2. */
export const addressField = (words: FormWords): FieldSchema => ({
  type: 'object',
  properties: Object.fromEntries(
    ADDRESS_PARTS.map((part): [string, FieldSchema] => [
      part,
      {
        type: 'string',
        title: words[part],
        ...(part === 'country'
          ? { pattern: '^[A-Z]{2}$', maxLength: 2 }
          : { minLength: 1, maxLength: DEFAULT_MAX_LENGTH }),
      },
    ]),
  ),
  required: [...REQUIRED_ADDRESS_PARTS],
  additionalProperties: false,
});

const limitsOfNumber = ({ valueFrom, valueTo }: CharacteristicSnapshot) => ({
  ...(valueFrom !== null && { minimum: valueFrom }),
  ...(valueTo !== null && { maximum: valueTo }),
});

const limitsOfText = ({ mandatory, minLength, maxLength, pattern }: CharacteristicSnapshot) => {
  // An empty answer to a mandatory question is no answer.
  const shortest = Math.max(minLength ?? 0, mandatory ? 1 : 0);
  return {
    ...(shortest > 0 && { minLength: shortest }),
    maxLength: maxLength ?? DEFAULT_MAX_LENGTH,
    ...(pattern !== null && { pattern }),
  };
};

/** One value of a characteristic, as if it had no list of options. */
const freeValue = (
  characteristic: CharacteristicSnapshot,
  languages: readonly string[],
): FieldSchema => {
  switch (characteristic.valueType) {
    case 'integer':
      return { type: 'integer', ...limitsOfNumber(characteristic) };
    case 'decimal':
      return { type: 'number', ...limitsOfNumber(characteristic) };
    case 'yes_no':
      return { type: 'boolean' };
    case 'checkbox':
      // A box that is mandatory has to be ticked.
      return { type: 'boolean', ...(characteristic.mandatory && { enum: [true] }) };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'date_time':
      return { type: 'string', format: 'date-time' };
    case 'duration':
      return { type: 'string', format: 'duration' };
    case 'email':
      return { type: 'string', format: 'email', maxLength: MAX_EMAIL_LENGTH };
    case 'address':
      return addressField(wordsIn(languages));
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(
          characteristic.properties.map((property) => [
            property.name,
            deriveField(property, languages),
          ]),
        ),
        required: characteristic.properties.filter(isRequired).map(({ name }) => name),
        additionalProperties: false,
      };
    case 'choice':
    case 'text':
    case 'label':
    case 'attachment':
      return { type: 'string', ...limitsOfText(characteristic) };
  }
};

const toOption = ({ value, label, labels }: OptionSnapshot, languages: readonly string[]) => ({
  const: value,
  title: languages.map((language) => labels[language]).find(Boolean) ?? label,
});

const oneValue = (
  characteristic: CharacteristicSnapshot,
  languages: readonly string[],
): FieldSchema => {
  const free = freeValue(characteristic, languages);
  if (characteristic.options.length === 0) return free;
  // The options were checked against the other limits when they were published.
  return {
    type: free.type,
    oneOf: characteristic.options.map((option) => toOption(option, languages)),
  };
};

/** Whether the form asks for an answer: a fixed value needs none, a label takes none. */
export const isRequired = ({ mandatory, fixedValue, valueType }: CharacteristicSnapshot): boolean =>
  mandatory && fixedValue === null && valueType !== 'label';

/** The schema of the answer to one characteristic, with the texts of the first language that it has. */
export const deriveField = (
  characteristic: CharacteristicSnapshot,
  languages: readonly string[] = [],
): FieldSchema => {
  const { items, options, mandatory, defaultValue, fixedValue } = characteristic;
  const value = oneValue(characteristic, languages);
  const title = textIn(characteristic.translations, languages, 'label') ?? characteristic.label;
  const description =
    textIn(characteristic.translations, languages, 'description') ?? characteristic.description;
  const fewest = Math.max(items?.minimum ?? 0, mandatory ? 1 : 0);
  return {
    ...(items === null
      ? value
      : {
          type: 'array' as const,
          items: value,
          ...(fewest > 0 && { minItems: fewest }),
          maxItems: items.maximum,
          ...(options.length > 0 && { uniqueItems: true }),
        }),
    title,
    ...(description !== null && { description }),
    ...(fixedValue !== null && { const: fixedValue }),
    ...(fixedValue === null && defaultValue !== null && { default: defaultValue }),
  };
};

const WIDGET_OF_TYPE: Readonly<Record<ValueType, Widget>> = {
  choice: 'select',
  text: 'text',
  integer: 'number',
  decimal: 'number',
  yes_no: 'yes_no',
  checkbox: 'checkbox',
  date: 'date',
  date_time: 'date_time',
  duration: 'duration',
  email: 'email',
  address: 'address',
  object: 'object',
  label: 'label',
  attachment: 'text',
};

/** How the answer to a characteristic is asked for. */
export const widgetOf = (characteristic: CharacteristicSnapshot): Widget => {
  const { valueType, options, items, choiceStyle, maxLength } = characteristic;
  if (options.length > 0) return choiceStyle === 'radio' && items === null ? 'radio' : 'select';
  if (items !== null) return 'list';
  if (valueType === 'text' && (maxLength ?? 0) > MAX_LINE_LENGTH) return 'textarea';
  return WIDGET_OF_TYPE[valueType];
};
