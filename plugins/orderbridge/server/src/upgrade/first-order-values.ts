/**
 * Values as the first state of the plugin stored them, which took an order from end to end and knew
 * characteristics only, and the same as they are stored now: answers nested below `characteristics`,
 * fields named by pointers, snapshots with all that can be ordered today.
 */
import type {
  CharacteristicSnapshot,
  FrozenSnapshot,
  OptionSnapshot,
} from '../../../shared/catalog-snapshot';
import {
  toPointer,
  type AnswersSchema,
  type Answers,
  type AnswerValue,
  type FieldHint,
  type FieldSchema,
  type Form,
  type LabelledAnswer,
  type QuantityRange,
  type Widget,
} from '../../../shared/form';

const GROUP = 'characteristics';

type PlainValue = string | number | boolean | null;

export interface FirstForm {
  readonly schema: Pick<AnswersSchema, '$schema' | 'properties' | 'required'>;
  readonly hints: readonly {
    readonly field: string;
    readonly widget: Widget;
    readonly unit?: string;
  }[];
  readonly quantity: QuantityRange;
}

export interface FirstAnswer {
  readonly name: string;
  readonly label: string;
  readonly value: PlainValue;
  readonly valueLabel: string;
}

interface FirstCharacteristic {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly valueType: 'choice' | 'integer' | 'text';
  readonly mandatory: boolean;
  readonly values: readonly {
    readonly value: string;
    readonly label: string;
    readonly isDefault: boolean;
  }[];
  readonly valueFrom: number | null;
  readonly valueTo: number | null;
  readonly maxLength: number | null;
  readonly defaultValue: string | null;
  readonly unitOfMeasure: string | null;
}

export interface FirstSnapshot {
  readonly name: string;
  readonly description: string | null;
  readonly orderable: {
    readonly sku: string;
    readonly sellable: boolean;
    readonly channels: readonly string[];
    readonly quantity: QuantityRange;
    readonly specification: {
      readonly documentId: string;
      readonly name: string;
      readonly characteristics: readonly FirstCharacteristic[];
    } | null;
  };
}

const pointerOf = (name: string): string => toPointer([GROUP, name]);

/** The form with its fields below `characteristics`. */
export const nestForm = ({ schema, hints, quantity }: FirstForm): Form => {
  const group: FieldSchema = {
    type: 'object',
    properties: schema.properties,
    required: schema.required,
    additionalProperties: false,
  };
  const hasFields = Object.keys(schema.properties).length > 0;
  return {
    schema: {
      $schema: schema.$schema,
      type: 'object',
      properties: hasFields ? { [GROUP]: group } : {},
      required: schema.required.length > 0 ? [GROUP] : [],
      additionalProperties: false,
    },
    hints: hints.map(({ field, ...hint }): FieldHint => ({ field: pointerOf(field), ...hint })),
    quantity,
  };
};

/** What answers consist of today; the first state had the names of characteristics in their place. */
const GROUPS: ReadonlySet<string> = new Set([
  GROUP,
  'components',
  'quantity',
  'location',
  'requestedDate',
]);

/** Whether answers have today's shape. */
export const isNested = (answers: object): boolean =>
  Object.keys(answers).every((key) => GROUPS.has(key));

/** What was asked for, by name, below `characteristics`. */
export const nestAnswers = (answers: Readonly<Record<string, PlainValue>>): Answers => ({
  [GROUP]: answers,
});

/** An answer of an order, with its field as a pointer. */
export const pointAnswer = ({ name, ...answer }: FirstAnswer): LabelledAnswer => ({
  field: pointerOf(name),
  ...answer,
});

const presetOf = ({ valueType, values, defaultValue }: FirstCharacteristic): AnswerValue => {
  const preset = values.find(({ isDefault }) => isDefault)?.value ?? defaultValue;
  return valueType === 'integer' && preset !== null ? Number(preset) : preset;
};

const toOption = ({ value, label }: { value: string; label: string }): OptionSnapshot => ({
  value,
  label,
  labels: {},
});

const toCharacteristic = (first: FirstCharacteristic): CharacteristicSnapshot => ({
  name: first.name,
  label: first.label,
  description: first.description,
  translations: {},
  valueType: first.valueType,
  mandatory: first.mandatory,
  items: null,
  options: first.values.map(toOption),
  choiceStyle: 'dropdown',
  valueFrom: first.valueFrom,
  valueTo: first.valueTo,
  minLength: null,
  maxLength: first.maxLength,
  pattern: null,
  defaultValue: presetOf(first),
  fixedValue: null,
  unitOfMeasure: first.unitOfMeasure,
  properties: [],
});

/** A version of an offering. Of its specification, which had no versions then, it pins the first. */
export const toFrozenSnapshot = ({
  name,
  description,
  orderable,
}: FirstSnapshot): FrozenSnapshot => {
  const { specification, ...offered } = orderable;
  return {
    catalog: {
      name,
      description,
      translations: {},
      image: null,
      orderable: {
        ...offered,
        validity: { from: null, to: null },
        prices: [],
        bundled: [],
        specification: specification && {
          type: 'product-specification',
          documentId: specification.documentId,
          version: 1,
          name: specification.name,
          description: null,
          asksForLocation: false,
          characteristics: specification.characteristics.map(toCharacteristic),
          relationships: [],
          parts: [],
        },
      },
    },
  };
};
