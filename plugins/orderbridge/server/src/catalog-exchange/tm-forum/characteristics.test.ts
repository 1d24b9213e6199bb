import fc from 'fast-check';
import {
  CHOICE_STYLES,
  PROPERTY_TYPES,
  VALUE_TYPES,
} from '../../../../shared/characteristic-types';
import { readCharacteristic, writeCharacteristic } from './characteristics';

const LIST = 'productSpecCharacteristicValue';
const withValues = (...values: unknown[]) => ({
  name: 'a',
  [LIST]: values.map((value) => ({ value })),
});
const codeOf = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
};

describe('the input type', () => {
  it.each([
    ['integer', withValues(1, 10)],
    ['decimal', withValues(1, 2.5)],
    ['yes_no', withValues(true, false)],
    ['choice', withValues('1', '10')],
    ['choice', { ...withValues('1', '10'), valueType: 'integer' }],
    ['integer', { ...withValues(5), valueType: 'number' }],
    ['date', { ...withValues('2026-12-31'), valueType: 'date' }],
    ['choice', { ...withValues('whenever'), valueType: 'date' }],
    ['text', { name: 'a', valueType: 'string' }],
    ['decimal', { name: 'a', valueType: 'number' }],
    ['integer', { name: 'a', valueType: 'integer' }],
    ['yes_no', { name: 'a', valueType: 'boolean' }],
    ['date_time', { name: 'a', valueType: 'dateTime' }],
    ['object', { name: 'a', valueType: 'object' }],
    ['text', { name: 'a', valueType: 'MyOwnType' }],
    ['integer', { name: 'a', [LIST]: [{ valueFrom: 1, valueTo: 64 }] }],
    ['decimal', { name: 'a', [LIST]: [{ valueFrom: 0.5 }] }],
  ])('is %s for %j', (valueType, tmf) => {
    expect(readCharacteristic(tmf)).toMatchObject({ valueType });
  });

  it.each([
    ['import.values_mixed', withValues(10, '10')],
    ['import.values_mixed', withValues(true, 'yes')],
    ['import.value_not_storable', withValues({ value: 1, alias: 'one' })],
    ['import.value_not_storable', withValues(['a'])],
    ['import.value_not_storable', { name: 'a', [LIST]: [{ valueFrom: 1 }, { valueFrom: 5 }] }],
    ['import.value_not_storable', { name: 'a', [LIST]: [{ valueFrom: 1 }, { value: 5 }] }],
    ['import.value_not_storable', { name: 'a', [LIST]: [{ valueFrom: 1, rangeInterval: 'open' }] }],
    ['import.document_invalid', { name: 7 }],
    ['import.document_invalid', { name: 'a', [LIST]: 'none' }],
  ])('is refused with %s for %j', (code, tmf) => {
    expect(codeOf(() => readCharacteristic(tmf))).toBe(code);
  });
});

describe('a characteristic of TM Forum', () => {
  it('keeps its range, its pattern, its cardinality and its unit', () => {
    const tmf = {
      name: 'Ports',
      valueType: 'integer',
      minCardinality: 1,
      maxCardinality: 4,
      regex: '^[0-9]+$',
      [LIST]: [{ isDefault: true, value: 8, valueFrom: 1, valueTo: 64, unitOfMeasure: 'ports' }],
    };
    const characteristic = readCharacteristic(tmf);
    expect(characteristic).toMatchObject({
      mandatory: true,
      multiple: true,
      maxCardinality: 4,
      valueFrom: 1,
      valueTo: 64,
      defaultValue: '8',
      unitOfMeasure: 'ports',
      pattern: '^[0-9]+$',
    });
    expect(writeCharacteristic(characteristic, LIST)).toEqual(tmf);
  });

  it('keeps the fields that Orderbridge has none for, and the word of its type', () => {
    const tmf = {
      name: 'Traffic classes',
      valueType: 'Numeric',
      configurable: true,
      minCardinality: 0,
      maxCardinality: 1,
      [LIST]: [
        { isDefault: false, value: 3, valueType: 'Numeric', validFor: { startDateTime: 'x' } },
        { isDefault: true, value: 5 },
      ],
    };
    expect(writeCharacteristic(readCharacteristic(tmf), LIST)).toEqual(tmf);
  });

  it('keeps a list of one flag, which limits it', () => {
    const tmf = {
      name: 'Managed',
      valueType: 'boolean',
      minCardinality: 0,
      maxCardinality: 1,
      [LIST]: [{ isDefault: true, value: true, validFor: {} }],
    };
    const characteristic = readCharacteristic(tmf);
    expect(characteristic).toMatchObject({ valueType: 'yes_no', defaultValue: 'true', values: [] });
    expect(writeCharacteristic(characteristic, LIST)).toEqual(tmf);
  });

  it('says what TM Forum has no place for under x-orderbridge, where it belongs', () => {
    const written = writeCharacteristic(
      {
        name: 'level',
        label: 'Level',
        valueType: 'choice',
        choiceStyle: 'radio',
        values: [{ value: 'gold', label: 'Gold' }, { value: 'silver' }],
      },
      LIST,
    );
    expect(written).toEqual({
      name: 'level',
      valueType: 'string',
      minCardinality: 0,
      maxCardinality: 1,
      [LIST]: [
        { isDefault: false, value: 'gold', 'x-orderbridge': { label: 'Gold' } },
        { isDefault: false, value: 'silver' },
      ],
      'x-orderbridge': { label: 'Level', choiceStyle: 'radio' },
    });
  });
});

const text = fc.string({ minLength: 1, maxLength: 20 });
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>, freq = 1) => fc.option(arbitrary, { freq });
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => {
  const parsed: unknown = JSON.parse(JSON.stringify(value));
  return parsed;
});
const extensions = maybe(
  fc.dictionary(
    fc.oneof(
      fc.constantFrom('valueType', 'regex', 'isDefault', LIST, 'unitOfMeasure', 'maxCardinality'),
      text,
    ),
    json,
  ),
);
const optionValue = fc.oneof(
  text,
  fc.integer().map(String),
  fc.double({ noNaN: true }).map(String),
  fc.constantFrom('true', 'false', '010', '1e3', '-0'),
);
const option = fc.record({
  value: maybe(optionValue, 9),
  label: maybe(text),
  isDefault: fc.boolean(),
  labels: maybe(fc.dictionary(fc.constantFrom('de', 'nb'), text, { minKeys: 1 })),
  extensions,
});
const described = (types: readonly string[]) => ({
  name: text,
  label: maybe(text),
  description: maybe(text),
  valueType: fc.constantFrom(...types),
  mandatory: fc.boolean(),
  choiceStyle: fc.constantFrom(...CHOICE_STYLES),
  values: fc.array(option, { maxLength: 4 }),
  valueFrom: maybe(fc.integer()),
  valueTo: maybe(fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0)),
  unitOfMeasure: maybe(text),
  minLength: maybe(fc.nat()),
  maxLength: maybe(fc.nat()),
  pattern: maybe(text),
  defaultValue: maybe(optionValue),
  translations: fc.array(
    fc.record({ locale: text, label: maybe(text), description: maybe(text) }),
    { maxLength: 2 },
  ),
  extensions,
});
const characteristic = fc.record({
  ...described(VALUE_TYPES),
  multiple: fc.boolean(),
  minCardinality: maybe(fc.nat({ max: 1000 })),
  maxCardinality: maybe(fc.integer({ min: 1, max: 1000 })),
  properties: fc.array(fc.record(described(PROPERTY_TYPES)), { maxLength: 2 }),
});

/** What nobody can tell apart: nothing, null and an empty object. */
const settled = (value: object) => readCharacteristic({ 'x-orderbridge': value, name: '' });

it.each([LIST, 'characteristicValueSpecification'] as const)(
  'reads any characteristic that was written, with its values as %s, as it was',
  (list) => {
    fc.assert(
      fc.property(characteristic, (fields) => {
        const written: unknown = JSON.parse(JSON.stringify(writeCharacteristic(fields, list)));
        expect(readCharacteristic(written as object as Record<string, unknown>)).toEqual(
          settled(fields),
        );
      }),
      { numRuns: 500 },
    );
  },
);
