import { digestOf } from './digest';

describe('a digest', () => {
  it('does not depend on the order of keys, at any depth', () => {
    expect(digestOf({ a: 1, b: { c: [{ d: 1, e: 2 }], f: null } })).toBe(
      digestOf({ b: { f: null, c: [{ e: 2, d: 1 }] }, a: 1 }),
    );
  });

  it('depends on values, their types and the order of lists', () => {
    const digests = [{ a: 1 }, { a: '1' }, { a: [1, 2] }, { a: [2, 1] }, { a: null }, {}].map(
      digestOf,
    );
    expect(new Set(digests).size).toBe(6);
  });
});
