import { fitToColumns } from './column-values';

const MODELS = {
  thing: {
    name: { type: 'string' },
    count: { type: 'integer' },
    from: { type: 'datetime' },
    extensions: { type: 'json' },
    parent: { type: 'relation' },
    parts: { type: 'component', component: 'part', repeatable: true },
    part: { type: 'component', component: 'part' },
  },
  part: { size: { type: 'integer' }, labels: { type: 'json' }, price: { type: 'float' } },
};

const fit = (data: Readonly<Record<string, unknown>>) =>
  fitToColumns(data, {
    uid: 'thing',
    attributesOf: (uid) => MODELS[uid as keyof typeof MODELS],
  });

describe('what is to be written', () => {
  it.each([
    [{ name: 'a', count: 2_147_483_647, extensions: { a: 1 }, parent: { connect: [] } }],
    [{ name: null, count: '-2147483648', extensions: null }],
    [{ extensions: '{"a": 1}' }],
    [{ name: '🦜'.repeat(255), from: '9999-12-31T23:59:59.000Z' }],
    [{ from: '0001-01-01' }],
    [{ from: 'no moment, which Strapi refuses' }],
    [{ parts: [{ size: 1, labels: {}, price: 1e12 }], part: null }],
    [{ unknown: { of: 'Strapi' } }],
    [{ parent: null }],
    [{ parent: 'abc' }],
    [{ parent: [1, 'abc', { documentId: 'abc', locale: null }] }],
    [{ parent: { id: 7 } }],
    [{ parent: { connect: [{ documentId: 'a' }], disconnect: [{ id: 1 }], set: null } }],
  ])('is taken as it is where columns take it: %j', (data) => {
    expect(fit(data)).toEqual({ data });
  });

  it('is null where the text of JSON was emptied', () => {
    expect(fit({ extensions: '', part: { labels: ' ' } })).toEqual({
      data: { extensions: null, part: { labels: null } },
    });
  });

  it.each([
    ['"count" is out of the range of an integer', { count: 2_147_483_648 }],
    ['"count" is out of the range of an integer', { count: '-2147483649' }],
    ['"size" is out of the range of an integer', { parts: [{ size: 1 }, { size: 2 ** 40 }] }],
    ['"extensions" is no JSON', { extensions: 'a' }],
    ['"name" has more than 255 characters', { name: 'a'.repeat(256) }],
    ['"from" is not in the years 1 to 9999', { from: '9999-12-31T23:59:59-05:00' }],
    ['"from" is not in the years 1 to 9999', { from: '-200000-01-01T00:00:00Z' }],
    ['"toString" is no field', { toString: 'a' }],
    ['"parent" holds what is no id of a document', { parent: [true] }],
    ['"parent" holds what is no id of a document', { parent: {} }],
    ['"parent" holds what is no id of a document', { parent: { connect: [null] } }],
    ['"labels" is no JSON', { part: { labels: '{' } }],
    ['"name" holds an object in the place of one value', { name: { toString: '' } }],
    ['"price" holds an object in the place of one value', { part: { price: [] } }],
  ])('is refused where a column would: %s', (defect, data) => {
    expect(fit(data)).toEqual({ defect });
  });
});
