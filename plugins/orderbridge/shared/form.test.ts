import { labelAnswers, type Form } from './form';

const FORM: Form = {
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      b: { type: 'string', title: 'Bee', oneOf: [{ const: '1', title: 'One' }] },
      a: { type: 'integer', title: 'Ay' },
    },
    required: [],
    additionalProperties: false,
  },
  hints: [
    { field: 'a', widget: 'number' },
    { field: 'b', widget: 'select' },
  ],
  quantity: { minimum: 1, maximum: null },
};

describe('labelled answers', () => {
  it('carry the label of the field and of the option, in the form’s order, with the value’s type', () => {
    expect(labelAnswers(FORM, { b: '1', a: 10 })).toEqual([
      { name: 'a', label: 'Ay', value: 10, valueLabel: '10' },
      { name: 'b', label: 'Bee', value: '1', valueLabel: 'One' },
    ]);
  });

  it('leave out what was not answered', () => {
    expect(labelAnswers(FORM, { a: 0 })).toEqual([
      { name: 'a', label: 'Ay', value: 0, valueLabel: '0' },
    ]);
  });
});
