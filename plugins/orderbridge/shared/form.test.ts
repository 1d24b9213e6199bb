import { completeAnswers, findField, labelAnswers, toPath, toPointer, type Form } from './form';

const FORM: Form = {
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      characteristics: {
        type: 'object',
        properties: {
          b: { type: 'string', title: 'Bee', oneOf: [{ const: '1', title: 'One' }] },
          'a/b': { type: 'integer', title: 'Ay' },
          fixed: { type: 'integer', title: 'Fixed', const: 7 },
          people: {
            type: 'array',
            title: 'People',
            items: {
              type: 'object',
              properties: {
                name: { type: 'string', title: 'Name' },
                adult: { type: 'boolean', title: 'Adult' },
              },
            },
          },
        },
      },
      components: {
        type: 'object',
        properties: {
          edge: {
            type: 'object',
            title: 'Edge',
            properties: {
              quantity: { type: 'integer', title: 'Quantity', minimum: 1, maximum: 4, default: 2 },
              characteristics: {
                type: 'object',
                properties: { size: { type: 'string', title: 'Size', const: 'L' } },
              },
            },
          },
          support: { type: 'object', title: 'Support', properties: {} },
        },
      },
    },
    required: [],
    additionalProperties: false,
  },
  hints: [
    { field: '/characteristics/a~1b', widget: 'number' },
    { field: '/characteristics/b', widget: 'select' },
    { field: '/characteristics/fixed', widget: 'number' },
    { field: '/characteristics/people', widget: 'list' },
    { field: '/characteristics/people/-/name', widget: 'text' },
    { field: '/characteristics/people/-/adult', widget: 'yes_no' },
    { field: '/components/edge', widget: 'section' },
    { field: '/components/edge/quantity', widget: 'number' },
    { field: '/components/edge/characteristics/size', widget: 'select' },
    { field: '/components/support', widget: 'section', includedByDefault: true },
  ],
  quantity: { minimum: 1, maximum: null },
};

describe('a pointer', () => {
  it.each([[['a/b', '~c', '']], [[]], [['plain']]])('comes back as its path: %j', (path) => {
    expect(toPath(toPointer(path))).toEqual(path);
  });

  it('finds a field also inside of a list, and none that is only inherited', () => {
    expect(findField(FORM.schema, '/characteristics/people/-/name')?.title).toBe('Name');
    expect(findField(FORM.schema, '/characteristics/a~1b')?.title).toBe('Ay');
    expect(findField(FORM.schema, '/constructor')).toBeUndefined();
  });
});

describe('completed answers', () => {
  it('have fixed values, parts that stand without an answer and their quantity', () => {
    expect(completeAnswers(FORM, {})).toEqual({
      characteristics: { fixed: 7 },
      components: { edge: { quantity: 2, characteristics: { size: 'L' } } },
    });
  });

  it('keep what was answered and leave out what was not chosen', () => {
    const answers = {
      characteristics: { b: '1' },
      components: { edge: { quantity: 4 }, support: {} },
    };
    expect(completeAnswers(FORM, answers)).toEqual({
      characteristics: { b: '1', fixed: 7 },
      components: { edge: { quantity: 4, characteristics: { size: 'L' } }, support: {} },
    });
    expect(answers.characteristics).toEqual({ b: '1' });
  });
});

describe('a part or a question that is called as a group is', () => {
  const empty = { type: 'object', properties: {} } as const;
  const form: Form = {
    ...FORM,
    schema: {
      ...FORM.schema,
      properties: {
        characteristics: { type: 'object', properties: { quantity: { type: 'integer' } } },
        components: {
          type: 'object',
          properties: {
            quantity: { ...empty, title: 'Quantity meter' },
            characteristics: {
              type: 'object',
              title: 'Sheet',
              properties: { quantity: { type: 'integer', default: 3 } },
            },
          },
        },
      },
    },
    hints: [
      { field: '/characteristics/quantity', widget: 'number' },
      { field: '/components/quantity', widget: 'section' },
      { field: '/components/characteristics', widget: 'section' },
      { field: '/components/characteristics/quantity', widget: 'number' },
    ],
  };

  it('is told from it', () => {
    const answers = completeAnswers(form, { characteristics: { quantity: 7 } });
    expect(answers).toEqual({
      characteristics: { quantity: 7 },
      components: { quantity: {}, characteristics: { quantity: 3 } },
    });
    expect(labelAnswers(form, answers).map(({ label, value }) => [label, value])).toEqual([
      ['quantity', 7],
      ['Quantity meter', 1],
      ['Sheet', 3],
    ]);
  });
});

describe('labelled answers', () => {
  it('carry the label of the field and of the option, in the form’s order, with the value’s type', () => {
    expect(labelAnswers(FORM, { characteristics: { b: '1', 'a/b': 10 } })).toEqual([
      { field: '/characteristics/a~1b', label: 'Ay', value: 10, valueLabel: '10' },
      { field: '/characteristics/b', label: 'Bee', value: '1', valueLabel: 'One' },
    ]);
  });

  it('say of a component how many there are, and of its fields where they belong', () => {
    const answers = completeAnswers(FORM, { components: { support: {} } });
    expect(labelAnswers(FORM, answers).slice(1)).toEqual([
      { field: '/components/edge', label: 'Edge', value: 2, valueLabel: '2' },
      {
        field: '/components/edge/characteristics/size',
        section: 'Edge',
        label: 'Size',
        value: 'L',
        valueLabel: 'L',
      },
      { field: '/components/support', label: 'Support', value: 1, valueLabel: '1' },
    ]);
  });

  it('put a list of objects into one answer that people can read', () => {
    const people = [
      { name: 'Ada', adult: true },
      { name: 'Ole', adult: false },
    ];
    expect(labelAnswers(FORM, { characteristics: { people } })).toEqual([
      {
        field: '/characteristics/people',
        label: 'People',
        value: people,
        valueLabel: 'Name: Ada, Adult: Yes; Name: Ole, Adult: No',
      },
    ]);
  });
});
