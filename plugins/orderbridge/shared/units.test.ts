import { isKnownCurrency, isKnownUnit } from './units';

describe('a unit of measure', () => {
  it.each(['Mbit/s', 'GB', 'month', 'megabit-per-second', '%', 'U'])('is known: %s', (unit) => {
    expect(isKnownUnit(unit)).toBe(true);
  });

  it.each(['furlong', '', 'MBIT/S', 'megabit-per-', 'megabit-per-second-per-second', 'toString'])(
    'is not known: "%s"',
    (unit) => {
      expect(isKnownUnit(unit)).toBe(false);
    },
  );

  it('is known where the host says so', () => {
    expect(isKnownUnit('port', ['port'])).toBe(true);
  });
});

describe('a currency', () => {
  it('is a code of ISO 4217', () => {
    expect(['EUR', 'NOK', 'XXZ', 'eur'].map(isKnownCurrency)).toEqual([true, true, false, false]);
  });
});
