/** Whether an order holds what was answered, each answer with the label that a person read. */
import assert from 'node:assert/strict';
import { toPath } from './pointers.mjs';

const findAnswer = (answers, pointer) =>
  toPath(pointer).reduce((value, name) => value?.[name], answers);

const findField = (schema, pointer) =>
  toPath(pointer).reduce((field, name) => field?.properties?.[name], schema);

const isQuantity = (pointer) => /\/components\/[^/]+\/quantity$/.test(pointer);

/** What the order has to hold at a field: the answer, the quantity of a part, a fixed value, or nothing. */
const expectedAt = (pointer, { widget, field, answers }) => {
  const given = findAnswer(answers, pointer);
  if (widget === 'section') {
    return given && (given.quantity ?? field.properties.quantity?.const ?? 1);
  }
  const section = findAnswer(answers, pointer.replace(/\/characteristics\/.*$/, ''));
  return given ?? (section && field.const);
};

/**
 * The answers that an order of one item holds: those of all its lines, and for each line of a part how
 * many of it are ordered.
 */
export const answersHeld = (lines) =>
  lines.flatMap(({ part, name, quantity, answers }) => [
    ...(part === null ? [] : [{ field: part, label: name, value: quantity }]),
    ...answers,
  ]);

/**
 * @param {{ schema: object, hints: { field: string, widget: string }[] }} form
 * @param {object} answers as the requester gave them
 * @param {{ field: string, value: unknown, label: string, valueLabel?: string }[]} held by the order
 */
export const checkAnswers = ({ schema, hints }, answers, held) => {
  const byField = new Map(held.map((each) => [each.field, each]));
  for (const { field: pointer, widget } of hints) {
    const field = findField(schema, pointer);
    // What is inside of an object or a list stands in its answer; a quantity is its part's answer.
    if (field === undefined || isQuantity(pointer)) continue;
    const expected = expectedAt(pointer, { widget, field, answers });
    const answer = byField.get(pointer);
    assert.deepEqual(answer?.value, expected, `${pointer} is held as it was answered`);
    if (expected === undefined) continue;
    assert.equal(answer.label, field.title, `${pointer} has its label`);
    const option = field.oneOf?.find((each) => each.const === expected);
    if (option) assert.equal(answer.valueLabel, option.title, `${pointer} has its option's label`);
  }
};
