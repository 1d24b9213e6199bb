/**
 * The form of a remote record producer: a JSON Schema (2020-12) of the answers, and hints for whoever
 * draws it. Both sides validate answers with the schema; only the provider derives forms.
 */

/** Answers as a requester gives them: one value per field, with its own JSON type. */
export type Answers = Readonly<Record<string, AnswerValue>>;
type AnswerValue = string | number | boolean | null;

/** One field of an answers schema. */
export interface FieldSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly title: string;
  readonly description?: string | undefined;
  readonly default?: AnswerValue | undefined;
  /** Options of a choice: the value and the label that people see. */
  readonly oneOf?: readonly { readonly const: AnswerValue; readonly title: string }[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
}

interface AnswersSchema {
  readonly $schema: 'https://json-schema.org/draft/2020-12/schema';
  readonly type: 'object';
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

export const WIDGETS = ['select', 'number', 'text'] as const;
type Widget = (typeof WIDGETS)[number];

/** How a field is drawn. The order of fields is the order of this list. */
export interface FieldHint {
  readonly field: string;
  readonly widget: Widget;
  readonly unit?: string | undefined;
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

/** An answer with what a person saw when giving it: a value travels with its label. */
export interface LabelledAnswer {
  readonly name: string;
  readonly label: string;
  readonly value: AnswerValue;
  readonly valueLabel: string;
}

const labelOf = (field: FieldSchema, value: AnswerValue): string =>
  field.oneOf?.find((option) => option.const === value)?.title ?? String(value ?? '');

/** Puts each answer together with the labels of its form, in the form's order. */
export const labelAnswers = ({ schema, hints }: Form, answers: Answers): LabelledAnswer[] =>
  hints.flatMap(({ field: name }) => {
    const field = schema.properties[name];
    const value = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (field === undefined || value === undefined) return [];
    return [{ name, label: field.title, value, valueLabel: labelOf(field, value) }];
  });
