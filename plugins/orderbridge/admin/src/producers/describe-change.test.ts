import type { TranslationKey } from '../translate';
import english from '../translations/en.json';
import { describeChange } from './describe-change';

const translate = (key: TranslationKey, values: Record<string, string | number> = {}): string =>
  english[key].replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name]));

const say = (property: string, from: unknown, to: unknown) =>
  describeChange({ property, from, to }, translate);

describe('a change of a form in words', () => {
  it.each([
    ['required', true, false, 'Required: yes → no'],
    ['title', 'Contact', 'Contact on site', 'Label: Contact → Contact on site'],
    ['default', null, 'E20', 'Default: nothing → E20'],
    ['maximum', 64, 128, 'Largest value: 64 → 128'],
    ['default', ['a', 'b'], [], 'Default: a, b → nothing'],
  ])('of "%s" says what it was and what it is', (property, from, to, said) => {
    expect(say(property, from, to)).toBe(said);
  });

  it('names options as people see them', () => {
    const options = (...titles: string[]) => titles.map((title) => ({ const: title[0], title }));
    expect(say('oneOf', options('Gold'), options('Gold', 'Silver'))).toBe(
      'Options: Gold → Gold, Silver',
    );
  });

  it('counts places from one', () => {
    expect(say('position', 0, 2)).toBe('Place: 1 → 3');
  });

  it('says a property that has no word as it is called', () => {
    expect(say('uniqueItems', undefined, true)).toBe('uniqueItems: nothing → yes');
  });
});
