import { createHash } from 'node:crypto';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { isSafePattern } from 'redos-detector';
import { FIELD_FORMATS, type FieldSchema, type Form } from '../../../shared/form';
import { OrderbridgeError } from '../kernel/errors';

/** What the search for a pattern's runaway may take before it calls the pattern unsafe. */
const MAX_PATTERN_STEPS = 5_000;
const MAX_PATTERN_MS = 500;
/** The search writes counted repetitions out: this many in all, each times those that it stands in. */
const MAX_REPETITIONS = 20_000;
/** Different patterns of one form. */
const MAX_PATTERNS_OF_FORM = 50;

/** An upper bound of what the counted repetitions of a pattern come to when they are written out. */
const repetitionsOf = (pattern: string): number =>
  [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].reduce(
    (product, [, least = '', most]) => product * Math.max(1, Number(most) || Number(least)),
    1,
  );

const patternDefects = new Map<string, string | undefined>();
const MAX_PATTERNS = 1_000;

const keep = <Value>(cache: Map<string, Value>, most: number, key: string, value: Value): Value => {
  const [oldest] = cache.keys();
  if (cache.size >= most && oldest !== undefined) cache.delete(oldest);
  cache.set(key, value);
  return value;
};

const examinePattern = (pattern: string): string | undefined => {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (repetitionsOf(pattern) > MAX_REPETITIONS) {
    return 'it repeats too much: its counted repetitions are too many to be examined';
  }
  const { safe } = isSafePattern(pattern, {
    unicode: true,
    maxSteps: MAX_PATTERN_STEPS,
    timeout: MAX_PATTERN_MS,
  });
  return safe ? undefined : 'it can run away: some texts take it far too long to check';
};

/**
 * Why a regular expression cannot be used, or nothing where it can: it does not compile, or there are
 * texts on which it backtracks without a sensible bound.
 */
export const findPatternDefect = (pattern: string): string | undefined =>
  patternDefects.has(pattern)
    ? patternDefects.get(pattern)
    : keep(patternDefects, MAX_PATTERNS, pattern, examinePattern(pattern));

const patternsOf = (field: FieldSchema): string[] => [
  ...(field.pattern === undefined ? [] : [field.pattern]),
  ...Object.values(field.properties ?? {}).flatMap(patternsOf),
  ...(field.items ? patternsOf(field.items) : []),
];

const assertSafePatterns = (schema: FieldSchema): void => {
  const patterns = new Set(patternsOf(schema));
  if (patterns.size > MAX_PATTERNS_OF_FORM) {
    throw new Error(`it has more than ${String(MAX_PATTERNS_OF_FORM)} different patterns`);
  }
  for (const pattern of patterns) {
    const defect = findPatternDefect(pattern);
    if (defect !== undefined) throw new Error(`the pattern ${pattern}: ${defect}`);
  }
};

/** Schemas that one Ajv compiles: it keeps something of all that it has ever seen. */
const SCHEMAS_OF_ONE_AJV = 500;

const createAjv = () =>
  addFormats(new Ajv2020({ allErrors: true, strict: true, ownProperties: true }), [
    ...FIELD_FORMATS,
  ]);

let ajv = createAjv();
let compiledByAjv = 0;

/**
 * Compiles a schema.
 *
 * @throws where it is no schema of the dialect, or has a pattern that can run away
 */
export const compileSchema = (schema: FieldSchema): ValidateFunction => {
  assertSafePatterns(schema);
  if (compiledByAjv >= SCHEMAS_OF_ONE_AJV) {
    ajv = createAjv();
    compiledByAjv = 0;
  }
  compiledByAjv += 1;
  const own = { ...schema };
  const validate = ajv.compile(own);
  ajv.removeSchema(own);
  return validate;
};

/**
 * Compiled forms: by the object, for a form that is kept in memory, and by what it says, for one that
 * was read again. A form is compiled once, however often it is used.
 */
const compiledByObject = new WeakMap<Form, ValidateFunction>();
const compiledByDigest = new Map<string, ValidateFunction>();
const MAX_COMPILED = 1_000;

const digestOf = (schema: FieldSchema): string =>
  createHash('sha256').update(JSON.stringify(schema)).digest('base64');

export const compileForm = (form: Form): ValidateFunction => {
  const known = compiledByObject.get(form);
  if (known) return known;
  const digest = digestOf(form.schema);
  const validate =
    compiledByDigest.get(digest) ??
    keep(compiledByDigest, MAX_COMPILED, digest, compileSchema(form.schema));
  compiledByObject.set(form, validate);
  return validate;
};

/** @throws `producer.form_invalid` where the form does not compile or has an unsafe pattern. */
export const assertFormCompiles = (form: Form): void => {
  try {
    compileForm(form);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OrderbridgeError('producer.form_invalid', `The form does not compile: ${reason}`);
  }
};
