import { findJsonDefect } from './plain-json';

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

describe('the look at a JSON value', () => {
  it.each([[{ a: ['text', 1, null, { b: 'ü😀' }] }], ['text'], [nested(20)]])(
    'finds nothing wrong with %j',
    (value) => {
      expect(findJsonDefect(value)).toBeUndefined();
    },
  );

  it.each([
    ['a NUL', { a: 'x\0' }],
    ['a NUL in a key', { 'x\0': 1 }],
    ['half of a surrogate pair', ['\ud800']],
    ['too deep a nesting', nested(101)],
  ])('finds %s', (_what, value) => {
    expect(findJsonDefect(value)).toBeDefined();
  });
});
