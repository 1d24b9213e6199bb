import { TYPES_WITH_ARRAYS, TYPES_WITH_OPTIONS } from '../../../shared/characteristic-types';
import { isKnownUnit } from '../../../shared/units';
import { compileSchema, deriveField, findPatternDefect } from '../forms';
import type { CharacteristicDocument } from './documents';
import type { PublishDefect } from './publish-defect';
import { toCharacteristic } from './to-snapshot';
import { readList, readValue } from './typed-value';

export interface CharacteristicRules {
  /** Units that the host knows besides those that everybody knows. */
  readonly units: readonly string[];
}

type Report = (field: string, message: string) => void;

const isEmpty = (text: string | null | undefined): boolean => (text ?? '').trim() === '';

const wordsOf = (type: string): string => type.replace('_', ' ');

const checkShape = (document: CharacteristicDocument, at: Report): void => {
  const { valueType, values, properties, multiple, mandatory } = document;
  if (valueType === 'attachment') {
    at('valueType', 'attachments cannot be asked for yet: they do not cross to the provider');
  }
  const hasValues = (values ?? []).length > 0;
  if (valueType === 'choice' && !hasValues) at('values', 'a choice needs values');
  if (hasValues && !TYPES_WITH_OPTIONS.includes(valueType)) {
    at('values', `a field of type ${wordsOf(valueType)} has no options`);
  }
  const hasProperties = (properties ?? []).length > 0;
  if (valueType === 'object' && !hasProperties) at('properties', 'an object needs fields');
  if (valueType !== 'object' && hasProperties) at('properties', 'only an object has fields');
  if (multiple && !TYPES_WITH_ARRAYS.includes(valueType)) {
    at('multiple', `a field of type ${wordsOf(valueType)} takes one value`);
  }
  if (valueType === 'label' && mandatory) at('mandatory', 'a label has no answer');
};

const checkLimits = (document: CharacteristicDocument, rules: CharacteristicRules, at: Report) => {
  const { valueType, valueFrom, valueTo, minLength, maxLength, pattern, unitOfMeasure } = document;
  if (valueFrom != null && valueTo != null && valueFrom > valueTo) {
    at('valueFrom', 'the range begins above its end');
  }
  if (minLength != null && maxLength != null && minLength > maxLength) {
    at('minLength', 'the shortest text is longer than the longest');
  }
  const { minCardinality, maxCardinality } = document;
  if (minCardinality != null && maxCardinality != null && minCardinality > maxCardinality) {
    at('minCardinality', 'the fewest values are more than the most');
  }
  if (!isEmpty(pattern)) {
    const defect = findPatternDefect(pattern ?? '');
    if (defect !== undefined) at('pattern', `the pattern cannot be used: ${defect}`);
    if (valueType !== 'text') at('pattern', 'only a text is checked with a pattern');
  }
  if (!isEmpty(unitOfMeasure) && !isKnownUnit(unitOfMeasure ?? '', rules.units)) {
    const text = `"${unitOfMeasure ?? ''}" is no known unit, such as Mbit/s, GB or month`;
    at('unitOfMeasure', text);
  }
};

/** Labels in other languages, at the options. */
const checkLabels = (document: CharacteristicDocument, at: Report): void => {
  for (const { value, labels } of document.values ?? []) {
    if (labels == null) continue;
    const isSound =
      typeof labels === 'object' &&
      !Array.isArray(labels) &&
      Object.values(labels).every((label) => typeof label === 'string');
    if (!isSound) at('values', `the labels of "${value}" are no texts by language`);
  }
  const locales = (document.translations ?? []).map(({ locale }) => locale);
  if (new Set(locales).size < locales.length) at('translations', 'a language stands twice');
};

/** Options and default, against the limits and against each other. */
const checkValues = (document: CharacteristicDocument, at: Report): void => {
  const { valueType, values, multiple } = document;
  if ((values ?? []).length === 0 && isEmpty(document.defaultValue)) return;
  const characteristic = toCharacteristic(document);
  const free = { ...characteristic, defaultValue: null, options: [], items: null };
  const isFree = compileSchema(deriveField({ ...free, mandatory: false }));
  const seen = new Set<string>();
  for (const { value } of values ?? []) {
    const read = readValue(valueType, value);
    if (read === undefined) at('values', `"${value}" is no ${wordsOf(valueType)}`);
    else if (!isFree(read)) at('values', `"${value}" is outside the limits`);
    const key = JSON.stringify(read);
    if (read !== undefined && seen.has(key)) at('values', `"${value}" stands twice`);
    seen.add(key);
  }
  const flagged = (values ?? []).filter(({ isDefault }) => isDefault);
  if (!multiple && flagged.length > 1) at('values', 'only one value can be the default');

  const written = document.defaultValue ?? '';
  if (isEmpty(written)) {
    if (multiple && characteristic.defaultValue !== null) {
      const takes = compileSchema(deriveField({ ...characteristic, defaultValue: null }));
      if (!takes(characteristic.defaultValue)) at('values', 'the defaults are too few or too many');
    }
    return;
  }
  const preset = multiple ? readList(valueType, written) : readValue(valueType, written);
  if (preset === undefined) {
    at('defaultValue', `"${written}" is no ${wordsOf(valueType)}`);
    return;
  }
  const takes = compileSchema(deriveField({ ...characteristic, defaultValue: null }));
  if (takes(preset)) return;
  const isChoice = characteristic.options.length > 0;
  at(
    'defaultValue',
    isChoice ? `"${written}" is none of the values` : `"${written}" is outside the limits`,
  );
};

/** Why characteristics, or the fields of an object, cannot make a form; each defect names its field. */
export const findCharacteristicDefects = (
  characteristics: readonly CharacteristicDocument[],
  rules: CharacteristicRules,
  within: readonly string[] = ['characteristics'],
): PublishDefect[] => {
  const defects: PublishDefect[] = [];
  const names = new Set<string>();
  characteristics.forEach((characteristic, index) => {
    const before = defects.length;
    const at: Report = (field, message) => {
      defects.push({ path: [...within, String(index), field], message });
    };
    const { name, properties } = characteristic;
    if (isEmpty(name)) at('name', 'a characteristic needs a name');
    if (names.has(name)) at('name', `there are two characteristics "${name}"`);
    names.add(name);
    checkShape(characteristic, at);
    checkLimits(characteristic, rules, at);
    checkLabels(characteristic, at);
    defects.push(
      ...findCharacteristicDefects(properties ?? [], rules, [
        ...within,
        String(index),
        'properties',
      ]),
    );
    // What has a defect already would only be reported twice.
    if (defects.length === before) checkValues(characteristic, at);
  });
  return defects;
};
