import { isDeepStrictEqual } from 'node:util';
import { OrderbridgeError } from '../../kernel/errors';
import {
  asList,
  asObject,
  compact,
  isObject,
  readFlag,
  readNumber,
  readObjects,
  readText,
  restOf,
  type Fields,
} from './json-fields';
import { addOwnFields, OWN, ownFieldsOf, toShape, withOwnFieldsOf } from './own-fields';
import { CHARACTERISTIC, OPTION } from './shapes';
import { findDefault, findValueType, toJsonValue, toStoredText, toWord } from './value-types';

/** What the APIs of TM Forum and their versions call the list of values. */
const VALUE_LISTS = [
  'productSpecCharacteristicValue',
  'characteristicValueSpecification',
  'resourceSpecCharacteristicValue',
  'serviceSpecCharacteristicValue',
] as const;
export type ValueList = (typeof VALUE_LISTS)[number];

const MAX_CARDINALITY = 1000;
const MAX_UNIT = 32;

/** Entries of a value list: those with a value to choose, and the one that sets the limits. */
interface Entries {
  readonly options: readonly Fields[];
  readonly limits: Fields | undefined;
  readonly unit: string | null;
}

const hasValue = ({ value }: Fields): boolean => value !== undefined && value !== null;
const hasLimits = ({ valueFrom, valueTo }: Fields): boolean => valueFrom != null || valueTo != null;

const refuseValues = (problem: string): never => {
  throw new OrderbridgeError('import.value_not_storable', problem);
};

/** The unit that all entries name, taken off them; entries of several units keep theirs. */
const takeUnit = (entries: readonly Fields[]): [string | null, readonly Fields[]] => {
  const unit = entries[0]?.['unitOfMeasure'];
  const isShared =
    typeof unit === 'string' &&
    unit !== '' &&
    unit.length <= MAX_UNIT &&
    entries.every(({ unitOfMeasure }) => unitOfMeasure === unit);
  if (!isShared) return [null, entries];
  return [unit, entries.map((entry) => restOf(entry, ['unitOfMeasure']) ?? {})];
};

const readEntries = (list: readonly Fields[]): Entries => {
  const [unit, entries] = takeUnit(list);
  const limits = entries.filter((entry) => !hasValue(entry) || hasLimits(entry));
  const options = entries.filter((entry) => hasValue(entry) && !hasLimits(entry));
  if (limits.length > 1) refuseValues('it has several ranges.');
  if (limits.length === 1 && options.length > 0) refuseValues('it has both a range and values.');
  return { unit, options, limits: limits[0] };
};

const understandOption = (entry: Fields): Fields => ({
  value: hasValue(entry) ? toStoredText(entry['value']) : null,
  isDefault: readFlag(entry, 'isDefault') ?? false,
  extensions: restOf(entry, ['value', 'isDefault', OWN]),
});

const readOption = (entry: Fields): Fields =>
  withOwnFieldsOf(entry, understandOption(entry), OPTION);

const writeOption = (option: Fields, valueType: unknown): Fields =>
  addOwnFields(
    {
      ...restOf(asObject(option['extensions']), [OWN]),
      isDefault: option['isDefault'],
      value: toJsonValue(valueType, option['value']),
    },
    option,
    OPTION,
    understandOption,
  );

/** What the entry of a range says: its ends, a default within it, and what is kept of the rest. */
const readLimits = (limits: Fields | undefined) => {
  if (limits === undefined) return { valueFrom: null, valueTo: null, rest: null, regex: null };
  const interval = readText(limits, 'rangeInterval');
  if (interval !== null && interval !== 'closed') {
    refuseValues(`its range is "${interval}"; only ranges that include their ends can be kept.`);
  }
  if (hasValue(limits) && limits['isDefault'] === false) {
    refuseValues('it has both a range and a value that is not its default.');
  }
  const read = ['valueFrom', 'valueTo', 'regex', OWN, ...(hasValue(limits) ? ['value'] : [])];
  return {
    valueFrom: readNumber(limits, 'valueFrom'),
    valueTo: readNumber(limits, 'valueTo'),
    regex: readText(limits, 'regex'),
    // That a range is no default goes without saying.
    rest: restOf(limits, [
      ...read,
      ...(hasValue(limits) || limits['isDefault'] === false ? ['isDefault'] : []),
    ]),
  };
};

const readCardinality = (tmf: Fields) => {
  const minimum = readNumber(tmf, 'minCardinality') ?? 0;
  const maximum = readNumber(tmf, 'maxCardinality') ?? 1;
  if (minimum > MAX_CARDINALITY) refuseValues(`it needs more than ${MAX_CARDINALITY} values.`);
  return {
    mandatory: minimum >= 1,
    multiple: maximum > 1,
    minCardinality: minimum > 1 ? minimum : null,
    maxCardinality: maximum > 1 ? Math.min(maximum, MAX_CARDINALITY) : null,
    // Without limit is more than can be kept, and something that its export should still say.
    kept: maximum > MAX_CARDINALITY ? { maxCardinality: maximum } : {},
  };
};

const yesNoEntries = (defaultValue: unknown): Fields[] | undefined =>
  defaultValue === 'true' || defaultValue === 'false'
    ? [true, false].map((value) => ({ isDefault: String(value) === defaultValue, value }))
    : undefined;

/** `true` and `false` need no options: what their list says is the default, and maybe a limit. */
const readYesNo = (entries: readonly Fields[], list: readonly Fields[]) => {
  const marked = findDefault(entries);
  const defaultValue = marked === undefined ? null : toStoredText(marked);
  const isPlain = isDeepStrictEqual(list, yesNoEntries(defaultValue));
  return { values: [], defaultValue, kept: isPlain ? null : list };
};

const readValues = (type: unknown, entries: Entries, list: readonly Fields[]) => {
  const { options, limits } = entries;
  const isYesNo = options.length > 0 && options.every(({ value }) => typeof value === 'boolean');
  if (type === 'yes_no' && isYesNo) return readYesNo(options, list);
  const defaultValue =
    limits !== undefined && hasValue(limits) ? toStoredText(limits['value']) : null;
  return { values: options.map(readOption), defaultValue, kept: null };
};

const understandCharacteristic = (tmf: Fields): Fields => {
  const listName = VALUE_LISTS.find((name) => tmf[name] !== undefined && tmf[name] !== null);
  const list = listName === undefined ? [] : readObjects(tmf, listName);
  const entries = readEntries(list);
  const { valueFrom, valueTo, regex, rest } = readLimits(entries.limits);
  const word = readText(tmf, 'valueType');
  const valueType =
    ownFieldsOf(tmf)['valueType'] ??
    findValueType({
      word,
      values: entries.options.map(({ value }) => value),
      bounds: [valueFrom, valueTo].filter((bound) => bound !== null),
    });
  const { values, defaultValue, kept } = readValues(valueType, entries, list);
  const cardinality = readCardinality(tmf);
  const read = ['name', 'description', 'valueType', 'minCardinality', 'maxCardinality', 'regex'];
  const keptList = kept ?? rest;
  return toShape(
    {
      name: readText(tmf, 'name'),
      description: readText(tmf, 'description'),
      valueType,
      ...cardinality,
      values,
      valueFrom,
      valueTo,
      unitOfMeasure: entries.unit,
      pattern: readText(tmf, 'regex') ?? regex,
      defaultValue,
      extensions: {
        ...restOf(tmf, [...read, OWN, ...(listName === undefined ? [] : [listName])]),
        ...(word !== null && word !== toWord(valueType) && { valueType: word }),
        ...(listName !== undefined && keptList !== null && { [listName]: keptList }),
        ...cardinality.kept,
      },
    },
    CHARACTERISTIC,
  );
};

/**
 * A characteristic of TM Forum as the catalogue has it.
 *
 * @throws `import.document_invalid`, `import.values_mixed`, `import.value_not_storable`
 */
export const readCharacteristic = (tmf: Fields): Fields => {
  try {
    return withOwnFieldsOf(tmf, understandCharacteristic(tmf), CHARACTERISTIC);
  } catch (error) {
    if (!(error instanceof OrderbridgeError)) throw error;
    const name = typeof tmf['name'] === 'string' ? `"${tmf['name']}"` : 'without a name';
    throw new OrderbridgeError(error.code, `Characteristic ${name}: ${error.message}`);
  }
};

const withUnit = (entries: readonly Fields[], unit: unknown): readonly Fields[] =>
  unit === null ? entries : entries.map((entry) => ({ ...entry, unitOfMeasure: unit }));

const writeLimits = (characteristic: Fields, rest: Fields): readonly Fields[] => {
  const { valueType, valueFrom, valueTo, unitOfMeasure, defaultValue } = characteristic;
  const hasBounds = valueFrom !== null || valueTo !== null;
  const value = toJsonValue(valueType, defaultValue);
  const entry = compact({
    ...rest,
    ...(hasBounds && typeof value === 'number' && { isDefault: true, value }),
    valueFrom: valueFrom ?? undefined,
    valueTo: valueTo ?? undefined,
  });
  return Object.keys(entry).length === 0 && unitOfMeasure === null ? [] : [entry];
};

const writeValueList = (characteristic: Fields, kept: unknown): readonly unknown[] => {
  const { values, valueType, unitOfMeasure, defaultValue } = characteristic;
  const options = asList(values).filter(isObject);
  if (options.length > 0) {
    const written = options.map((option) => writeOption(option, valueType));
    return withUnit(written, unitOfMeasure);
  }
  if (valueType === 'yes_no') {
    return Array.isArray(kept) ? asList(kept) : (yesNoEntries(defaultValue) ?? []);
  }
  return withUnit(writeLimits(characteristic, asObject(kept)), unitOfMeasure);
};

const writeMaxCardinality = ({ multiple, maxCardinality }: Fields, kept: unknown): unknown => {
  if (maxCardinality === null) return multiple === true ? undefined : 1;
  const isBeyond = maxCardinality === MAX_CARDINALITY && typeof kept === 'number';
  return isBeyond && kept > MAX_CARDINALITY ? kept : maxCardinality;
};

/** What TM Forum has a field for. */
const writePlainly = (characteristic: Fields, list: ValueList): Fields => {
  const extensions = asObject(characteristic['extensions']);
  const { name, description, mandatory, minCardinality, pattern, valueType } = characteristic;
  const values = writeValueList(characteristic, extensions[list]);
  const kept = restOf(extensions, [OWN, list, 'maxCardinality', 'valueType']);
  return compact({
    ...kept,
    name: name ?? undefined,
    description: description ?? undefined,
    valueType: toWord(valueType),
    minCardinality: minCardinality ?? (mandatory === true ? 1 : 0),
    maxCardinality: writeMaxCardinality(characteristic, extensions['maxCardinality']),
    regex: pattern ?? undefined,
    [list]: values.length === 0 ? undefined : values,
  });
};

/** The type that a reader finds, or nothing where it refuses. */
const findType = (tmf: Fields): unknown => {
  try {
    return understandCharacteristic(tmf)['valueType'];
  } catch (error) {
    if (error instanceof OrderbridgeError) return undefined;
    throw error;
  }
};

/** The characteristic in the words of TM Forum; {@link readCharacteristic} makes the same of it. */
export const writeCharacteristic = (fields: Fields, list: ValueList): Fields => {
  const characteristic = toShape(fields, CHARACTERISTIC);
  const { name, valueType } = characteristic;
  const plain = writePlainly(characteristic, list);
  const word = asObject(characteristic['extensions'])['valueType'];
  const own = { [OWN]: { valueType } };
  const candidates = [
    ...(typeof word === 'string' ? [{ ...plain, valueType: word }] : []),
    plain,
    { ...plain, ...own },
  ];
  // A draft may hold what no reader takes, such as an option without a value: that is told as it is.
  const bare = { ...(typeof name === 'string' && { name }), ...own };
  const tmf = candidates.find((candidate) => findType(candidate) === valueType) ?? bare;
  return addOwnFields(tmf, characteristic, CHARACTERISTIC, understandCharacteristic);
};
