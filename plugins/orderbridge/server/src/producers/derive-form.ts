import type { FieldHint, FieldSchema, Form } from '../../../shared/form';
import type { CharacteristicSnapshot, OfferingSnapshot } from '../../../shared/offering-snapshot';

const DEFAULT_MAX_LENGTH = 255;

const describe = ({ label, description }: CharacteristicSnapshot) => ({
  title: label,
  ...(description !== null && { description }),
});

const defaultOf = ({
  valueType,
  defaultValue,
  values,
}: CharacteristicSnapshot): string | undefined => {
  if (defaultValue !== null && defaultValue !== '') return defaultValue;
  // Values that were left on a characteristic of another type say nothing.
  return valueType === 'choice' ? values.find(({ isDefault }) => isDefault)?.value : undefined;
};

const toField = (
  characteristic: CharacteristicSnapshot,
): { schema: FieldSchema; widget: FieldHint['widget'] } => {
  const preset = defaultOf(characteristic);
  switch (characteristic.valueType) {
    case 'choice':
      return {
        widget: 'select',
        schema: {
          type: 'string',
          ...describe(characteristic),
          oneOf: characteristic.values.map(({ value, label }) => ({ const: value, title: label })),
          ...(preset !== undefined && { default: preset }),
        },
      };
    case 'integer':
      return {
        widget: 'number',
        schema: {
          type: 'integer',
          ...describe(characteristic),
          ...(characteristic.valueFrom !== null && { minimum: characteristic.valueFrom }),
          ...(characteristic.valueTo !== null && { maximum: characteristic.valueTo }),
          ...(preset !== undefined && { default: Number(preset) }),
        },
      };
    case 'text':
      return {
        widget: 'text',
        schema: {
          type: 'string',
          ...describe(characteristic),
          // An empty answer to a mandatory question is no answer.
          ...(characteristic.mandatory && { minLength: 1 }),
          maxLength: characteristic.maxLength ?? DEFAULT_MAX_LENGTH,
          ...(preset !== undefined && { default: preset }),
        },
      };
  }
};

/** Derives the order form from what was published. The same snapshot gives the same form, always. */
export const deriveForm = ({ orderable }: OfferingSnapshot): Form => {
  const characteristics = orderable.specification?.characteristics ?? [];
  const fields = characteristics.map((characteristic) => ({
    characteristic,
    ...toField(characteristic),
  }));
  return {
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: Object.fromEntries(
        fields.map(({ characteristic, schema }) => [characteristic.name, schema]),
      ),
      required: characteristics.filter(({ mandatory }) => mandatory).map(({ name }) => name),
      additionalProperties: false,
    },
    hints: fields.map(({ characteristic, widget }) => ({
      field: characteristic.name,
      widget,
      ...(characteristic.unitOfMeasure !== null && { unit: characteristic.unitOfMeasure }),
    })),
    quantity: orderable.quantity,
  };
};
