import type { IncomingMessage } from 'node:http';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { batch, PROTOCOL_VERSION } from '../../../shared/messages';
import type { ErrorCode } from '../../../shared/errors';
import { getConfig, now } from '../kernel/config';
import { answerRefusal, OrderbridgeError } from '../kernel/errors';
import { findJsonDefect } from '../kernel/plain-json';
import { PLUGIN_ID } from '../kernel/plugin-id';
import { assertWithin, countAgainst, networkOf } from '../kernel/rate-limits';
import { setSafeHeaders } from '../kernel/safe-headers';
import type { createLinkKeys } from './link-keys';
import type { createLinks } from './links';
import { endedError, type createReceiver } from './receiver';
import { verify, type Verification } from './signature';
import { ENDED_STATES, type LinkRow } from './tables';

/** What answers a request to a path of the bridge, from its exact bytes. */
export type BridgeHandler = (request: {
  readonly body: Buffer;
  readonly params: readonly string[];
  readonly headers: IncomingMessage['headers'];
  /** The network that it comes from, to count by. */
  readonly network: string;
}) => Promise<{ readonly status: number; readonly body: unknown }>;

interface Endpoint {
  readonly path: RegExp;
  readonly handle: BridgeHandler;
}

/** The path that all the bridge's addresses begin with. */
export const bridgePath = (strapi: Core.Strapi): string =>
  `${strapi.config.get<string>('api.rest.prefix', '/api')}/${PLUGIN_ID}/bridge/v1`;

const readBody = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      throw new OrderbridgeError('bridge.body_too_large', `The limit is ${String(limit)} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const VERIFICATION_ERRORS: Record<Exclude<Verification, 'valid'>, readonly [ErrorCode, string]> = {
  'headers-missing': [
    'bridge.headers_missing',
    'webhook-id, webhook-timestamp and webhook-signature are needed.',
  ],
  invalid: ['bridge.signature_invalid', 'The signature does not fit.'],
  'timestamp-out-of-tolerance': [
    'bridge.timestamp_out_of_tolerance',
    'The clocks of the two sides are too far apart.',
  ],
};

const parseJson = (body: Buffer): unknown => {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new OrderbridgeError('bridge.body_invalid', 'The body is no JSON.');
  }
  const defect = findJsonDefect(json);
  if (defect !== undefined)
    throw new OrderbridgeError('bridge.body_invalid', `The body cannot be taken in: ${defect}.`);
  return json;
};

/** One signed request brings a batch or a single message. */
const messagesOf = (json: unknown): { messages: unknown[]; isBatch: boolean } => {
  if (typeof json !== 'object' || json === null) {
    throw new OrderbridgeError('bridge.body_invalid', 'The body is no message.');
  }
  if (!('batch' in json)) return { messages: [json], isBatch: false };
  const { specversion } = json as { specversion?: unknown };
  if (typeof specversion === 'string' && specversion !== PROTOCOL_VERSION) {
    const spoken = `This side speaks version ${PROTOCOL_VERSION}.`;
    throw new OrderbridgeError('bridge.version_unsupported', spoken);
  }
  const parsed = batch.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new OrderbridgeError('bridge.body_invalid', issue?.message ?? 'The batch is not valid.');
  }
  return { messages: parsed.data.batch, isBatch: true };
};

/**
 * The bridge's own door. It stands before Strapi's body parser, because a signature is one over the
 * bytes that arrived; so it answers, limits and logs by itself.
 */
export const createEndpoint = ({
  strapi,
  links,
  keys,
  receiver,
  onContact,
}: {
  strapi: Core.Strapi;
  links: ReturnType<typeof createLinks>;
  keys: ReturnType<typeof createLinkKeys>;
  receiver: ReturnType<typeof createReceiver>;
  /** A peer that was away has made itself heard. */
  onContact: (linkId: number) => void;
}) => {
  const settings = getConfig(strapi).bridge;

  const findVerifiedLink: (
    key: string,
    role: LinkRow['role'],
    headers: IncomingMessage['headers'],
    body: Buffer,
  ) => Promise<LinkRow> = async (key, role, headers, body) => {
    const link = await links.findByKey(key, role);
    // An unknown connection is answered like a wrong signature: nobody learns which ones exist.
    const secrets = link === null ? [] : await keys.secretsOf(link.id, 'in');
    const verification = verify(headers, body, {
      secrets,
      at: now(strapi),
      toleranceMs: settings.timestampToleranceMs,
    });
    if (verification !== 'valid') throw new OrderbridgeError(...VERIFICATION_ERRORS[verification]);
    if (link === null) throw new OrderbridgeError(...VERIFICATION_ERRORS.invalid);
    if (ENDED_STATES.includes(link.state)) {
      throw endedError();
    }
    await settleProved(link, headers, body);
    if (await links.noteSignOfLife(link)) onContact(link.id);
    return link;
  };

  /** A peer that signs with a key that it was given has it: what was before may end. */
  const settleProved = async (
    link: LinkRow,
    headers: IncomingMessage['headers'],
    body: Buffer,
  ): Promise<void> => {
    for (const { rotation, secret } of await keys.unprovedOf(link.id)) {
      const verification = verify(headers, body, {
        secrets: [secret],
        at: now(strapi),
        toleranceMs: settings.timestampToleranceMs,
      });
      if (verification !== 'valid') continue;
      await keys.settle(link.id, rotation);
      strapi.log.info(`[orderbridge] the keys of connection ${link.key} are renewed`);
    }
  };

  const isSignatureRefused = (error: unknown): boolean =>
    error instanceof OrderbridgeError &&
    (error.code === 'bridge.signature_invalid' || error.code === 'bridge.headers_missing');

  const withLink =
    (
      answer: (link: LinkRow, body: Buffer) => Promise<{ status: number; body: unknown }>,
    ): BridgeHandler =>
    async ({ body, params: [role, key], headers, network }) => {
      await assertWithin(strapi, 'badSignaturesPerMinute', network);
      const side = role === 'provider' ? 'provider' : 'consumer';
      const link = await findVerifiedLink(key ?? '', side, headers, body).catch(
        async (error: unknown) => {
          if (isSignatureRefused(error)) {
            await countAgainst(strapi, 'badSignaturesPerMinute', network);
          }
          throw error;
        },
      );
      return answer(link, body);
    };

  const receiveMessages = withLink(async (link, body) => {
    const { messages, isBatch } = messagesOf(parseJson(body));
    const results = await receiver.receive(link, messages);
    if (isBatch) return { status: 200, body: { results } };
    const [result] = results;
    return { status: result?.status ?? 500, body: result };
  });

  const answerHandshake = withLink((link) =>
    Promise.resolve({ status: 200, body: { role: link.role, state: link.state } }),
  );

  const prefix = bridgePath(strapi);
  const endpoints: Endpoint[] = [
    { path: /^\/(provider|consumer)\/([\w-]{1,64})\/messages$/, handle: receiveMessages },
    { path: /^\/(provider|consumer)\/([\w-]{1,64})\/handshake$/, handle: answerHandshake },
  ];

  const answer = async (ctx: Context): Promise<{ status: number; body: unknown }> => {
    const path = ctx.path.slice(prefix.length);
    const endpoint = endpoints.find((candidate) => candidate.path.test(path));
    if (endpoint === undefined) {
      throw new OrderbridgeError('bridge.not_found', 'The bridge has no such address.');
    }
    if (ctx.method !== 'POST') {
      throw new OrderbridgeError('bridge.method_not_allowed', 'The bridge takes POST only.');
    }
    if (ctx.is('application/json') === false) {
      throw new OrderbridgeError('bridge.content_type', 'The bridge takes application/json only.');
    }
    const body = await readBody(ctx.req, settings.maxBodyBytes).catch((error: unknown) => {
      if (error instanceof OrderbridgeError) throw error;
      // The sender went away in the middle: nobody is left to be told more.
      throw new OrderbridgeError('bridge.body_invalid', 'The body ended early.');
    });
    const [, ...params] = endpoint.path.exec(path) ?? [];
    return endpoint.handle({
      body,
      params,
      headers: ctx.req.headers,
      network: networkOf(ctx.ip),
    });
  };

  return {
    /** Adds an address below the bridge's path. */
    add(path: RegExp, handle: BridgeHandler): void {
      endpoints.push({ path, handle });
    },

    async middleware(ctx: Context, next: Next): Promise<void> {
      if (!ctx.path.startsWith(`${prefix}/`)) {
        await next();
        return;
      }
      setSafeHeaders(ctx);
      try {
        const { status, body } = await answer(ctx);
        ctx.status = status;
        ctx.body = body;
      } catch (error) {
        if (error instanceof OrderbridgeError) {
          answerRefusal(ctx, error);
        } else {
          strapi.log.error('[orderbridge] a request to the bridge failed', error);
          const busy = new OrderbridgeError('bridge.busy', 'The request could not be handled now.');
          answerRefusal(ctx, busy);
          ctx.set('Retry-After', '5');
        }
        // An unread body would stay in the socket and be taken for the next request.
        if (!ctx.req.complete) ctx.set('Connection', 'close');
      }
    },
  };
};
