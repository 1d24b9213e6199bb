import {
  toPointer,
  type AnswersSchema,
  type FieldHint,
  type FieldSchema,
  type Form,
} from '../../../shared/form';
import type {
  CatalogSnapshot,
  OrderableSnapshot,
  PartQuantity,
  PinnedSpecification,
  Translations,
} from '../../../shared/catalog-snapshot';
import { addressField, deriveField, isRequired, widgetOf } from './derive-field';
import { textIn, toLanguages, wordsIn } from './form-texts';

/** What a section of the form is made of: an offering, or a component of a specification. */
interface Content {
  readonly specification: PinnedSpecification | null;
  readonly bundled: OrderableSnapshot['bundled'];
}

interface Part {
  readonly key: string;
  readonly title: string;
  readonly mandatory: boolean;
  readonly quantity: PartQuantity;
  readonly content: Content;
}

interface Section {
  readonly properties: Record<string, FieldSchema>;
  readonly required: string[];
  readonly hints: FieldHint[];
}

type Characteristics = PinnedSpecification['characteristics'];

const objectOf = (properties: Record<string, FieldSchema>, required: readonly string[]) => ({
  type: 'object' as const,
  properties,
  required: [...required],
  additionalProperties: false as const,
});

const hintsOf = (
  characteristics: Characteristics,
  path: readonly string[],
  languages: readonly string[],
): FieldHint[] =>
  characteristics.flatMap((characteristic) => {
    const { name, unitOfMeasure, valueType, translations, description } = characteristic;
    const here = [...path, name];
    const inside = characteristic.items === null ? here : [...here, '-'];
    return [
      {
        field: toPointer(here),
        widget: widgetOf(characteristic),
        ...(unitOfMeasure !== null && { unit: unitOfMeasure }),
        ...(valueType === 'label' && {
          text:
            textIn(translations, languages, 'description') ??
            description ??
            textIn(translations, languages, 'label') ??
            characteristic.label,
        }),
      },
      ...hintsOf(characteristic.properties, inside, languages),
    ];
  });

const addCharacteristics = (
  section: Section,
  characteristics: Characteristics,
  path: readonly string[],
  languages: readonly string[],
): void => {
  if (characteristics.length === 0) return;
  const here = [...path, 'characteristics'];
  const answered = characteristics.filter(({ valueType }) => valueType !== 'label');
  const required = answered.filter(isRequired).map(({ name }) => name);
  section.hints.push(...hintsOf(characteristics, here, languages));
  if (answered.length === 0) return;
  section.properties['characteristics'] = objectOf(
    Object.fromEntries(answered.map((each) => [each.name, deriveField(each, languages)])),
    required,
  );
  if (required.length > 0) section.required.push('characteristics');
};

/** The quantity of a part that is there: a field where there is a choice, a constant where not. */
const addQuantity = (
  section: Section,
  { minimum, maximum, default: preset }: PartQuantity,
  path: readonly string[],
  title: string,
): void => {
  const fewest = Math.max(minimum, 1);
  if (fewest === 1 && maximum === 1) return;
  const isFixed = fewest === maximum;
  section.properties['quantity'] = {
    type: 'integer',
    title,
    ...(isFixed
      ? { const: fewest }
      : { minimum: fewest, maximum, default: Math.max(fewest, preset) }),
  };
  section.hints.push({
    field: toPointer([...path, 'quantity']),
    widget: 'number',
    ...(isFixed && { hidden: true as const }),
  });
};

const partsOf = ({ specification, bundled }: Content, languages: readonly string[]): Part[] => {
  const titleOf = (translations: Translations, name: string) =>
    textIn(translations, languages, 'label') ?? name;
  return [
    ...(specification?.parts ?? []).map((part) => ({
      key: part.key,
      title: part.key,
      mandatory: part.mandatory,
      quantity: part.quantity,
      content: { specification: part.specification, bundled: [] },
    })),
    ...bundled.map((part) => ({
      key: part.key,
      title: titleOf(part.translations, part.name),
      mandatory: part.mandatory,
      quantity: part.quantity,
      content: part.offering,
    })),
  ];
};

const addParts = (
  section: Section,
  parts: readonly Part[],
  path: readonly string[],
  languages: readonly string[],
): void => {
  if (parts.length === 0) return;
  const properties: Record<string, FieldSchema> = {};
  const required: string[] = [];
  for (const { key, title, mandatory, quantity, content } of parts) {
    const here = [...path, 'components', key];
    const isOptional = !mandatory || quantity.minimum === 0;
    section.hints.push({
      field: toPointer(here),
      widget: 'section',
      ...(isOptional && { includedByDefault: quantity.default > 0 }),
    });
    const inner: Section = { properties: {}, required: [], hints: section.hints };
    addQuantity(inner, quantity, here, wordsIn(languages).quantity);
    addContent(inner, content, here, languages);
    const description = content.specification?.description ?? null;
    properties[key] = {
      ...objectOf(inner.properties, inner.required),
      title,
      ...(description !== null && { description }),
    };
    // A mandatory part without a mandatory field stands without an answer.
    if (!isOptional && inner.required.length > 0) required.push(key);
  }
  section.properties['components'] = objectOf(properties, required);
  if (required.length > 0) section.required.push('components');
};

const addContent = (
  section: Section,
  content: Content,
  path: readonly string[],
  languages: readonly string[],
): void => {
  const { specification } = content;
  addCharacteristics(section, specification?.characteristics ?? [], path, languages);
  if (specification?.asksForLocation) {
    const words = wordsIn(languages);
    section.properties['location'] = { ...addressField(words), title: words.location };
    section.required.push('location');
    section.hints.push({ field: toPointer([...path, 'location']), widget: 'address' });
  }
  addParts(section, partsOf(content, languages), path, languages);
};

export interface DeriveOptions {
  /** Language tag (BCP 47) of who fills the form in; the catalogue's own texts where it has none. */
  readonly language?: string | null;
  /** Whether the requester may wish for a date. */
  readonly asksForDate?: boolean;
}

/**
 * Derives the order form from what was published. The same snapshot gives the same form, always.
 *
 * Characteristics become fields, components and bundled offerings become sections at any depth, a
 * part that can be left out is chosen by being there.
 */
export const deriveForm = (
  { orderable }: Pick<CatalogSnapshot, 'orderable'>,
  { language = null, asksForDate = true }: DeriveOptions = {},
): Form => {
  const languages = toLanguages(language);
  const section: Section = { properties: {}, required: [], hints: [] };
  addContent(section, orderable, [], languages);
  if (asksForDate) {
    section.properties['requestedDate'] = {
      type: 'string',
      format: 'date',
      title: wordsIn(languages).requestedDate,
    };
    section.hints.push({ field: '/requestedDate', widget: 'date' });
  }
  const schema: AnswersSchema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: section.properties,
    required: section.required,
    additionalProperties: false,
  };
  return { schema, hints: section.hints, quantity: orderable.quantity };
};

const languagesOfCharacteristics = (characteristics: Characteristics): string[] =>
  characteristics.flatMap(({ translations, options, properties }) => [
    ...Object.keys(translations),
    ...options.flatMap(({ labels }) => Object.keys(labels)),
    ...languagesOfCharacteristics(properties),
  ]);

const languagesOfSpecification = ({ characteristics, parts }: PinnedSpecification): string[] => [
  ...languagesOfCharacteristics(characteristics),
  ...parts.flatMap(({ specification }) => languagesOfSpecification(specification)),
];

const languagesOf = ({ specification, bundled }: Content): string[] => [
  ...(specification ? languagesOfSpecification(specification) : []),
  ...bundled.flatMap(({ translations, offering }) => [
    ...Object.keys(translations),
    ...languagesOf(offering),
  ]),
];

/** The languages that a catalogue has texts of, besides its own. */
export const languagesOfSnapshot = ({ orderable }: Pick<CatalogSnapshot, 'orderable'>): string[] =>
  [...new Set(languagesOf(orderable))].sort();
