import type { Context } from 'koa';
import type { Action } from '../../../shared/actions';
import { ERROR_STATUS, type ErrorCode } from '../../../shared/errors';

/**
 * The one error type of the plugin: a stable code, a sentence for the person who asked, and details
 * that are public. `status` and `expose` make Strapi's own error middleware answer the right way
 * where the plugin's does not stand.
 */
export class OrderbridgeError extends Error {
  override readonly name = 'OrderbridgeError';
  expose = true;
  /** Writable, as http-errors writes it when the error passes through Strapi's own middleware. */
  status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.status = ERROR_STATUS[code];
    this.details = { code, ...details };
  }
}

interface ErrorBody {
  data: null;
  error: {
    status: number;
    name: string;
    message: string;
    details: Readonly<Record<string, unknown>>;
  };
}

/** The body of a refusal, in the shape that Strapi's own errors have. */
const toErrorBody = (error: OrderbridgeError): ErrorBody => ({
  data: null,
  error: {
    status: error.status,
    name: error.name,
    message: error.message,
    details: error.details,
  },
});

/** Answers a request with a refusal, and says when to come again where it is a matter of time. */
export const answerRefusal = (ctx: Context, error: OrderbridgeError): void => {
  const { retryAfterSeconds } = error.details;
  if (typeof retryAfterSeconds === 'number') ctx.set('Retry-After', String(retryAfterSeconds));
  ctx.status = error.status;
  ctx.body = toErrorBody(error);
};

/**
 * What a check refuses, or nothing where it lets pass.
 *
 * @throws what is no refusal
 */
export const refusalOf = async (check: () => unknown): Promise<OrderbridgeError | undefined> => {
  try {
    await check();
    return undefined;
  } catch (error) {
    if (error instanceof OrderbridgeError) return error;
    throw error;
  }
};

/** Something that can be done, as people are told of it. */
export const toAction = <Name extends string>(
  action: Name,
  refusal: OrderbridgeError | undefined,
): Action<Name> =>
  refusal === undefined
    ? { action, allowed: true }
    : { action, allowed: false, code: refusal.code, reason: refusal.message };
