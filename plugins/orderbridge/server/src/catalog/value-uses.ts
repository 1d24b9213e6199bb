import { TYPES_WITH_OPTIONS } from '../../../shared/characteristic-types';
import type { CharacteristicSnapshot, PinnedSpecification } from '../../../shared/catalog-snapshot';
import type { AnswerValue } from '../../../shared/form';
import { compileSchema, deriveField } from '../forms';
import type { ValueUseDocument } from './documents';
import type { PublishDefect } from './publish-defect';
import { readList, readValue } from './typed-value';

/** The names on the way to a component, as people write them: `Edge/Router`. */
const toKeys = (component: string | null | undefined): string[] =>
  (component ?? '')
    .split('/')
    .map((key) => key.trim())
    .filter((key) => key !== '');

const findSpecification = (
  root: PinnedSpecification,
  keys: readonly string[],
): PinnedSpecification | undefined => {
  let found: PinnedSpecification | undefined = root;
  for (const key of keys) {
    found = found?.parts.find((part) => part.key === key)?.specification;
  }
  return found;
};

const isSame = (one: AnswerValue, other: AnswerValue): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Leaves what a value use allows of a characteristic. The use has to be sound. */
const narrow = (
  characteristic: CharacteristicSnapshot,
  use: ValueUseDocument,
): CharacteristicSnapshot => {
  const { valueType, items } = characteristic;
  const allowed = (use.allowedValues ?? []).flatMap(({ value, isDefault }) => {
    const read = readValue(valueType, value);
    return read === undefined ? [] : [{ value: read, text: value, isDefault: isDefault ?? false }];
  });
  const ownDefault = (use.defaultValue ?? '').trim();
  const written =
    ownDefault === ''
      ? undefined
      : items === null
        ? readValue(valueType, ownDefault)
        : readList(valueType, ownDefault);
  if (allowed.length === 0) {
    return { ...characteristic, defaultValue: written ?? characteristic.defaultValue };
  }
  const options = allowed.map(({ value, text }) => {
    const known = characteristic.options.find((option) => isSame(option.value, value));
    return known ?? { value, label: text, labels: {} };
  });
  const flagged = allowed.filter(({ isDefault }) => isDefault).map(({ value }) => value);
  const [only] = options;
  if (items !== null) {
    return {
      ...characteristic,
      options,
      defaultValue: written ?? (flagged.length > 0 ? flagged : null),
    };
  }
  if (only !== undefined && options.length === 1) {
    // Yes and no have words of their own.
    const shown = TYPES_WITH_OPTIONS.includes(valueType) ? options : [];
    return { ...characteristic, options: shown, fixedValue: only.value, defaultValue: null };
  }
  const previous = characteristic.defaultValue;
  const kept = options.some(({ value }) => isSame(value, previous)) ? previous : null;
  return { ...characteristic, options, defaultValue: written ?? flagged[0] ?? kept };
};

const narrowAt = (
  specification: PinnedSpecification,
  keys: readonly string[],
  use: ValueUseDocument,
): PinnedSpecification => {
  const [key, ...rest] = keys;
  if (key === undefined) {
    return {
      ...specification,
      characteristics: specification.characteristics.map((characteristic) =>
        characteristic.name === use.characteristic ? narrow(characteristic, use) : characteristic,
      ),
    };
  }
  return {
    ...specification,
    parts: specification.parts.map((part) =>
      part.key === key ? { ...part, specification: narrowAt(part.specification, rest, use) } : part,
    ),
  };
};

/** Narrows a specification as an offering asks: options left, other defaults, fixed values. */
export const applyValueUses = (
  specification: PinnedSpecification,
  uses: readonly ValueUseDocument[],
): PinnedSpecification =>
  uses.reduce((narrowed, use) => narrowAt(narrowed, toKeys(use.component), use), specification);

const findNarrowedDefect = (
  characteristic: CharacteristicSnapshot,
  use: ValueUseDocument,
): { field: string; message: string } | undefined => {
  const { valueType, options, items } = characteristic;
  const allowed = use.allowedValues ?? [];
  if (valueType === 'label' || valueType === 'object' || valueType === 'address') {
    return { field: 'characteristic', message: `"${characteristic.name}" cannot be narrowed` };
  }
  const isValid = compileSchema(deriveField({ ...characteristic, items: null, fixedValue: null }));
  const seen = new Set<string>();
  for (const { value } of allowed) {
    const read = readValue(valueType, value);
    const isOption =
      read !== undefined &&
      (options.length === 0 ? isValid(read) : options.some((option) => isSame(option.value, read)));
    if (!isOption) {
      const message = `"${value}" is none of the values of "${characteristic.name}"`;
      return { field: 'allowedValues', message };
    }
    const key = JSON.stringify(read);
    if (seen.has(key)) {
      return { field: 'allowedValues', message: `"${value}" stands twice` };
    }
    seen.add(key);
  }
  if (items === null && allowed.filter(({ isDefault }) => isDefault).length > 1) {
    return { field: 'allowedValues', message: 'only one value can be the default' };
  }
  const written = (use.defaultValue ?? '').trim();
  const narrowed = narrow(characteristic, { ...use, defaultValue: null });
  const preset =
    written === ''
      ? narrowed.defaultValue
      : items === null
        ? readValue(valueType, written)
        : readList(valueType, written);
  const isPresetValid =
    preset !== undefined &&
    (preset === null ||
      (narrowed.fixedValue === null
        ? compileSchema(deriveField({ ...narrowed, defaultValue: null }))(preset)
        : isSame(narrowed.fixedValue, preset)));
  return isPresetValid
    ? undefined
    : { field: 'defaultValue', message: `"${written}" is none of the values that are left` };
};

/** Why an offering cannot narrow its specification as it says. */
export const findValueUseDefects = (
  specification: PinnedSpecification | null,
  uses: readonly ValueUseDocument[],
): PublishDefect[] => {
  const seen = new Set<string>();
  return uses.flatMap((use, index): PublishDefect[] => {
    const at = (field: string, message: string) => [
      { path: ['valueUses', String(index), field], message },
    ];
    const keys = toKeys(use.component);
    const owner = specification ? findSpecification(specification, keys) : undefined;
    if (owner === undefined) {
      return at(
        'component',
        keys.length === 0
          ? 'there is no specification to narrow'
          : `the specification has no component "${keys.join('/')}"`,
      );
    }
    const characteristic = owner.characteristics.find(({ name }) => name === use.characteristic);
    if (characteristic === undefined) {
      return at('characteristic', `"${owner.name}" has no characteristic "${use.characteristic}"`);
    }
    const key = JSON.stringify([keys, use.characteristic]);
    if (seen.has(key)) return at('characteristic', `"${use.characteristic}" is narrowed twice`);
    seen.add(key);
    const defect = findNarrowedDefect(characteristic, use);
    return defect ? at(defect.field, defect.message) : [];
  });
};
