/** Answers to an order form, made from the form itself, as a person would fill it in who is in a hurry. */
import { partPointer } from './pointers.mjs';

/** Texts for fields that say no more than a format or a pattern; the first that fits is taken. */
const TEXTS = [
  'Ada Berg, +47 555 0100',
  'NO',
  'nordwind',
  'Nordwind1',
  'A1',
  'AB1234',
  '12345',
  '1',
];

const TEXT_OF_FORMAT = {
  date: '2030-01-15',
  'date-time': '2030-01-15T09:00:00Z',
  duration: 'PT4H',
  email: 'ada.berg@nordwind.example',
};

const toLength = (text, { minLength = 0, maxLength = Infinity }) =>
  text.padEnd(minLength, '.').slice(0, maxLength);

const textFor = (field, pointer) => {
  if (field.format) return TEXT_OF_FORMAT[field.format];
  if (!field.pattern) return toLength(TEXTS[0], field);
  const pattern = new RegExp(field.pattern, 'u');
  const text = TEXTS.find((each) => pattern.test(each) && each === toLength(each, field));
  if (text === undefined)
    throw new Error(`No text is known that ${field.pattern} takes, for ${pointer}.`);
  return text;
};

const numberFor = ({ minimum = -Infinity, maximum = Infinity }) =>
  minimum === -Infinity ? Math.min(1, maximum) : minimum;

const objectFor = ({ properties, required = [] }, pointer) =>
  Object.fromEntries(
    required.map((name) => [name, valueFor(properties[name], `${pointer}/${name}`)]),
  );

const listFor = (field, pointer) => {
  const wanted = Math.max(field.minItems ?? 0, 1);
  const { items } = field;
  if (field.uniqueItems && items.oneOf) {
    return items.oneOf.slice(0, wanted).map((option) => option.const);
  }
  return Array.from({ length: wanted }, () => valueFor(items, pointer));
};

/** The default, else the first option, else the least, else a text that could be one. */
const valueFor = (field, pointer) => {
  if (field.default !== undefined) return field.default;
  if (field.oneOf) return field.oneOf[0].const;
  if (field.enum) return field.enum[0];
  switch (field.type) {
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return numberFor(field);
    case 'array':
      return listFor(field, pointer);
    case 'object':
      return objectFor(field, pointer);
    default:
      return textFor(field, pointer);
  }
};

/**
 * Answers that a form takes. Parts that can be left out are, unless they are chosen from the start or
 * named here; what has a fixed value is not answered.
 *
 * @param {{ schema: object, hints: { field: string, includedByDefault?: boolean }[] }} form
 * @param {{ include?: Record<string, number> }} [options] how many of which part, by its pointer
 */
export const answersFor = ({ schema, hints }, { include = {} } = {}) => {
  const includedByDefault = new Map(hints.map((hint) => [hint.field, hint.includedByDefault]));
  const isOrdered = (pointer) => pointer in include || includedByDefault.get(pointer) !== false;

  const answerFields = (fields, pointer) =>
    Object.fromEntries(
      Object.entries(fields.properties)
        .filter(([, field]) => field.const === undefined)
        .map(([name, field]) => [name, valueFor(field, `${pointer}/${name}`)]),
    );

  const answerParts = (parts, pointer) =>
    Object.fromEntries(
      Object.entries(parts.properties)
        .map(([name, part]) => [name, part, `${pointer}${partPointer(name)}`])
        .filter(([, , here]) => isOrdered(here))
        .map(([name, part, here]) => [name, answerSection(part, here)]),
    );

  const answerSection = ({ properties }, pointer) => {
    const { characteristics, components, location, quantity } = properties;
    return {
      ...(quantity &&
        quantity.const === undefined && {
          quantity: include[pointer] ?? valueFor(quantity, pointer),
        }),
      ...(characteristics && { characteristics: answerFields(characteristics, pointer) }),
      ...(location && { location: valueFor(location, `${pointer}/location`) }),
      ...(components && { components: answerParts(components, pointer) }),
    };
  };
  return answerSection(schema, '');
};
