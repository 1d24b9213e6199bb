/**
 * The form of a remote record producer: a JSON Schema (2020-12) of the answers, and hints for whoever
 * draws it. Both sides validate answers with the schema; only the provider derives forms.
 *
 * Answers are nested as what is ordered is: `characteristics` by name, `components` by key (one that
 * is there is ordered, one that is left out is not), each with its own `quantity`, and at the top
 * `requestedDate` and `location`.
 */

/** What a field can hold, with its own JSON type. */
export type AnswerValue =
  | string
  | number
  | boolean
  | null
  | readonly AnswerValue[]
  | { readonly [name: string]: AnswerValue };

/** Answers as a requester gives them. */
export type Answers = Readonly<Record<string, AnswerValue>>;

export const FIELD_TYPES = ['string', 'integer', 'number', 'boolean', 'object', 'array'] as const;
export const FIELD_FORMATS = ['date', 'date-time', 'duration', 'email'] as const;

/** One field or section of an answers schema: the part of JSON Schema that a derived form has. */
export interface FieldSchema {
  readonly type: (typeof FIELD_TYPES)[number];
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: AnswerValue | undefined;
  /** The value that is ordered whatever is answered. */
  readonly const?: AnswerValue | undefined;
  /** A box that has to be ticked: `[true]`. */
  readonly enum?: readonly AnswerValue[] | undefined;
  /** Options of a choice: the value and the label that people see. */
  readonly oneOf?: readonly { readonly const: AnswerValue; readonly title: string }[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly pattern?: string | undefined;
  readonly format?: (typeof FIELD_FORMATS)[number] | undefined;
  readonly properties?: Readonly<Record<string, FieldSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: false | undefined;
  readonly items?: FieldSchema | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly uniqueItems?: boolean | undefined;
}

export interface AnswersSchema extends FieldSchema {
  readonly $schema: 'https://json-schema.org/draft/2020-12/schema';
  readonly type: 'object';
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

export const WIDGETS = [
  'select',
  'radio',
  'text',
  'textarea',
  'number',
  'checkbox',
  'yes_no',
  'date',
  'date_time',
  'duration',
  'email',
  'address',
  'object',
  'list',
  'label',
  'section',
] as const;
export type Widget = (typeof WIDGETS)[number];

/** How a field is drawn. The order of fields is the order of this list. */
export interface FieldHint {
  /** JSON Pointer (RFC 6901) into the answers; `-` stands for every item of an array. */
  readonly field: string;
  readonly widget: Widget;
  readonly unit?: string | undefined;
  /** What a label says; it has no answer. */
  readonly text?: string | undefined;
  readonly hidden?: true | undefined;
  /** Of a section that may be left out: whether it begins as chosen. */
  readonly includedByDefault?: boolean | undefined;
}

/** How many of the offering one line may order. */
export interface QuantityRange {
  readonly minimum: number;
  readonly maximum: number | null;
}

export interface Form {
  readonly schema: AnswersSchema;
  readonly hints: readonly FieldHint[];
  readonly quantity: QuantityRange;
}

/** The longest pattern that a form may check a text with, in characters. */
export const MAX_PATTERN_LENGTH = 500;

/** The longest way to a field, in characters. */
export const MAX_POINTER_LENGTH = 2_000;

const escape = (name: string): string => name.replace(/~/g, '~0').replace(/\//g, '~1');
const unescape = (name: string): string => name.replace(/~1/g, '/').replace(/~0/g, '~');

/** The pointer of a path: `['characteristics', 'a/b']` is `/characteristics/a~1b`. */
export const toPointer = (path: readonly string[]): string =>
  path.map((name) => `/${escape(name)}`).join('');

/** The path of a pointer. */
export const toPath = (pointer: string): string[] =>
  pointer === '' ? [] : pointer.slice(1).split('/').map(unescape);

const ownOf = <Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;

/** The schema at a pointer, or nothing where the form has no such field. */
export const findField = (schema: FieldSchema, pointer: string): FieldSchema | undefined => {
  let field: FieldSchema | undefined = schema;
  for (const name of toPath(pointer)) {
    field = name === '-' && field?.items ? field.items : ownOf(field?.properties, name);
  }
  return field;
};

const isRecord = (value: unknown): value is Readonly<Record<string, AnswerValue>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The answer at a pointer, or nothing where there is none. */
export const findAnswer = (answers: Answers, pointer: string): AnswerValue | undefined => {
  let value: AnswerValue | undefined = answers;
  for (const name of toPath(pointer)) value = isRecord(value) ? ownOf(value, name) : undefined;
  return value;
};

const isUnder = (pointer: string, ancestor: string): boolean => pointer.startsWith(`${ancestor}/`);

const QUANTITY = '/quantity';

/** Tells the quantity of a section from a characteristic or a component that is called so. */
const findSectionQuantities = (hints: readonly FieldHint[]): ReadonlySet<string> =>
  new Set(
    hints.filter(({ widget }) => widget === 'section').map(({ field }) => `${field}${QUANTITY}`),
  );

type Draft = Record<string, unknown>;

/** Makes the groups that a path goes through, `components` and `characteristics`, and answers the last. */
const groupAt = (answers: Draft, path: readonly string[]): Draft => {
  let group = answers;
  for (const name of path) {
    const inner = Object.hasOwn(group, name) ? group[name] : undefined;
    const next = isRecord(inner) ? (inner as Draft) : {};
    group[name] = next;
    group = next;
  }
  return group;
};

/**
 * Adds what was not asked for but is ordered: fixed values, and the parts and quantities that stand
 * without an answer. To be given answers that satisfy the form; what it gives back satisfies it too.
 */
export const completeAnswers = ({ schema, hints }: Form, answers: Answers): Answers => {
  const result = structuredClone(answers) as Draft;
  const quantities = findSectionQuantities(hints);
  const leftOut: string[] = [];
  const fields: string[] = [];
  for (const { field: pointer, widget, includedByDefault } of hints) {
    if (leftOut.some((ancestor) => isUnder(pointer, ancestor))) continue;
    // What is inside of an object or a list was answered with it, or not at all.
    if (fields.some((ancestor) => isUnder(pointer, ancestor))) continue;
    const isAnswered = findAnswer(result as Answers, pointer) !== undefined;
    if (widget === 'section') {
      if (isAnswered) continue;
      if (includedByDefault === undefined) groupAt(result, toPath(pointer));
      else leftOut.push(pointer);
      continue;
    }
    fields.push(pointer);
    const field = findField(schema, pointer);
    if (isAnswered || field === undefined) continue;
    const value = field.const ?? (quantities.has(pointer) ? field.default : undefined);
    if (value === undefined) continue;
    const path = toPath(pointer);
    groupAt(result, path.slice(0, -1))[path.at(-1) ?? ''] = value;
  }
  return result as Answers;
};

/** An answer with what a person saw when giving it: a value travels with its label. */
export interface LabelledAnswer {
  /** JSON Pointer into the answers. */
  readonly field: string;
  /** Titles of the components that it belongs to, outermost first. */
  readonly section?: string | undefined;
  readonly label: string;
  readonly value: AnswerValue;
  readonly valueLabel: string;
}

/** A value that its field has no words for. */
const plainTextOf = (value: AnswerValue): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);

const labelOf = (field: FieldSchema, value: AnswerValue): string => {
  const option = field.oneOf?.find((candidate) => candidate.const === value);
  if (option) return option.title;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) {
    const items = value as readonly AnswerValue[];
    return items
      .map((item) => (field.items ? labelOf(field.items, item) : plainTextOf(item)))
      .join('; ');
  }
  if (isRecord(value)) {
    return Object.entries(value)
      .map(([name, inner]) => {
        const property = ownOf(field.properties, name);
        return property
          ? `${property.title ?? name}: ${labelOf(property, inner)}`
          : plainTextOf(inner);
      })
      .join(', ');
  }
  return plainTextOf(value);
};

/**
 * Puts each answer together with the labels of its form, in the form's order. A component that is
 * ordered is an answer too: its value is its quantity.
 */
export const labelAnswers = ({ schema, hints }: Form, answers: Answers): LabelledAnswer[] => {
  const labelled: LabelledAnswer[] = [];
  const quantities = findSectionQuantities(hints);
  const sections: { pointer: string; title: string }[] = [];
  const fields: string[] = [];
  for (const { field: pointer, widget } of hints) {
    if (fields.some((ancestor) => isUnder(pointer, ancestor))) continue;
    const field = findField(schema, pointer);
    const value = findAnswer(answers, pointer);
    const titles = sections
      .filter((section) => isUnder(pointer, section.pointer))
      .map(({ title }) => title);
    const label = field?.title ?? toPath(pointer).at(-1) ?? '';
    if (widget === 'section') sections.push({ pointer, title: label });
    else fields.push(pointer);
    if (field === undefined || value === undefined || quantities.has(pointer)) continue;
    const quantity = isRecord(value) ? (ownOf(value, 'quantity') ?? 1) : 1;
    labelled.push({
      field: pointer,
      ...(titles.length > 0 && { section: titles.join(' / ') }),
      label,
      ...(widget === 'section'
        ? { value: quantity, valueLabel: plainTextOf(quantity) }
        : { value, valueLabel: labelOf(field, value) }),
    });
  }
  return labelled;
};
