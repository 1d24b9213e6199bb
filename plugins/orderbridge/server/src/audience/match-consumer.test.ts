import { findRuleDefect, matchesConsumer } from './match-consumer';

const CONSUMER = {
  name: 'Nordwind',
  externalId: null,
  country: 'NO',
  segment: 'enterprise',
  tags: ['pilot'],
  customFields: { size: 12 },
};

describe('a rule of consumer criteria', () => {
  it('is true also as SQLite gives it back, and false likewise', () => {
    expect(matchesConsumer(1, CONSUMER)).toBe(true);
    expect(matchesConsumer(0, CONSUMER)).toBe(false);
  });

  it.each<[string, unknown, boolean]>([
    ['true', true, true],
    ['false', false, false],
    ['a country', { '==': [{ var: 'country' }, 'NO'] }, true],
    ['another country', { '==': [{ var: 'country' }, 'SE'] }, false],
    ['a tag', { in: ['pilot', { var: 'tags' }] }, true],
    ['a custom field', { '>': [{ var: 'customFields.size' }, 20] }, false],
    ['an absent field', { '==': [{ var: 'nothing' }, 1] }, false],
    ['a text where a number is compared', { '>=': [{ var: 'segment' }, 10] }, false],
    ['something that is not true', { var: 'country' }, false],
  ])('holds or not: %s', (_what, rule, holds) => {
    expect(matchesConsumer(rule, CONSUMER)).toBe(holds);
    expect(findRuleDefect(rule)).toBeUndefined();
  });

  it.each([
    ['a text', 'NO'],
    ['nothing', null],
    ['an unknown operator', { noSuchOperator: [1] }],
    ['an empty object', {}],
    ['a list', [true]],
  ])('cannot be %s', (_what, rule) => {
    expect(findRuleDefect(rule)).toBeDefined();
  });
});
