import { z } from 'zod';
import {
  findField,
  MAX_POINTER_LENGTH,
  toPath,
  toPointer,
  type AnswerValue,
  type FieldHint,
  type FieldSchema,
  type Form,
} from './form';

const answer: z.ZodType<AnswerValue> = z.lazy(() =>
  z.union([
    z.string().max(10_000),
    z.number(),
    z.boolean(),
    z.array(answer),
    z.record(z.string(), answer),
  ]),
);

const texts = { label: z.string().trim().min(1).max(255), help: z.string().max(5_000) };

const override = z.strictObject({
  /** JSON Pointer of the field, as the form's hints have it. */
  field: z.string().min(1).max(MAX_POINTER_LENGTH),
  label: texts.label.optional(),
  help: texts.help.optional(),
  /** The same in other languages, by language tag. */
  texts: z
    .record(
      z.string().max(35),
      z.strictObject({ label: texts.label.optional(), help: texts.help.optional() }),
    )
    .optional(),
  /** Hides the field; one that has a default is ordered with it. */
  hidden: z.boolean().optional(),
  default: answer.optional(),
  /** Where it stands among the fields of its section: the lowest first, those without one after. */
  position: z.int().min(0).max(10_000).optional(),
});

/** What an exchange admin changes of a derived form, without touching what it is derived from. */
export const formOverrides = z.array(override).max(1_000);
export type FormOverride = z.infer<typeof override>;

export interface OverrideDefect {
  readonly index: number;
  readonly field: string;
  readonly message: string;
}

const hintOf = ({ hints }: Form, pointer: string): FieldHint | undefined =>
  hints.find(({ field }) => field === pointer);

/** Whether a field has to be answered by whoever fills the section in that it belongs to. */
const isRequired = (form: Form, pointer: string): boolean => {
  const cut = pointer.lastIndexOf('/');
  const parent = findField(form.schema, pointer.slice(0, cut));
  return parent?.required?.includes(toPath(pointer).at(-1) ?? '') ?? false;
};

/** Whether a field is a part of an object or a list: its answer is a part of theirs. */
const isInsideOfField = ({ hints }: Form, pointer: string): boolean =>
  hints.some(({ field, widget }) => widget !== 'section' && pointer.startsWith(`${field}/`));

/**
 * What keeps overrides from being applied to a form: a field that is not there or stands twice, a
 * default that the field does not take, a mandatory field that would be hidden without an answer.
 *
 * @param accepts whether a value satisfies the schema of a field
 */
export const findOverrideDefects = (
  form: Form,
  overrides: readonly FormOverride[],
  accepts: (field: FieldSchema, value: AnswerValue) => boolean,
): OverrideDefect[] => {
  const seen = new Set<string>();
  return overrides.flatMap((change, index): OverrideDefect[] => {
    const at = (field: string, message: string) => [{ index, field, message }];
    const hint = hintOf(form, change.field);
    if (hint === undefined) return at('field', `the form has no field ${change.field}`);
    if (seen.has(change.field)) return at('field', `${change.field} stands twice`);
    seen.add(change.field);
    const field = findField(form.schema, change.field);
    if (change.default !== undefined) {
      if (field === undefined || hint.widget === 'section') {
        return at('default', `${change.field} takes no answer, so it has no default`);
      }
      if (field.const !== undefined) return at('default', `${change.field} is fixed`);
      if (!accepts(field, change.default)) {
        return at('default', `the default is no answer that ${change.field} takes`);
      }
    }
    if (change.hidden && isInsideOfField(form, change.field)) {
      return at('hidden', `${change.field} belongs to an answer, so it cannot be hidden alone`);
    }
    if (change.hidden) {
      const preset = change.default ?? field?.default ?? field?.const;
      if (hint.widget === 'section') {
        const isOptional = hint.includedByDefault !== undefined;
        if (!isOptional)
          return at('hidden', `${change.field} cannot be left out, so not be hidden`);
      } else if (isRequired(form, change.field) && preset === undefined) {
        return at('hidden', `${change.field} is mandatory: it needs a default to be hidden`);
      }
    }
    return [];
  });
};

/** Rewrites the schema at a path, from the leaf up. */
const rewrite = (
  schema: FieldSchema,
  path: readonly string[],
  change: (field: FieldSchema) => FieldSchema,
): FieldSchema => {
  const [name, ...rest] = path;
  if (name === undefined) return change(schema);
  if (name === '-' && schema.items)
    return { ...schema, items: rewrite(schema.items, rest, change) };
  const { properties = {} } = schema;
  const field = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (field === undefined) return schema;
  return { ...schema, properties: { ...properties, [name]: rewrite(field, rest, change) } };
};

/** Asks for a field no more, nor for the groups around it of which nothing else is asked for. */
const withoutRequired = (schema: FieldSchema, path: readonly string[]): FieldSchema => {
  const parentPath = path.slice(0, -1);
  const changed = rewrite(schema, parentPath, (parent) => ({
    ...parent,
    required: (parent.required ?? []).filter((name) => name !== path.at(-1)),
  }));
  const left = findField(changed, toPointer(parentPath))?.required ?? [];
  return left.length > 0 || parentPath.length === 0
    ? changed
    : withoutRequired(changed, parentPath);
};

const localizedTexts = ({ texts: known = {} }: FormOverride, languages: readonly string[]) =>
  languages.map((language) => known[language]).find((found) => found !== undefined);

const changeField = (field: FieldSchema, change: FormOverride, languages: readonly string[]) => {
  const localized = localizedTexts(change, languages);
  const label = localized?.label ?? change.label;
  const help = localized?.help ?? change.help;
  const preset = change.default ?? field.default;
  return {
    ...Object.fromEntries(Object.entries(field).filter(([keyword]) => keyword !== 'default')),
    type: field.type,
    ...(label !== undefined && { title: label }),
    ...(help !== undefined && { description: help }),
    // What is hidden is answered for whoever orders.
    ...(preset !== undefined && (change.hidden ? { const: preset } : { default: preset })),
  };
};

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'));

/** Orders the hints of each section anew; what belongs to a field moves with it. */
const sortHints = (hints: readonly FieldHint[], positions: ReadonlyMap<string, number>) => {
  const fields = new Set(hints.map(({ field }) => field));
  const ownerOf = (pointer: string): string => {
    let owner = parentOf(pointer);
    while (owner !== '' && !fields.has(owner)) owner = parentOf(owner);
    return owner;
  };
  const children = new Map<string, FieldHint[]>();
  for (const hint of hints) {
    const owner = ownerOf(hint.field);
    children.set(owner, [...(children.get(owner) ?? []), hint]);
  }
  const placeOf = ({ field }: FieldHint) => positions.get(field) ?? Number.MAX_SAFE_INTEGER;
  const list = (owner: string): FieldHint[] =>
    [...(children.get(owner) ?? [])]
      .map((hint, index) => ({ hint, index }))
      .sort((one, other) => placeOf(one.hint) - placeOf(other.hint) || one.index - other.index)
      .flatMap(({ hint }) => [hint, ...list(hint.field)]);
  return list('');
};

/**
 * Applies overrides to a form. They have to be sound ({@link findOverrideDefects}).
 *
 * @param languages of the form, the best first, where it is not in the catalogue's own
 */
export const applyOverrides = (
  form: Form,
  overrides: readonly FormOverride[],
  languages: readonly string[] = [],
): Form => {
  let schema: FieldSchema = form.schema;
  let { hints } = form;
  const positions = new Map<string, number>();
  for (const change of overrides) {
    const path = toPath(change.field);
    const before = findField(schema, change.field);
    schema = rewrite(schema, path, (field) => changeField(field, change, languages));
    const hint = hintOf(form, change.field);
    const isAnswered = change.hidden && (change.default ?? before?.default) !== undefined;
    if (isAnswered) schema = withoutRequired(schema, path);
    if (change.position !== undefined) positions.set(change.field, change.position);
    const localized = localizedTexts(change, languages);
    const text = localized?.help ?? change.help ?? localized?.label ?? change.label;
    hints = hints.map((other) =>
      other.field !== change.field
        ? other
        : {
            ...other,
            ...(change.hidden && { hidden: true as const }),
            ...(hint?.widget === 'label' && text !== undefined && { text }),
          },
    );
  }
  return { ...form, schema: schema as Form['schema'], hints: sortHints(hints, positions) };
};

/** The overrides that still fit a form: those of fields that are gone or changed too much are dropped. */
export const keepFittingOverrides = (
  form: Form,
  overrides: readonly FormOverride[],
  accepts: (field: FieldSchema, value: AnswerValue) => boolean,
): FormOverride[] => {
  const defects = new Set(findOverrideDefects(form, overrides, accepts).map(({ index }) => index));
  return overrides.filter((_change, index) => !defects.has(index));
};
