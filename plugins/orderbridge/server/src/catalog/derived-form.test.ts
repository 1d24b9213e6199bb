import fc from 'fast-check';
import { VALUE_TYPES } from '../../../shared/characteristic-types';
import type {
  CharacteristicSnapshot,
  OrderableSnapshot,
  PinnedSpecification,
} from '../../../shared/catalog-snapshot';
import {
  completeAnswers,
  findField,
  labelAnswers,
  type Answers,
  type AnswerValue,
  type FieldSchema,
  type Form,
} from '../../../shared/form';
import { findCharacteristicDefects } from './characteristic-defects';
import type { CharacteristicDocument } from './documents';
import { toCharacteristic, toPartQuantity } from './to-snapshot';
import { writeValue } from './typed-value';
import { assertFormCompiles, checkAnswers, deriveForm } from '../forms';

const RULES = { units: [] };

/** Texts that people write, also in other scripts; never blank, because a blank is none. */
const words = fc
  .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
  .filter((text) => text.trim() !== '' && !/\p{Surrogate}|\0/u.test(text));
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _/~.-]{0,20}$/),
  fc.constantFrom('constructor', 'quantity', 'components', 'location', 'Bandbreite (Mbit/s)'),
);

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** Values of a type, as an admin writes them. */
const valuesOf: Record<string, fc.Arbitrary<AnswerValue>> = {
  choice: words,
  text: words,
  integer: fc.integer({ min: -1_000, max: 1_000 }),
  decimal: fc.integer({ min: -10_000, max: 10_000 }).map((value) => value / 8),
  date: day.map((date) => date.slice(0, 10)),
  date_time: day,
  email: fc.stringMatching(/^[a-z]{1,10}@[a-z]{1,10}\.no$/),
};

const translations = fc.array(
  fc.record({ locale: fc.constantFrom('de', 'nb-NO', 'fr'), label: words, description: words }),
  { maxLength: 2 },
);

/** A document of one type, sound or nearly so; what is not sound is sorted out by the publish check. */
const documentOf = (
  valueType: (typeof VALUE_TYPES)[number],
): fc.Arbitrary<CharacteristicDocument> => {
  const value = valuesOf[valueType];
  const options: fc.Arbitrary<AnswerValue[]> =
    value === undefined
      ? fc.constant([])
      : fc.uniqueArray(value, {
          minLength: valueType === 'choice' ? 1 : 0,
          maxLength: 5,
          selector: (each) => JSON.stringify(each),
        });
  return fc
    .record({
      name,
      label: fc.option(words),
      description: fc.option(words),
      translations,
      mandatory: valueType === 'label' ? fc.constant(false) : fc.boolean(),
      choiceStyle: fc.constantFrom('dropdown' as const, 'radio' as const),
      options,
      preset: fc.nat({ max: 5 }),
      multiple: fc.boolean(),
      minCardinality: fc.option(fc.nat({ max: 2 })),
      maxCardinality: fc.option(fc.integer({ min: 2, max: 6 })),
      valueFrom: fc.option(fc.integer({ min: -2_000, max: -1_000 })),
      valueTo: fc.option(fc.integer({ min: 1_250, max: 2_000 })),
      maxLength: fc.option(fc.integer({ min: 200, max: 3_000 })),
      unitOfMeasure: fc.option(fc.constantFrom('Mbit/s', 'GB', 'month')),
    })
    .map(({ options: values, preset, ...document }) => ({
      ...document,
      valueType,
      values: values.map((each, index) => ({
        value: writeValue(each),
        label: `Option ${String(index)}`,
        labels: { de: `Auswahl ${String(index)}` },
        isDefault: index === preset,
      })),
      properties:
        valueType === 'object'
          ? [
              { name: 'first', valueType: 'text' as const, mandatory: true },
              { name: 'second', valueType: 'integer' as const, valueFrom: 0 },
            ]
          : [],
    }));
};

const characteristics: fc.Arbitrary<CharacteristicSnapshot[]> = fc
  .uniqueArray(fc.constantFrom(...VALUE_TYPES).chain(documentOf), {
    selector: (document) => document.name,
    maxLength: 4,
  })
  .map((documents) =>
    documents
      .filter((document) => findCharacteristicDefects([document], RULES).length === 0)
      .map(toCharacteristic),
  );

const quantities = fc
  .record({
    minQuantity: fc.option(fc.nat({ max: 3 })),
    maxQuantity: fc.option(fc.integer({ min: 3, max: 9 })),
  })
  .map(toPartQuantity);

const key = fc.stringMatching(/^[A-Za-z][A-Za-z /~]{0,10}$/);

/** Deep enough that every rule of nesting holds or breaks; deeper is more of the same. */
const DEPTH = 2;

const specificationOf = (depth: number): fc.Arbitrary<PinnedSpecification> =>
  fc.record({
    type: fc.constant('product-specification' as const),
    documentId: fc.uuid(),
    version: fc.integer({ min: 1, max: 9 }),
    name: words,
    description: fc.option(words),
    asksForLocation: fc.boolean(),
    characteristics,
    relationships: fc.constant([]),
    parts:
      depth === 0
        ? fc.constant([])
        : fc.uniqueArray(
            fc.record({
              key,
              mandatory: fc.boolean(),
              quantity: quantities,
              specification: specificationOf(depth - 1),
            }),
            { selector: (part) => part.key, maxLength: 2 },
          ),
  });

const orderableOf = (depth: number): fc.Arbitrary<OrderableSnapshot> =>
  fc.record({
    sku: fc.constant('SKU'),
    sellable: fc.constant(true),
    channels: fc.constant(['exchange']),
    quantity: fc.constant({ minimum: 1, maximum: 5 }),
    validity: fc.constant({ from: null, to: null }),
    prices: fc.constant([]),
    specification: fc.option(specificationOf(depth)),
    bundled:
      depth === 0
        ? fc.constant([])
        : fc.uniqueArray(
            fc.record({
              // No component of the specification has such a key.
              key: key.map((text) => `#${text}`),
              mandatory: fc.boolean(),
              quantity: quantities,
              documentId: fc.uuid(),
              version: fc.constant(1),
              name: words,
              translations: fc.constant({ de: { label: 'Teil' } }),
              offering: orderableOf(depth - 1),
            }),
            { selector: (part) => part.key, maxLength: 2 },
          ),
  });
const orderable = orderableOf(DEPTH);

const derived = fc
  .record({ orderable, language: fc.constantFrom(null, 'de', 'nb-NO') })
  .map(({ orderable: each, language }) => deriveForm({ orderable: each }, { language }));

const EXAMPLES: Readonly<Record<string, AnswerValue>> = {
  date: '2027-01-31',
  'date-time': '2027-01-31T09:00:00Z',
  duration: 'P1D',
  email: 'ada@example.no',
};

/** An answer that a requester could give: the default where there is one. */
const exampleOf = (field: FieldSchema): AnswerValue => {
  if (field.const !== undefined) return field.const;
  if (field.default !== undefined) return field.default;
  if (field.enum?.[0] !== undefined) return field.enum[0];
  if (field.oneOf?.[0] !== undefined) return field.oneOf[0].const;
  switch (field.type) {
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return field.minimum ?? field.maximum ?? 0;
    case 'string':
      if (field.format !== undefined) return EXAMPLES[field.format] ?? '';
      return field.pattern === undefined ? 'x'.repeat(field.minLength ?? 1) : 'NO';
    case 'array': {
      const { items = { type: 'string' as const }, minItems = 0 } = field;
      const options = items.oneOf?.map((option) => option.const);
      return options
        ? options.slice(0, minItems)
        : Array.from({ length: minItems }, () => exampleOf(items));
    }
    case 'object':
      return requiredOf(field);
  }
};

const requiredOf = (field: FieldSchema): Answers =>
  Object.fromEntries(
    (field.required ?? []).map((required) => [
      required,
      exampleOf(field.properties?.[required] ?? { type: 'string' }),
    ]),
  );

/** Whether an array of distinct options can be as long as it has to be. */
const canBeAnswered = ({ schema, hints }: Form): boolean =>
  hints.every(({ field }) => {
    const found = findField(schema, field);
    return (found?.minItems ?? 0) <= (found?.items?.oneOf?.length ?? Infinity);
  });

describe('the form of any catalogue that can be published', () => {
  it('compiles, and takes its own defaults with an answer to each mandatory question', () => {
    fc.assert(
      fc.property(derived.filter(canBeAnswered), (form) => {
        assertFormCompiles(form);
        const answers = requiredOf(form.schema);
        checkAnswers(form, answers, form.quantity.minimum);
        const complete = completeAnswers(form, answers);
        checkAnswers(form, complete, form.quantity.minimum);
        expect(completeAnswers(form, complete)).toEqual(complete);
      }),
      { numRuns: 60 },
    );
  });

  it('has no default that its own field refuses', () => {
    const refused: unknown[] = [];
    fc.assert(
      fc.property(derived, ({ schema, hints, quantity }) => {
        for (const { field } of hints) {
          const found = findField(schema, field);
          if (found?.default === undefined || field.includes('/-/')) continue;
          const single: Form = {
            schema: { ...schema, properties: { only: found }, required: ['only'] },
            hints: [],
            quantity,
          };
          try {
            checkAnswers(single, { only: found.default }, quantity.minimum);
          } catch (error) {
            refused.push([field, error]);
          }
        }
        expect(refused).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same each time', () => {
    fc.assert(
      fc.property(orderable, (each) => {
        expect(deriveForm({ orderable: structuredClone(each) })).toEqual(
          deriveForm({ orderable: each }),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('refuses an answer outside of it, wherever that stands', () => {
    fc.assert(
      fc.property(derived.filter(canBeAnswered), (form) => {
        const answers = requiredOf(form.schema);
        expect(() => {
          checkAnswers(form, { ...answers, nowhere: 1 }, form.quantity.minimum);
        }).toThrow(/no field of this form/);
        const fields = form.schema.properties['characteristics']?.properties ?? {};
        for (const own of Object.keys(fields)) {
          const given = answers['characteristics'] as Answers | undefined;
          const characteristics = { ...given, [own]: { not: 'an answer' } };
          expect(() => {
            checkAnswers(form, { ...answers, characteristics }, form.quantity.minimum);
          }).toThrow();
        }
      }),
      { numRuns: 30 },
    );
  });

  it('puts a label to every answer that stands in it', () => {
    fc.assert(
      fc.property(derived.filter(canBeAnswered), (form) => {
        const answers = completeAnswers(form, requiredOf(form.schema));
        for (const { label, valueLabel } of labelAnswers(form, answers)) {
          expect(label).not.toBe('');
          expect(valueLabel).not.toMatch(/\[object/);
        }
      }),
      { numRuns: 30 },
    );
  });
});

const text = (more: Partial<CharacteristicDocument> & { name: string }) =>
  toCharacteristic({ valueType: 'text', ...more });

const plain = (more: Partial<PinnedSpecification> = {}): PinnedSpecification => ({
  type: 'product-specification',
  documentId: 's',
  version: 1,
  name: 'Router',
  description: null,
  asksForLocation: false,
  characteristics: [],
  relationships: [],
  parts: [],
  ...more,
});

const offering = (more: Partial<OrderableSnapshot> = {}): OrderableSnapshot => ({
  sku: 'SKU',
  sellable: true,
  channels: ['exchange'],
  quantity: { minimum: 1, maximum: null },
  validity: { from: null, to: null },
  prices: [],
  specification: plain(),
  bundled: [],
  ...more,
});

describe('a derived form', () => {
  it('has a section for each part, with its quantity, and a choice where it can be left out', () => {
    const part = (key: string, quantity: [number, number, number], mandatory = true) => ({
      key,
      mandatory,
      quantity: { minimum: quantity[0], default: quantity[1], maximum: quantity[2] },
      specification: plain({ characteristics: [text({ name: 'model', mandatory: true })] }),
    });
    const form = deriveForm({
      orderable: offering({
        specification: plain({
          parts: [
            part('One', [1, 1, 1]),
            part('Some', [1, 2, 4]),
            part('Three', [3, 3, 3]),
            part('Optional', [0, 0, 2]),
            part('Left out', [1, 1, 1], false),
          ],
        }),
      }),
    });
    const { components } = form.schema.properties;
    expect(components?.required).toEqual(['One', 'Some', 'Three']);
    expect(Object.keys(components?.properties?.['One']?.properties ?? {})).toEqual([
      'characteristics',
    ]);
    expect(components?.properties?.['Some']?.properties?.['quantity']).toMatchObject({
      minimum: 1,
      maximum: 4,
      default: 2,
    });
    expect(components?.properties?.['Three']?.properties?.['quantity']).toMatchObject({ const: 3 });
    expect(form.hints.filter(({ widget }) => widget === 'section')).toEqual([
      { field: '/components/One', widget: 'section' },
      { field: '/components/Some', widget: 'section' },
      { field: '/components/Three', widget: 'section' },
      { field: '/components/Optional', widget: 'section', includedByDefault: false },
      { field: '/components/Left out', widget: 'section', includedByDefault: true },
    ]);
  });

  it('asks for a date always, and for a location where a specification does, at any depth', () => {
    const inner = plain({ asksForLocation: true });
    const quantity = { minimum: 1, default: 1, maximum: 1 };
    const form = deriveForm({
      orderable: offering({
        specification: plain({
          parts: [{ key: 'Site', mandatory: true, quantity, specification: inner }],
        }),
      }),
    });
    expect(form.schema.properties['requestedDate']).toMatchObject({ format: 'date' });
    expect(form.schema.properties['location']).toBeUndefined();
    expect(findField(form.schema, '/components/Site/location/city')).toBeDefined();
    expect(form.schema.required).toEqual(['components']);
  });

  it('speaks the language that it is asked for, and the catalogue’s own where a text is missing', () => {
    const characteristics = [
      text({
        name: 'width',
        label: 'Bandwidth',
        translations: [{ locale: 'de', label: 'Bandbreite' }],
        values: [{ value: 'a', label: 'Fast', labels: { de: 'Schnell' } }, { value: 'b' }],
      }),
      text({ name: 'other', label: 'Other' }),
    ];
    const form = deriveForm(
      { orderable: offering({ specification: plain({ characteristics }) }) },
      { language: 'de-AT' },
    );
    expect(findField(form.schema, '/characteristics/width')).toMatchObject({
      title: 'Bandbreite',
      oneOf: [
        { const: 'a', title: 'Schnell' },
        { const: 'b', title: 'b' },
      ],
    });
    expect(findField(form.schema, '/characteristics/other')?.title).toBe('Other');
    expect(form.schema.properties['requestedDate']?.title).toBe('Wunschtermin');
  });
});
