import { labelAnswers } from '../../../shared/form';
import { deriveForm } from '../forms';
import {
  nestAnswers,
  nestForm,
  pointAnswer,
  toFrozenSnapshot,
  type FirstForm,
  type FirstSnapshot,
} from './first-order-values';

const FORM: FirstForm = {
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    properties: {
      bandwidth: {
        type: 'string',
        title: 'Bandwidth',
        oneOf: [
          { const: '100M', title: '100 Mbit/s' },
          { const: '1G', title: '1 Gbit/s' },
        ],
        default: '100M',
      },
      addresses: { type: 'integer', title: 'Addresses', minimum: 1, maximum: 64, default: 1 },
      note: { type: 'string', title: 'Note', maxLength: 120 },
    },
    required: ['bandwidth', 'addresses'],
  },
  hints: [
    { field: 'bandwidth', widget: 'select' },
    { field: 'addresses', widget: 'number', unit: 'pcs' },
    { field: 'note', widget: 'text' },
  ],
  quantity: { minimum: 1, maximum: 10 },
};

const free = { description: null, values: [], valueFrom: null, valueTo: null, maxLength: null };

const SNAPSHOT: FirstSnapshot = {
  name: 'Internet access',
  description: 'One line per office.',
  orderable: {
    sku: 'INET',
    sellable: true,
    channels: ['exchange'],
    quantity: { minimum: 1, maximum: 10 },
    specification: {
      documentId: 'specification',
      name: 'Managed internet access',
      characteristics: [
        {
          ...free,
          name: 'bandwidth',
          label: 'Bandwidth',
          valueType: 'choice',
          mandatory: true,
          values: [
            { value: '100M', label: '100 Mbit/s', isDefault: true },
            { value: '1G', label: '1 Gbit/s', isDefault: false },
          ],
          defaultValue: null,
          unitOfMeasure: null,
        },
        {
          ...free,
          name: 'addresses',
          label: 'Addresses',
          valueType: 'integer',
          mandatory: true,
          valueFrom: 1,
          valueTo: 64,
          defaultValue: '1',
          unitOfMeasure: 'pcs',
        },
      ],
    },
  },
};

describe('values of the first state', () => {
  it('keep their labels and types when a form and its answers are nested', () => {
    const answers = { bandwidth: '1G', addresses: 8, note: 'x' };
    const old = [
      { name: 'bandwidth', label: 'Bandwidth', value: '1G', valueLabel: '1 Gbit/s' },
      { name: 'addresses', label: 'Addresses', value: 8, valueLabel: '8' },
      { name: 'note', label: 'Note', value: 'x', valueLabel: 'x' },
    ];
    expect(labelAnswers(nestForm(FORM), nestAnswers(answers))).toEqual(old.map(pointAnswer));
  });

  it('ask for the same fields as before', () => {
    const { schema, hints } = nestForm(FORM);
    expect(schema.required).toEqual(['characteristics']);
    expect(schema.properties['characteristics']).toMatchObject({
      properties: FORM.schema.properties,
      required: FORM.schema.required,
      additionalProperties: false,
    });
    expect(hints[1]).toEqual({
      field: '/characteristics/addresses',
      widget: 'number',
      unit: 'pcs',
    });
  });

  it('have a form without fields where they had none', () => {
    const empty = { ...FORM, schema: { ...FORM.schema, properties: {}, required: [] }, hints: [] };
    expect(nestForm(empty).schema).toMatchObject({ properties: {}, required: [] });
  });

  it('make a version from which a form with the same fields is derived', () => {
    const { catalog } = toFrozenSnapshot(SNAPSHOT);
    if (catalog === undefined) throw new Error('There is no orderable part.');
    const { schema } = deriveForm(catalog, { asksForDate: true });
    expect(schema.properties['characteristics']?.properties).toMatchObject({
      bandwidth: FORM.schema.properties['bandwidth'],
      addresses: FORM.schema.properties['addresses'],
    });
  });
});
