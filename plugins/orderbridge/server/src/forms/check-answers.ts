import type { ErrorObject } from 'ajv/dist/2020';
import { findField, toPath, toPointer, type Answers, type Form } from '../../../shared/form';
import { OrderbridgeError } from '../kernel/errors';
import { compileForm } from './compile';

/** Where an error belongs: the field that is wrong, missing or too much. */
const pathOf = ({ instancePath, params }: ErrorObject): string[] => {
  const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
  const extra = missingProperty ?? additionalProperty;
  return [...toPath(instancePath), ...(extra === undefined ? [] : [extra])];
};

/** The title of a field, with those of the components that it belongs to. */
const titleOf = ({ schema }: Form, path: readonly string[]): string => {
  const titles = path.flatMap((_name, index) => {
    const name = path[index] ?? '';
    // An item of an array stands in the schema as "-".
    const upTo = path.slice(0, index + 1).map((part) => (/^\d+$/.test(part) ? '-' : part));
    const title =
      findField(schema, toPointer(path.slice(0, index + 1)))?.title ??
      findField(schema, toPointer(upTo))?.title;
    return title === undefined && index < path.length - 1 ? [] : [title ?? name];
  });
  return titles.join(' / ');
};

const sentenceFor = (form: Form, error: ErrorObject): string => {
  const title = titleOf(form, pathOf(error));
  switch (error.keyword) {
    case 'required':
      return `"${title}" is required`;
    case 'additionalProperties':
      return `"${title}" is no field of this form`;
    case 'oneOf':
      return `"${title}" must be one of the offered values`;
    case 'enum':
      return `"${title}" must be ticked`;
    case 'const':
      return `"${title}" is fixed to ${JSON.stringify((error.params as { allowedValue?: unknown }).allowedValue)}`;
    default:
      return `"${title}" ${error.message ?? 'is not valid'}`;
  }
};

/** A wrong choice fails "const" for each option and then "oneOf": people are told the last only. */
const isConsequence = ({ keyword, schemaPath }: ErrorObject): boolean =>
  keyword === 'const' && /\/oneOf\/\d+\/const$/.test(schemaPath);

/** @throws `quantity.out_of_range` */
export const checkQuantity = ({ quantity: { minimum, maximum } }: Form, quantity: number): void => {
  if (quantity >= minimum && (maximum === null || quantity <= maximum)) return;
  const range =
    maximum === null
      ? `at least ${String(minimum)}`
      : `between ${String(minimum)} and ${String(maximum)}`;
  throw new OrderbridgeError('quantity.out_of_range', `The quantity must be ${range}.`, {
    minimum,
    maximum,
  });
};

/**
 * Checks one line of a request against its form.
 *
 * @throws `answers.invalid` with one entry per field in `details.errors`, `quantity.out_of_range`
 */
export const checkAnswers = (form: Form, answers: Answers, quantity: number): void => {
  checkQuantity(form, quantity);
  const validate = compileForm(form);
  if (validate(answers)) return;
  const errors = (validate.errors ?? [])
    .filter((error) => !isConsequence(error))
    .map((error) => ({ path: pathOf(error), message: sentenceFor(form, error) }));
  throw new OrderbridgeError('answers.invalid', errors.map(({ message }) => message).join('; '), {
    errors,
  });
};
