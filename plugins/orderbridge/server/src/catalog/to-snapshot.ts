import { DEFAULT_MAX_ITEMS } from '../../../shared/characteristic-types';
import type {
  CharacteristicSnapshot,
  ImageSnapshot,
  PartQuantity,
  PriceSnapshot,
  RelationshipSnapshot,
  SpecificationSnapshot,
  Translations,
  Validity,
} from '../../../shared/catalog-snapshot';
import type { AnswerValue } from '../../../shared/form';
import {
  endsOf,
  type CharacteristicDocument,
  type OfferingDocument,
  type PriceDocument,
  type QuantitiesDocument,
  type RelationshipDocument,
  type SpecificationDocument,
  type TranslationDocument,
} from './documents';
import { readList, readValue } from './typed-value';

/** An empty text is none: the content manager leaves one behind where something was deleted. */
const textOf = (text: string | null | undefined): string | null =>
  text === null || text === undefined || text.trim() === '' ? null : text;

export const toTranslations = (
  documents: readonly TranslationDocument[] | null | undefined,
): Translations =>
  Object.fromEntries(
    (documents ?? []).map(({ locale, label, description }) => [
      locale,
      {
        ...(textOf(label) !== null && { label: label ?? '' }),
        ...(textOf(description) !== null && { description: description ?? '' }),
      },
    ]),
  );

const toLabels = (labels: unknown): Record<string, string> =>
  typeof labels === 'object' && labels !== null && !Array.isArray(labels)
    ? Object.fromEntries(
        Object.entries(labels).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      )
    : {};

const toDefault = (document: CharacteristicDocument): AnswerValue => {
  const { valueType, multiple, values } = document;
  const written = textOf(document.defaultValue);
  const flagged = (values ?? [])
    .filter(({ isDefault }) => isDefault)
    .map(({ value }) => readValue(valueType, value) ?? null);
  if (multiple) {
    if (written !== null) return readList(valueType, written) ?? null;
    return flagged.length > 0 ? flagged : null;
  }
  if (written !== null) return readValue(valueType, written) ?? null;
  return flagged[0] ?? null;
};

/** Freezes a characteristic. It has to be sound: what does not read as its type is left out. */
export const toCharacteristic = (document: CharacteristicDocument): CharacteristicSnapshot => {
  const { valueType, mandatory } = document;
  return {
    name: document.name,
    label: textOf(document.label) ?? document.name,
    description: textOf(document.description),
    translations: toTranslations(document.translations),
    valueType,
    mandatory: mandatory ?? false,
    items: document.multiple
      ? {
          minimum: document.minCardinality ?? 0,
          maximum: document.maxCardinality ?? DEFAULT_MAX_ITEMS,
        }
      : null,
    options: (document.values ?? []).flatMap(({ value, label, labels }) => {
      const read = readValue(valueType, value);
      return read === undefined
        ? []
        : [{ value: read, label: textOf(label) ?? value, labels: toLabels(labels) }];
    }),
    choiceStyle: document.choiceStyle ?? 'dropdown',
    valueFrom: document.valueFrom ?? null,
    valueTo: document.valueTo ?? null,
    minLength: document.minLength ?? null,
    maxLength: document.maxLength ?? null,
    pattern: textOf(document.pattern),
    defaultValue: toDefault(document),
    fixedValue: null,
    unitOfMeasure: textOf(document.unitOfMeasure),
    properties: (document.properties ?? []).map(toCharacteristic),
  };
};

/** How many of a part: one where nothing is said, no more than the fewest where no most is. */
export const toPartQuantity = ({
  minQuantity,
  defaultQuantity,
  maxQuantity,
}: QuantitiesDocument): PartQuantity => {
  const minimum = minQuantity ?? 1;
  const fallback = Math.max(minimum, 1);
  return {
    minimum,
    default: defaultQuantity ?? minimum,
    maximum: maxQuantity ?? Math.max(fallback, defaultQuantity ?? 0),
  };
};

/** @param nameOf the name of the specification at the end */
const toRelationship = (
  document: RelationshipDocument,
  nameOf: (documentId: string) => string,
): RelationshipSnapshot | undefined => {
  const [end] = endsOf(document);
  if (end === undefined) return undefined;
  return {
    type: document.relationshipType,
    key: textOf(document.name) ?? nameOf(end.documentId),
    targetType: end.type,
    targetId: end.documentId,
    mandatory: document.mandatory ?? true,
    quantity: toPartQuantity(document),
  };
};

export const toSpecification = (
  document: SpecificationDocument,
  nameOf: (documentId: string) => string,
): SpecificationSnapshot => ({
  name: document.name,
  description: textOf(document.description),
  asksForLocation: document.asksForLocation ?? false,
  characteristics: (document.characteristics ?? []).map(toCharacteristic),
  relationships: (document.relationships ?? [])
    .map((relationship) => toRelationship(relationship, nameOf))
    .filter((relationship) => relationship !== undefined),
});

export const toPrice = (document: PriceDocument): PriceSnapshot => ({
  name: document.name,
  priceType: document.priceType,
  value: document.value,
  currency: document.currency,
  period: document.recurringChargePeriodType ?? null,
  periodLength: document.recurringChargePeriodLength ?? null,
  unitOfMeasure: textOf(document.unitOfMeasure),
});

export const toValidity = ({
  validFrom,
  validTo,
}: Pick<SpecificationDocument, 'validFrom' | 'validTo'>): Validity => ({
  from: validFrom == null ? null : new Date(validFrom).toISOString(),
  to: validTo == null ? null : new Date(validTo).toISOString(),
});

export const toChannels = (
  documents: readonly { readonly channel: string }[] | null | undefined,
): string[] => [...new Set((documents ?? []).map(({ channel }) => channel))].sort();

/** The first picture, at its public address. */
export const toImage = (
  { images }: Pick<OfferingDocument, 'images'>,
  publicUrl: string,
): ImageSnapshot | null => {
  const [first] = images ?? [];
  if (first === undefined) return null;
  return {
    url: new URL(first.url, `${publicUrl}/`).toString(),
    alternativeText: textOf(first.alternativeText),
  };
};
