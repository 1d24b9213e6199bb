import { fitToColumns } from './column-values';

const MODELS = {
  thing: {
    name: { type: 'string' },
    count: { type: 'integer' },
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
    [{ parts: [{ size: 1, labels: {}, price: 1e12 }], part: null }],
    [{ unknown: { of: 'Strapi' }, toString: 'too' }],
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
    ['"labels" is no JSON', { part: { labels: '{' } }],
    ['"name" holds an object in the place of one value', { name: { toString: '' } }],
    ['"price" holds an object in the place of one value', { part: { price: [] } }],
  ])('is refused where a column would: %s', (defect, data) => {
    expect(fit(data)).toEqual({ defect });
  });
});
