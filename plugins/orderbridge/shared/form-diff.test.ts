import type { FieldSchema, Form } from './form';
import { diffForms } from './form-diff';

const formOf = (
  fields: Record<string, FieldSchema>,
  {
    required = [],
    quantity = { minimum: 1, maximum: null },
  }: Partial<Pick<Form, 'quantity'> & { required: string[] }> = {},
): Form => ({
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: fields,
    required,
    additionalProperties: false,
  },
  hints: Object.keys(fields).map((name) => ({ field: `/${name}`, widget: 'text' })),
  quantity,
});

const text = (more: Partial<FieldSchema> = {}): FieldSchema => ({ type: 'string', ...more });

describe('a difference of forms', () => {
  it('is empty between a form and itself', () => {
    const form = formOf({ a: text(), b: text() });
    expect(diffForms(form, structuredClone(form))).toEqual({
      added: [],
      removed: [],
      changed: [],
      quantity: null,
    });
  });

  it('names what came and what went by their labels', () => {
    const { added, removed } = diffForms(
      formOf({ a: text({ title: 'Ay' }) }),
      formOf({ b: text() }),
    );
    expect(added).toEqual([{ field: '/b', label: '/b' }]);
    expect(removed).toEqual([{ field: '/a', label: 'Ay' }]);
  });

  it('names each property that has changed, with what it was and what it is', () => {
    const before = formOf({ a: text({ maxLength: 5 }) });
    const after = formOf({ a: text({ title: 'Ay' }) }, { required: ['a'] });
    expect(diffForms(before, after).changed).toEqual([
      {
        field: '/a',
        label: 'Ay',
        changes: [
          { property: 'maxLength', from: 5, to: null },
          { property: 'required', from: false, to: true },
          { property: 'title', from: null, to: 'Ay' },
        ],
      },
    ]);
  });

  it('sees a move, but none where only something else came or went', () => {
    const [a, b, c] = [text(), text(), text()];
    expect(diffForms(formOf({ a, b, c }), formOf({ b, c })).changed).toEqual([]);
    expect(
      diffForms(formOf({ a, b }), formOf({ b, a })).changed.map(({ changes }) => changes),
    ).toEqual([
      [{ property: 'position', from: 1, to: 0 }],
      [{ property: 'position', from: 0, to: 1 }],
    ]);
  });

  it('sees a change of how many can be ordered', () => {
    const quantity = { minimum: 1, maximum: 3 };
    expect(diffForms(formOf({}), formOf({}, { quantity })).quantity).toEqual({
      from: { minimum: 1, maximum: null },
      to: quantity,
    });
  });
});
