import type { Context } from 'koa';
import { OrderbridgeError } from '../kernel/errors';
import { findJsonDefect } from '../kernel/plain-json';

/** PostgreSQL's data exceptions: a value that the type of its column cannot be. */
const DATA_EXCEPTION = /^22/;
/** An operator that the type does not have, or values of types that are not compared. */
const TYPE_FAULTS: ReadonlySet<unknown> = new Set(['42883', '42804']);
/** What Strapi's query engine throws of a value, without a type of its own. */
const NO_NUMBER = /^Expected a valid Number/;

const isFaultOfQuery = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (DATA_EXCEPTION.test(code) || TYPE_FAULTS.has(code))) return true;
  return NO_NUMBER.test(error.message);
};

const refusal = (reason: string) =>
  new OrderbridgeError('request.invalid', `The query cannot be answered: ${reason}.`);

/**
 * Reads by a query of Strapi's, which may filter and sort by any field at any depth. Strapi leaves what a
 * value must be to the database, whose complaint it answers as an error of its own.
 *
 * @throws `request.invalid` where a value does not fit the field that it is compared with
 */
export const readByQuery = async (ctx: Context, read: () => Promise<unknown>): Promise<unknown> => {
  const defect = findJsonDefect(ctx.query);
  if (defect !== undefined) throw refusal(defect);
  try {
    return await read();
  } catch (error) {
    if (!isFaultOfQuery(error)) throw error;
    throw refusal('a value or an operator does not fit the field that it is for');
  }
};
