import { readCandidates } from './candidates';

const refusalsOf = (document: unknown) =>
  readCandidates([{ file: 'a.json', document }]).leftovers.map(({ file, reason }) => [
    file,
    typeof reason === 'string' ? reason : reason.code,
  ]);

const deep = (depth: number): unknown => (depth === 0 ? 'end' : [deep(depth - 1)]);

it.each([
  ['a field called __proto__', JSON.parse('{"@type":"Category","name":"a","__proto__":{}}')],
  ['one deep inside', JSON.parse('{"@type":"Category","name":"a","b":[{"__proto__":1}]}')],
  ['a NUL', { '@type': 'Category', name: 'a\0' }],
  ['half of a surrogate pair', { '@type': 'Category', name: '\uD800' }],
  ['two hundred lists in each other', { '@type': 'Category', name: 'a', b: deep(200) }],
])('refuses a document with %s by the name of its file', (_what, document: unknown) => {
  expect(refusalsOf(document)).toEqual([['a.json', 'import.document_invalid']]);
});

it('takes a list apart, and refuses only what is wrong in it', () => {
  const { candidates, leftovers } = readCandidates([
    { document: [{ '@type': 'Category', name: 'a' }, 7, { '@type': 'Category', name: 'b' }] },
  ]);
  expect(candidates.map(({ name, position }) => [name, position])).toEqual([
    ['a', 0],
    ['b', 1],
  ]);
  expect(leftovers).toHaveLength(1);
});
