import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Core } from '@strapi/strapi';
import ipaddr from 'ipaddr.js';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { getConfig } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';

const MAX_RESPONSE_BYTES = 64 * 1024;
/** Sockets wait this long for the next request; less than the 5 s that Node's servers keep them. */
const IDLE_SOCKET_MS = 4_000;

export interface EgressResponse {
  readonly status: number;
  readonly body: string;
  readonly retryAfterSeconds: number | null;
}

const isInRanges = (address: string, cidrs: readonly string[]): boolean => {
  const parsed = ipaddr.process(address);
  return cidrs.some((cidr) => {
    const [range, bits] = ipaddr.parseCIDR(cidr);
    return range.kind() === parsed.kind() && parsed.match([range, bits] as never);
  });
};

const notAllowed = (message: string) => new OrderbridgeError('connection.url_not_allowed', message);

/**
 * Checks an address that a peer or a person gave, without connecting to it.
 *
 * @throws `connection.url_not_allowed` for anything but http(s) without credentials; plain http to a
 * literal address outside the allowed private ranges is refused here, by name at the look-up.
 */
export const assertAllowedUrl = (strapi: Core.Strapi, address: string): URL => {
  const { allowedPrivateCidrs } = getConfig(strapi);
  if (!URL.canParse(address)) throw notAllowed('The address is no URL.');
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw notAllowed('The address must begin with https://.');
  }
  if (url.username !== '' || url.password !== '') {
    throw notAllowed('The address must not contain credentials.');
  }
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (net.isIP(literal) !== 0 && !isInRanges(literal, allowedPrivateCidrs)) {
    const isPublic = ipaddr.process(literal).range() === 'unicast';
    if (!isPublic) throw notAllowed('The address is private and not in allowedPrivateCidrs.');
    if (url.protocol === 'http:') throw notAllowed('Plain http is for allowedPrivateCidrs only.');
  }
  return url;
};

/** A look-up for plain http: it answers addresses of the allowed private ranges or an error. */
const lookupPrivate =
  (cidrs: readonly string[]): net.LookupFunction =>
  (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, '', 0);
        return;
      }
      const [first] = addresses;
      const isOutside = addresses.some(({ address }) => !isInRanges(address, cidrs));
      if (isOutside || first === undefined) {
        callback(notAllowed('Plain http is for allowedPrivateCidrs only.'), '', 0);
      } else if (options.all === true) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };

/** The one way out: HTTP to peers, with no way to addresses that a peer must not make us reach. */
export const createEgress = ({ strapi }: { strapi: Core.Strapi }) => {
  const { allowedPrivateCidrs } = getConfig(strapi);
  const agentOptions = {
    keepAlive: true,
    timeout: IDLE_SOCKET_MS,
    allowIPAddressList: [...allowedPrivateCidrs],
  };
  const plain = new RequestFilteringHttpAgent(agentOptions);
  const secure = new RequestFilteringHttpsAgent(agentOptions);

  const attempt = (
    url: URL,
    body: string,
    { headers, timeoutMs }: { headers: Record<string, string>; timeoutMs: number },
  ) =>
    new Promise<EgressResponse>((resolve, reject) => {
      const isSecure = url.protocol === 'https:';
      const options: https.RequestOptions = {
        method: 'POST',
        agent: isSecure ? secure : plain,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'orderbridge/1',
          ...headers,
        },
        signal: AbortSignal.timeout(timeoutMs),
        ...(!isSecure && { lookup: lookupPrivate(allowedPrivateCidrs) }),
      };
      const request = (isSecure ? https : http).request(url, options, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_RESPONSE_BYTES) {
            request.destroy(
              new Error(`the answer is longer than ${String(MAX_RESPONSE_BYTES)} bytes`),
            );
          } else {
            chunks.push(chunk);
          }
        });
        response.on('error', reject);
        response.on('end', () => {
          const retryAfter = Number(response.headers['retry-after']);
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : null,
          });
        });
      });
      request.on('error', (error: Error & { code?: string }) => {
        // The peer closed an idle socket at the moment it was taken up again: nothing was processed
        // that the receiver's inbox would not recognise, so the request goes once more at once.
        if (request.reusedSocket && error.code === 'ECONNRESET') {
          resolve(attempt(url, body, { headers, timeoutMs }));
        } else {
          reject(error);
        }
      });
      request.end(body);
    });

  return {
    /**
     * Posts a JSON text. Redirects are not followed; an answer above 64 kB is an error.
     *
     * @throws `connection.url_not_allowed`, or whatever kept the request from being answered.
     */
    post: async (
      address: string,
      body: string,
      options: { headers?: Record<string, string>; timeoutMs?: number } = {},
    ): Promise<EgressResponse> =>
      attempt(assertAllowedUrl(strapi, address), body, {
        headers: options.headers ?? {},
        timeoutMs: options.timeoutMs ?? getConfig(strapi).bridge.requestTimeoutMs,
      }),

    close(): void {
      plain.destroy();
      secure.destroy();
    },
  };
};
