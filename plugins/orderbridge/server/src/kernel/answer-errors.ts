import type { Context, Next } from 'koa';
import { OrderbridgeError, answerRefusal } from './errors';
import { findJsonDefect } from './plain-json';

/** A unique index of SQLite or PostgreSQL refused a row. */
const UNIQUE_VIOLATIONS: readonly unknown[] = ['SQLITE_CONSTRAINT_UNIQUE', '23505'];

const toRefusal = (error: unknown): OrderbridgeError | undefined => {
  if (error instanceof OrderbridgeError) return error;
  const isRace =
    error instanceof Error && 'code' in error && UNIQUE_VIOLATIONS.includes(error.code);
  return isRace
    ? new OrderbridgeError('request.conflict', 'Somebody did the same at this moment; look again.')
    : undefined;
};

/** Route middleware of every route of the plugin: a refusal becomes an answer with its code. */
export const answerErrors = () => async (ctx: Context, next: Next) => {
  try {
    const defect = findJsonDefect(ctx['params']);
    if (defect !== undefined) {
      throw new OrderbridgeError('request.invalid', `The address cannot be taken in: ${defect}.`);
    }
    await next();
  } catch (error) {
    const refusal = toRefusal(error);
    if (refusal === undefined) throw error;
    answerRefusal(ctx, refusal);
  }
};
