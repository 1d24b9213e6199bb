import { findRuleDefect } from './find-rule-defect';

const nested = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => ({ '!': [inner] }), { var: 'country' });

describe('a rule', () => {
  it.each<[string, unknown]>([
    ['true', true],
    ['false', false],
    ['true as SQLite gives it back', 1],
    ['false as SQLite gives it back', 0],
    ['a comparison', { '==': [{ var: 'country' }, 'NO'] }],
    ['a language', { in: [{ var: 'language' }, ['de', 'de-AT']] }],
    ['a custom field of any name', { '>': [{ var: 'customFields.site.size' }, 20] }],
    ['a default', { '==': [{ var: ['segment', 'none'] }, 'none'] }],
    ['a look through a list', { some: [{ var: 'tags' }, { '==': [{ var: '' }, 'pilot'] }] }],
    ['a part of a list’s item', { all: [{ var: 'customFields.sites' }, { var: 'ready' }] }],
    ['what is missing', { '!': { missing: ['externalId', 'customFields.size'] } }],
    ['a condition', { if: [{ var: 'country' }, true, false] }],
  ])('may be %s', (_what, rule) => {
    expect(findRuleDefect(rule)).toBeUndefined();
  });

  it.each<[string, unknown, RegExp]>([
    ['a text', 'NO', /JsonLogic object/],
    ['nothing', null, /JsonLogic object/],
    ['another number', 2, /JsonLogic object/],
    ['a list', [true], /JsonLogic object/],
    ['an empty object', {}, /one operator/],
    ['two operators in one object', { var: 'name', '!': true }, /one operator/],
    ['an unknown operator', { noSuchOperator: [1] }, /no operator "noSuchOperator"/],
    ['an operator that every object inherits', { toString: [] }, /no operator "toString"/],
    ['an operator outside JsonLogic', { val: ['country'] }, /no operator "val"/],
    ['an unknown attribute', { '==': [{ var: 'contry' }, 'NO'] }, /no attribute "contry"/],
    ['an unknown attribute inside', { if: [true, { '!': [{ var: 'id' }] }] }, /attribute "id"/],
    ['a part of a text', { var: 'country.code' }, /no attribute "country.code"/],
    ['everything at once', { var: '' }, /no attribute ""/],
    ['a computed name', { var: [{ cat: ['coun', 'try'] }] }, /by a text/],
    ['an unknown missing attribute', { '!': { missing: ['zip'] } }, /no attribute "zip"/],
    ['some of unknown ones', { '!': { missing_some: [1, ['zip', 'name']] } }, /attribute "zip"/],
    ['too deep', nested(30), /nested more than 20 deep/],
    ['so deep that a reader could break', nested(50_000), /nested more than 20 deep/],
    ['too long', { '==': [{ var: 'name' }, 'x'.repeat(20_000)] }, /longer than 20000/],
    [
      'lists in lists in lists',
      { some: [{ var: 'tags' }, { some: [{ var: '' }, { some: [{ var: '' }, true] }] }] },
      /at most 2 deep/,
    ],
    ['a division by zero', { '>': [{ '/': [1, 0] }, 1] }, /cannot be used with its values/],
  ])('cannot be %s, and says why', (_what, rule, why) => {
    expect(findRuleDefect(rule)).toMatch(why);
  });
});
