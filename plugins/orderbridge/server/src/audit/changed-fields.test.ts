import { changedFields } from './changed-fields';

const ATTRIBUTES = {
  name: { type: 'string' },
  quantity: { type: 'integer' },
  weight: { type: 'float' },
  from: { type: 'datetime' },
  rule: { type: 'json' },
  parts: { type: 'component' },
  image: { type: 'media' },
  category: { type: 'relation' },
  updatedBy: { type: 'relation' },
};

const STORED = {
  name: 'Access',
  quantity: 3,
  weight: 1.5,
  from: '2026-01-01T00:00:00.000Z',
  rule: { a: 1, b: [true] },
  parts: [{ id: 7, name: 'Line', note: null, inner: { id: 1, size: 2 } }],
  image: { id: 4, name: 'line.png' },
};

/** What the content manager sends where nobody has touched anything. */
const UNTOUCHED = {
  ...STORED,
  id: 1,
  documentId: 'd',
  updatedBy: 7,
  quantity: '3',
  from: '2026-01-01T00:00:00Z',
  rule: { b: [true], a: 1 },
  parts: [
    { name: 'Line', inner: { size: 2 }, uses: { connect: [], disconnect: [] }, __temp_key__: 'a' },
  ],
  image: 4,
  category: { connect: [], disconnect: [] },
};

describe('the fields that an edit changes', () => {
  it('are none where a form sends back what is stored', () => {
    expect(changedFields(ATTRIBUTES, STORED, UNTOUCHED)).toEqual([]);
  });

  it.each<[string, object]>([
    ['name', { name: 'Other' }],
    ['name', { name: null }],
    ['quantity', { quantity: 4 }],
    ['weight', { weight: 1.25 }],
    ['from', { from: '2026-01-02T00:00:00.000Z' }],
    ['rule', { rule: { a: 1, b: [false] } }],
    ['parts', { parts: [] }],
    ['parts', { parts: [{ name: 'Line', inner: { size: 3 } }] }],
    ['parts', { parts: [{ name: 'Line', inner: { size: 2 }, uses: { connect: [{ id: 1 }] } }] }],
    ['image', { image: null }],
    ['category', { category: null }],
    ['category', { category: { connect: [{ documentId: 'c' }], disconnect: [] } }],
  ])('have %s among them where it differs', (name, change) => {
    expect(changedFields(ATTRIBUTES, STORED, { ...UNTOUCHED, ...change })).toEqual([name]);
  });

  it('are those alone that were sent and that the type has', () => {
    expect(changedFields(ATTRIBUTES, STORED, { name: 'Other', unknown: 1 })).toEqual(['name']);
  });
});
