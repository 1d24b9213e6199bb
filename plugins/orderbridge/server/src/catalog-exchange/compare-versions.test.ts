import fc from 'fast-check';
import { compareVersions } from './compare-versions';

it.each([
  ['1.9', '1.10', -1],
  ['2', '2.0', 0],
  ['2.0.1', '2', 1],
  ['v3', '3', 0],
  ['1.0-beta', '1.0-alpha', 1],
  ['10', '9', 1],
])('compares %s with %s by numbers', (one, other, order) => {
  expect(compareVersions(one, other)).toBe(order);
});

it('says of any two versions the opposite the other way round', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(compareVersions(one, other) + compareVersions(other, one)).toBe(0);
    }),
  );
});
