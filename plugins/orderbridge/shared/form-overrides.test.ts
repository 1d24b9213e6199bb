import type { Form } from './form';
import {
  applyOverrides,
  findOverrideDefects,
  keepFittingOverrides,
  type FormOverride,
} from './form-overrides';

const FORM: Form = {
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      characteristics: {
        type: 'object',
        properties: {
          tier: { type: 'string', title: 'Tier', default: 'gold' },
          contact: {
            type: 'object',
            title: 'Contact',
            properties: { name: { type: 'string', title: 'Name' } },
            required: ['name'],
          },
          fixed: { type: 'integer', title: 'Fixed', const: 1 },
        },
        required: ['tier', 'contact'],
      },
      components: {
        type: 'object',
        properties: {
          edge: { type: 'object', title: 'Edge', properties: {} },
          extra: { type: 'object', title: 'Extra', properties: {} },
        },
      },
    },
    required: ['characteristics'],
    additionalProperties: false,
  },
  hints: [
    { field: '/characteristics/tier', widget: 'select' },
    { field: '/characteristics/contact', widget: 'object' },
    { field: '/characteristics/contact/name', widget: 'text' },
    { field: '/characteristics/fixed', widget: 'number' },
    { field: '/characteristics/notice', widget: 'label', text: 'Read this' },
    { field: '/components/edge', widget: 'section' },
    { field: '/components/extra', widget: 'section', includedByDefault: false },
  ],
  quantity: { minimum: 1, maximum: null },
};

const takesTexts = (_field: object, value: unknown) => typeof value === 'string';

const defectsOf = (...overrides: FormOverride[]) =>
  findOverrideDefects(FORM, overrides, takesTexts).map(({ index, field }) => [index, field]);

const characteristicsOf = ({ schema }: Form) => schema.properties['characteristics'];

describe('overrides', () => {
  it.each<[string, FormOverride, string]>([
    ['a field that is not there', { field: '/characteristics/none' }, 'field'],
    ['a default of a section', { field: '/components/edge', default: 'x' }, 'default'],
    ['a default of a label', { field: '/characteristics/notice', default: 'x' }, 'default'],
    ['a default of what is fixed', { field: '/characteristics/fixed', default: 'x' }, 'default'],
    ['a default that is no answer', { field: '/characteristics/tier', default: 3 }, 'default'],
    [
      'a mandatory field hidden without a default',
      { field: '/characteristics/contact', hidden: true },
      'hidden',
    ],
    [
      'a field of an object hidden by itself',
      { field: '/characteristics/contact/name', hidden: true, default: 'x' },
      'hidden',
    ],
    ['a mandatory part hidden', { field: '/components/edge', hidden: true }, 'hidden'],
  ])('are unsound with %s', (_what, override, field) => {
    expect(defectsOf(override)).toEqual([[0, field]]);
  });

  it('are unsound where one field stands twice', () => {
    expect(
      defectsOf({ field: '/characteristics/tier' }, { field: '/characteristics/tier' }),
    ).toEqual([[1, 'field']]);
  });

  it('answer what they hide for whoever orders, with its default', () => {
    const form = applyOverrides(FORM, [{ field: '/characteristics/tier', hidden: true }]);
    expect(characteristicsOf(form)).toMatchObject({
      properties: { tier: { const: 'gold' } },
      required: ['contact'],
    });
    expect(characteristicsOf(form)?.properties?.['tier']).not.toHaveProperty('default');
    expect(form.hints[0]).toEqual({
      field: '/characteristics/tier',
      widget: 'select',
      hidden: true,
    });
  });

  it('ask no more for a group of which everything is hidden', () => {
    const form = applyOverrides(FORM, [
      { field: '/characteristics/tier', hidden: true },
      { field: '/characteristics/contact', hidden: true, default: { name: 'Ada' } },
    ]);
    expect(form.schema.required).toEqual([]);
  });

  it('reach the fields of an object, and the words of a label', () => {
    const form = applyOverrides(FORM, [
      { field: '/characteristics/contact/name', label: 'Full name' },
      { field: '/characteristics/notice', help: 'Read that' },
    ]);
    expect(characteristicsOf(form)?.properties?.['contact']?.properties?.['name']?.title).toBe(
      'Full name',
    );
    expect(form.hints[4]).toMatchObject({ text: 'Read that' });
  });

  it('move a field within its section, with everything that belongs to it', () => {
    const form = applyOverrides(FORM, [
      { field: '/characteristics/contact', position: 0 },
      { field: '/components/extra', position: 1 },
    ]);
    expect(form.hints.map(({ field }) => field)).toEqual([
      '/characteristics/contact',
      '/characteristics/contact/name',
      '/components/extra',
      '/characteristics/tier',
      '/characteristics/fixed',
      '/characteristics/notice',
      '/components/edge',
    ]);
  });

  it('speak a language where they have its words, and their own where not', () => {
    const override: FormOverride = {
      field: '/characteristics/tier',
      label: 'Your tier',
      texts: { de: { label: 'Ihre Stufe' } },
    };
    const titleIn = (...languages: string[]) =>
      characteristicsOf(applyOverrides(FORM, [override], languages))?.properties?.['tier']?.title;
    expect([titleIn('de-AT', 'de'), titleIn('fr'), titleIn()]).toEqual([
      'Ihre Stufe',
      'Your tier',
      'Your tier',
    ]);
  });

  it('leave the form that they are applied to as it was', () => {
    const before = structuredClone(FORM);
    applyOverrides(FORM, [{ field: '/characteristics/tier', label: 'x', hidden: true }]);
    expect(FORM).toEqual(before);
  });

  it('are kept as far as they fit', () => {
    const good: FormOverride = { field: '/characteristics/tier', label: 'x' };
    expect(
      keepFittingOverrides(FORM, [{ field: '/characteristics/gone' }, good], takesTexts),
    ).toEqual([good]);
  });
});
