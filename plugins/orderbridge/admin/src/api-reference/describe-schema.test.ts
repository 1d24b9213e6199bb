import type { JsonSchema } from './api-document';
import { listFields, typeOf } from './describe-schema';

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

describe('the type of a value', () => {
  it.each<[string, JsonSchema]>([
    ['string', { type: 'string' }],
    ['string (date-time)', { type: 'string', format: 'date-time' }],
    ['string | null', { type: ['string', 'null'] }],
    ['string | null', { anyOf: [{ type: 'string' }, { type: 'null' }] }],
    ['"new" | "done"', { enum: ['new', 'done'] }],
    ['true', { const: true }],
    ['array of Line', { type: 'array', items: ref('Line') }],
    ['map of integer', { type: 'object', additionalProperties: { type: 'integer' } }],
    ['object', { type: 'object', additionalProperties: false }],
    ['any', {}],
  ])('is told as %s', (text, schema) => {
    expect(typeOf(schema)).toBe(text);
  });
});

describe('the fields of a schema', () => {
  it('have those of what is inside below them, through references, lists, maps and choices', () => {
    const rows = listFields(
      { type: 'object', properties: { data: ref('Order') }, required: ['data'] },
      {
        Order: {
          description: 'An order',
          properties: {
            lines: { type: 'array', items: ref('Line') },
            notes: { additionalProperties: { anyOf: [{ type: 'null' }, ref('Note')] } },
          },
        },
        Line: { properties: { quantity: { type: 'integer', description: 'How many' } } },
        Note: { properties: { body: { type: 'string' } }, required: ['body'] },
      },
    );
    expect(rows.map(({ path, depth, isRequired }) => [path, depth, isRequired])).toEqual([
      ['data', 0, true],
      ['data.lines', 1, false],
      ['data.lines.quantity', 2, false],
      ['data.notes', 1, false],
      ['data.notes.body', 2, true],
    ]);
    expect(rows[0]).toMatchObject({ type: 'Order', description: 'An order' });
    expect(rows[2]).toMatchObject({ type: 'integer', description: 'How many' });
  });

  it('end where a schema contains itself', () => {
    const rows = listFields(ref('Category'), {
      Category: { properties: { parent: ref('Category') } },
    });
    expect(rows.map(({ path }) => path)).toEqual(['parent']);
  });
});
