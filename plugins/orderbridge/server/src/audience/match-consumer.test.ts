import { buildRule, createMatcher } from './match-consumer';

const CONSUMER = {
  name: 'Nordwind',
  externalId: null,
  country: 'NO',
  segment: 'enterprise',
  language: 'nb-NO',
  tags: ['pilot'],
  customFields: { size: 12 },
};

describe('a rule of consumer criteria', () => {
  it.each<[string, unknown, boolean]>([
    ['true', true, true],
    ['false', false, false],
    ['true as SQLite gives it back', 1, true],
    ['false as SQLite gives it back', 0, false],
    ['a country', { '==': [{ var: 'country' }, 'NO'] }, true],
    ['another country', { '==': [{ var: 'country' }, 'SE'] }, false],
    ['a language', { in: ['nb', { var: 'language' }] }, true],
    ['a tag', { in: ['pilot', { var: 'tags' }] }, true],
    ['a tag of a list', { some: [{ var: 'tags' }, { '==': [{ var: '' }, 'pilot'] }] }, true],
    ['a custom field', { '>': [{ var: 'customFields.size' }, 20] }, false],
    ['what is missing', { '!': { missing: ['country', 'segment'] } }, true],
    ['an absent field', { '==': [{ var: 'nothing' }, 1] }, false],
    ['a text where a number is compared', { '>=': [{ var: 'segment' }, 10] }, false],
    ['something that is not true', { var: 'country' }, false],
    ['an operator outside JsonLogic', { throw: 'NO' }, false],
    ['no rule at all', null, false],
  ])('holds or not: %s', (_what, rule, holds) => {
    expect(buildRule(rule)(CONSUMER)).toBe(holds);
  });
});

describe('a matcher', () => {
  it('answers whom a rule holds for, and looks at nothing but attributes', () => {
    const consumers = new Map([
      [1, { ...CONSUMER, id: 7 }],
      [2, { ...CONSUMER, country: 'SE', id: 8 }],
    ]);
    const consumersOf = createMatcher(consumers);
    expect([...consumersOf({ '==': [{ var: 'country' }, 'SE'] })]).toEqual([2]);
    expect([...consumersOf({ '==': [{ var: 'id' }, 7] })]).toEqual([]);
    expect([...consumersOf(true)]).toEqual([1, 2]);
  });

  it('builds equal rules once', () => {
    const consumersOf = createMatcher(new Map([[1, CONSUMER]]));
    const rule = () => ({ '==': [{ var: 'country' }, 'NO'] });
    expect(consumersOf(rule())).toBe(consumersOf(rule()));
  });
});
