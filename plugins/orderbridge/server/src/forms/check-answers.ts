import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Answers, Form } from '../../../shared/form';
import { OrderbridgeError } from '../kernel/errors';

/** Compiled forms by the text of their schema: a form is compiled once, however often it is used. */
const compiled = new Map<string, ValidateFunction>();
const MAX_COMPILED = 1_000;

const compile = (form: Form): ValidateFunction => {
  const key = JSON.stringify(form.schema);
  const known = compiled.get(key);
  if (known) return known;
  // An Ajv of its own for each form: one Ajv would keep every form that it has ever seen.
  const validate = addFormats(
    new Ajv2020({ allErrors: true, strict: true, ownProperties: true }),
  ).compile({
    ...form.schema,
  });
  if (compiled.size >= MAX_COMPILED) {
    const [oldest] = compiled.keys();
    if (oldest !== undefined) compiled.delete(oldest);
  }
  compiled.set(key, validate);
  return validate;
};

/** @throws `producer.form_invalid` where Ajv cannot compile the form. */
export const assertFormCompiles = (form: Form): void => {
  try {
    compile(form);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OrderbridgeError('producer.form_invalid', `The form does not compile: ${reason}`);
  }
};

const fieldOf = ({ instancePath, params }: ErrorObject): string => {
  const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
  return instancePath.slice(1) || (missingProperty ?? additionalProperty ?? '');
};

const sentenceFor = (form: Form, error: ErrorObject): string => {
  const field = fieldOf(error);
  const { properties } = form.schema;
  const title = (Object.hasOwn(properties, field) ? properties[field]?.title : undefined) ?? field;
  switch (error.keyword) {
    case 'required':
      return `"${title}" is required`;
    case 'additionalProperties':
      return `"${title}" is no field of this form`;
    case 'oneOf':
      return `"${title}" must be one of the offered values`;
    default:
      return `"${title}" ${error.message ?? 'is not valid'}`;
  }
};

/**
 * Checks one line of a request against its form.
 *
 * @throws `answers.invalid` with one entry per field in `details.errors`, `quantity.out_of_range`
 */
export const checkAnswers = (form: Form, answers: Answers, quantity: number): void => {
  const { minimum, maximum } = form.quantity;
  if (quantity < minimum || (maximum !== null && quantity > maximum)) {
    const range =
      maximum === null
        ? `at least ${String(minimum)}`
        : `between ${String(minimum)} and ${String(maximum)}`;
    throw new OrderbridgeError('quantity.out_of_range', `The quantity must be ${range}.`, {
      minimum,
      maximum,
    });
  }
  const validate = compile(form);
  if (validate(answers)) return;
  // A wrong choice fails "const" for each option and then "oneOf": people are told the last only.
  const defects = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'const');
  const errors = defects.map((error) => ({
    path: [fieldOf(error)],
    message: sentenceFor(form, error),
  }));
  throw new OrderbridgeError('answers.invalid', errors.map(({ message }) => message).join('; '), {
    errors,
  });
};
