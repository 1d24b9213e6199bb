import type { Context } from 'koa';
import type { z } from 'zod';
import { OrderbridgeError } from './errors';
import { findJsonDefect } from './plain-json';

const describe = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => ({ path: path.map(String), message }));

/** A refusal of input that names one field. */
export const invalidField = (field: string, message: string): OrderbridgeError =>
  new OrderbridgeError('request.invalid', `${field}: ${message}`, {
    errors: [{ path: [field], message }],
  });

/** The document that an address names. */
export const documentIdOf = (ctx: Context): string =>
  (ctx['params'] as { documentId: string }).documentId;

/**
 * Parses untrusted input, once, at the edge.
 *
 * @throws `request.invalid` with one entry per defect in `details.errors`.
 */
export const parseRequest = <Output>(schema: z.ZodType<Output>, input: unknown): Output => {
  const defect = findJsonDefect(input);
  if (defect !== undefined)
    throw new OrderbridgeError('request.invalid', `The request cannot be taken in: ${defect}.`);
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = describe(parsed.error);
  const [first] = errors;
  const place = first !== undefined && first.path.length > 0 ? `${first.path.join('.')}: ` : '';
  throw new OrderbridgeError('request.invalid', `${place}${first?.message ?? 'invalid input'}`, {
    errors,
  });
};
