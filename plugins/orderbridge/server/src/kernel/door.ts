import type { IncomingMessage } from 'node:http';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import type { ErrorCode } from '../../../shared/errors';
import { SECOND } from './clock';
import { answerRefusal, OrderbridgeError } from './errors';
import { PLUGIN_ID } from './plugin-id';
import { readJson } from './read-json';
import { setSafeHeaders } from './safe-headers';

/** What the body of a route may take at the most. */
export interface BodyLimit {
  readonly type: 'admin' | 'content-api';
  readonly method: string;
  /** Of the path below the plugin's prefix, in lower case and without a slash at its end. */
  readonly path: RegExp;
  readonly maxBytes: number;
}

interface DoorOptions {
  readonly limits: readonly BodyLimit[];
  /** Of every route that is not named. */
  readonly defaultMaxBytes: number;
}

/** Whose bodies Strapi parses; another one is left unread. */
const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** What Strapi says without a code, for want of one. */
const CODE_BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'request.not_authenticated',
  403: 'request.forbidden',
  404: 'request.not_found',
  405: 'request.method_not_allowed',
  409: 'request.conflict',
  413: 'request.too_large',
  415: 'request.content_type',
  429: 'request.rate_limited',
};

const codeOf = (status: number): ErrorCode =>
  CODE_BY_STATUS[status] ?? (status >= 500 ? 'request.failed' : 'request.invalid');

const tooLarge = (maxBytes: number) =>
  new OrderbridgeError(
    'request.too_large',
    `The body of this request takes ${String(maxBytes)} bytes at the most.`,
  );

const failed = () =>
  new OrderbridgeError(
    'request.failed',
    'Something went wrong; the log of this instance says what.',
  );

/** How long whoever sends too much may go on before the connection is closed on them. */
const LINGER_MS = 5 * SECOND;

/** Lets the rest of a body go by unread: who is still sending would not see the answer. */
const letPass = (request: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, LINGER_MS);
    const isOver = () => {
      clearTimeout(timer);
      resolve();
    };
    if (request.readableEnded || request.destroyed) {
      isOver();
      return;
    }
    request.once('end', isOver);
    request.once('close', isOver);
    request.resume();
  });

const collect = (request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const endedEarly = () => {
      reject(new OrderbridgeError('request.invalid', 'The body ended early.'));
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      resolve(undefined);
    });
    request.once('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.once('error', endedEarly);
    request.once('aborted', endedEarly);
  });

/** @throws `request.too_large` */
const readBody = async (request: IncomingMessage, maxBytes: number): Promise<Buffer> => {
  const isSmall = Number(request.headers['content-length'] ?? 0) <= maxBytes;
  const body = isSmall ? await collect(request, maxBytes) : undefined;
  if (body === undefined) throw tooLarge(maxBytes);
  return body;
};

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Puts the parsed body where Strapi's own parser would, and takes the headers away that make it look
 * for one: the bytes are gone.
 */
const takeBody = async (ctx: Context, maxBytes: number): Promise<void> => {
  const { req } = ctx;
  if (ctx.is('application/json') === false) {
    throw new OrderbridgeError('request.content_type', 'Bodies are application/json.');
  }
  // A few bytes can unpack to more than a process has memory for.
  if ((req.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new OrderbridgeError('request.content_type', 'Bodies are taken as they are, unpacked.');
  }
  ctx.request.body = readJson(await readBody(req, maxBytes));
  delete req.headers['content-length'];
  delete req.headers['transfer-encoding'];
};

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Gives an answer of Strapi that has no code the one that its status stands for. */
const addCode = (ctx: Context): void => {
  const error = fieldsOf(fieldsOf(ctx.body)['error']);
  const { name = 'OrderbridgeError', message = ctx.message } = error;
  const details = fieldsOf(error['details']);
  if (typeof details['code'] === 'string') return;
  // The router answers a method that nobody knows with 501.
  const status = ctx.status === 501 ? 405 : ctx.status;
  ctx.status = status;
  const code = codeOf(status);
  ctx.body = { data: null, error: { status, name, message, details: { ...details, code } } };
};

/** The router would fail at it, and say so in the log as if it were a fault of the server. */
const assertReadableAddress = ({ path }: Context): void => {
  try {
    decodeURIComponent(path);
  } catch {
    throw new OrderbridgeError('request.invalid', 'The address is not well encoded.');
  }
};

/**
 * The door of the plugin's routes. It stands before everything of Strapi that could refuse a request,
 * its body parser above all: so bodies are measured by what each route needs and not by one setting of
 * the host, and every answer that is a refusal has a code.
 */
export const guardDoor = (strapi: Core.Strapi, { limits, defaultMaxBytes }: DoorOptions): void => {
  const prefixes = [
    ['content-api', `${strapi.config.get<string>('api.rest.prefix', '/api')}/${PLUGIN_ID}/`],
    ['admin', `/${PLUGIN_ID}/`],
  ] as const;

  strapi.server.use(async (ctx: Context, next: Next) => {
    // The router knows neither capital letters nor a slash at the end.
    const address = ctx.path.toLowerCase();
    const [type, prefix] = prefixes.find(([, start]) => address.startsWith(start)) ?? [];
    if (prefix === undefined) {
      await next();
      return;
    }
    const path = address.slice(prefix.length - 1).replace(/\/+$/, '');
    const limit = limits.find(
      (each) => each.type === type && each.method === ctx.method && each.path.test(path),
    );
    setSafeHeaders(ctx);
    try {
      assertReadableAddress(ctx);
      if (METHODS_WITH_BODY.has(ctx.method) && hasBody(ctx.req)) {
        await takeBody(ctx, limit?.maxBytes ?? defaultMaxBytes);
      }
    } catch (error) {
      // Nobody stands before this middleware who would answer for it.
      if (!(error instanceof OrderbridgeError)) strapi.log.error('[orderbridge] a body', error);
      await letPass(ctx.req);
      answerRefusal(ctx, error instanceof OrderbridgeError ? error : failed());
      return;
    }
    await next();
    if (ctx.status >= 400) addCode(ctx);
  });
};
