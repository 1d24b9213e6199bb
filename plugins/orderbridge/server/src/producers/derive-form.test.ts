import fc from 'fast-check';
import type { CharacteristicSnapshot, OfferingSnapshot } from '../../../shared/offering-snapshot';
import { assertFormCompiles, checkAnswers } from '../forms';
import { deriveForm } from './derive-form';

const snapshot = (characteristics: readonly CharacteristicSnapshot[]): OfferingSnapshot => ({
  name: 'Offering',
  description: null,
  orderable: {
    sku: 'SKU',
    sellable: true,
    channels: ['exchange'],
    quantity: { minimum: 1, maximum: 5 },
    specification: { documentId: 's', name: 'Specification', characteristics },
  },
});

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,20}$/);
const label = fc.string({ minLength: 1, maxLength: 20 });
const bare = {
  description: fc.option(fc.string({ maxLength: 40 })),
  mandatory: fc.boolean(),
  unitOfMeasure: fc.option(fc.constantFrom('Mbit/s', 'GB')),
};

/** A characteristic that the publish hook would let through, of each type. */
const choice = fc
  .record({
    ...bare,
    name,
    label,
    values: fc.uniqueArray(fc.record({ value: fc.string({ minLength: 1 }), label }), {
      minLength: 1,
      maxLength: 6,
      selector: ({ value }) => value,
    }),
    preset: fc.boolean(),
  })
  .map(({ values, preset, ...rest }) => ({
    ...rest,
    valueType: 'choice' as const,
    values: values.map((value, index) => ({ ...value, isDefault: preset && index === 0 })),
    valueFrom: null,
    valueTo: null,
    maxLength: null,
    defaultValue: null,
  }));
const integer = fc
  .record({ ...bare, name, label, from: fc.integer(), span: fc.nat({ max: 1000 }) })
  .map(({ from, span, ...rest }) => ({
    ...rest,
    valueType: 'integer' as const,
    values: [],
    valueFrom: from,
    valueTo: from + span,
    maxLength: null,
    defaultValue: String(from),
  }));
const text = fc
  .record({ ...bare, name, label, maxLength: fc.option(fc.integer({ min: 1, max: 50 })) })
  .map((rest) => ({
    ...rest,
    valueType: 'text' as const,
    values: [],
    valueFrom: null,
    valueTo: null,
    defaultValue: 'x',
  }));

const characteristics = fc.uniqueArray(fc.oneof(choice, integer, text), {
  maxLength: 8,
  selector: (characteristic) => characteristic.name,
});

const presetsOf = (list: readonly CharacteristicSnapshot[]) =>
  Object.fromEntries(
    Object.entries(deriveForm(snapshot(list)).schema.properties).map(([field, schema]) => [
      field,
      schema.default ?? schema.oneOf?.[0]?.const ?? null,
    ]),
  );

describe('a derived form', () => {
  it('compiles, is the same each time, and is satisfied by its own defaults', () => {
    fc.assert(
      fc.property(characteristics, (list) => {
        const form = deriveForm(snapshot(list));
        expect(deriveForm(structuredClone(snapshot(list)))).toEqual(form);
        assertFormCompiles(form);
        checkAnswers(form, presetsOf(list), 1);
      }),
    );
  });

  it('refuses an answer outside it', () => {
    fc.assert(
      fc.property(characteristics, (list) => {
        const form = deriveForm(snapshot(list));
        for (const { name: field, valueType, valueTo } of list) {
          const wrong = { integer: (valueTo as number) + 1, choice: '', text: 7 }[valueType];
          expect(() => {
            checkAnswers(form, { ...presetsOf(list), [field]: wrong }, 1);
          }).toThrow();
        }
        expect(() => {
          checkAnswers(form, { ...presetsOf(list), 'no field': 1 }, 1);
        }).toThrow('is no field');
      }),
    );
  });

  it('asks for what is mandatory', () => {
    fc.assert(
      fc.property(characteristics, (list) => {
        const { schema } = deriveForm(snapshot(list));
        expect([...schema.required].sort()).toEqual(
          list
            .filter(({ mandatory }) => mandatory)
            .map((characteristic) => characteristic.name)
            .sort(),
        );
      }),
    );
  });
});
