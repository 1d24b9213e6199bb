import type { CharacteristicDocument, OfferingDocument } from './to-offering-snapshot';

/** Why something cannot be published, and at which field. */
export interface PublishDefect {
  readonly path: readonly string[];
  readonly message: string;
}

const isWholeNumber = (text: string): boolean => /^-?\d{1,15}$/.test(text.trim());

const findDefaultDefect = (characteristic: CharacteristicDocument): string | undefined => {
  const { valueType, defaultValue, valueFrom, valueTo, maxLength, values = [] } = characteristic;
  if (defaultValue == null || defaultValue === '') return undefined;
  switch (valueType) {
    case 'choice':
      return values.some(({ value }) => value === defaultValue)
        ? undefined
        : `"${defaultValue}" is none of the values`;
    case 'integer': {
      if (!isWholeNumber(defaultValue)) return `"${defaultValue}" is no whole number`;
      const number = Number(defaultValue);
      const isOutside =
        (valueFrom != null && number < valueFrom) || (valueTo != null && number > valueTo);
      return isOutside ? `"${defaultValue}" is outside the range` : undefined;
    }
    case 'text':
      return maxLength != null && defaultValue.length > maxLength
        ? `the default is longer than ${String(maxLength)} characters`
        : undefined;
  }
};

/** What keeps a specification's characteristics from making a form. */
export const findCharacteristicDefects = (
  characteristics: readonly CharacteristicDocument[],
): PublishDefect[] => {
  const defects: PublishDefect[] = [];
  const names = new Set<string>();
  characteristics.forEach((characteristic, index) => {
    const { name, valueType, values = [], valueFrom, valueTo } = characteristic;
    const at = (field: string, message: string) =>
      defects.push({ path: ['characteristics', String(index), field], message });
    if (names.has(name)) at('name', `there are two characteristics "${name}"`);
    names.add(name);
    if (valueType === 'choice' && values.length === 0) at('values', 'a choice needs values');
    const distinct = new Set(values.map(({ value }) => value));
    if (distinct.size < values.length) at('values', 'a value stands twice');
    if (values.filter(({ isDefault }) => isDefault).length > 1) {
      at('values', 'only one value can be the default');
    }
    if (valueFrom != null && valueTo != null && valueFrom > valueTo) {
      at('valueFrom', 'the range begins above its end');
    }
    const defaultDefect = findDefaultDefect(characteristic);
    if (defaultDefect !== undefined) at('defaultValue', defaultDefect);
  });
  return defects;
};

/** What keeps an offering from being published. */
export const findOfferingDefects = (
  offering: OfferingDocument,
  specification: 'published' | 'unpublished' | 'none',
): PublishDefect[] => {
  const defects: PublishDefect[] = [];
  const { minQuantity, maxQuantity } = offering;
  if (offering.name.trim() === '') {
    defects.push({ path: ['name'], message: 'an offering needs a name' });
  }
  if (specification === 'none') {
    defects.push({ path: ['productSpecification'], message: 'an offering needs a specification' });
  }
  if (specification === 'unpublished') {
    const message = 'the specification is not published; publish it first';
    defects.push({ path: ['productSpecification'], message });
  }
  if (minQuantity != null && maxQuantity != null && minQuantity > maxQuantity) {
    const message = 'the smallest quantity is above the largest';
    defects.push({ path: ['minQuantity'], message });
  }
  return defects;
};
