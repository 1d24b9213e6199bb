import type { Context, Next } from 'koa';
import { OrderbridgeError, toErrorBody } from './errors';

/** Route middleware of every route of the plugin: a refusal becomes an answer with its code. */
export const answerErrors = () => async (ctx: Context, next: Next) => {
  try {
    await next();
  } catch (error) {
    if (!(error instanceof OrderbridgeError)) throw error;
    ctx.status = error.status;
    ctx.body = toErrorBody(error);
  }
};
