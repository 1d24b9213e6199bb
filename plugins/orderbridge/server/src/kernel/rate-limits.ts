import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Core } from '@strapi/strapi';
import { MINUTE, SECOND } from './clock';
import { getConfig, type Config } from './config';
import { OrderbridgeError } from './errors';

type LimitName = keyof Config['limits'];

const limitersOf = new WeakMap<Core.Strapi, Map<LimitName, RateLimiterMemory>>();

/** Counts in the memory of this process: each node of a cluster counts for itself. */
const limiterOf = (strapi: Core.Strapi, name: LimitName): RateLimiterMemory => {
  const limiters = limitersOf.get(strapi) ?? new Map<LimitName, RateLimiterMemory>();
  limitersOf.set(strapi, limiters);
  const known = limiters.get(name);
  if (known) return known;
  const points = getConfig(strapi).limits[name];
  const limiter = new RateLimiterMemory({ points, duration: MINUTE / SECOND });
  limiters.set(name, limiter);
  return limiter;
};

const refusal = ({ msBeforeNext }: RateLimiterRes): OrderbridgeError => {
  const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / SECOND));
  return new OrderbridgeError(
    'request.rate_limited',
    `That is too often: try again in ${String(retryAfterSeconds)} seconds.`,
    { retryAfterSeconds },
  );
};

/**
 * Counts one more of what a caller may do only so often within a minute.
 *
 * @param key whose count it is: a caller, or the address that a request comes from
 * @throws `request.rate_limited`
 */
export const countAgainst = async (
  strapi: Core.Strapi,
  limit: LimitName,
  key: string,
): Promise<void> => {
  try {
    await limiterOf(strapi, limit).consume(key);
  } catch (error) {
    // The library rejects with its count, which is no error.
    if (error instanceof RateLimiterRes) throw refusal(error);
    throw error;
  }
};

/**
 * Refuses whoever has used up a limit, and counts nothing.
 *
 * @throws `request.rate_limited`
 */
export const assertWithin = async (
  strapi: Core.Strapi,
  limit: LimitName,
  key: string,
): Promise<void> => {
  const count = await limiterOf(strapi, limit).get(key);
  if (count !== null && count.consumedPoints >= getConfig(strapi).limits[limit]) {
    throw refusal(count);
  }
};

/** Bytes of an IPv6 address that one customer of a network has for themselves, as a rule. */
const IPV6_PREFIX_BYTES = 8;

/** An address to count by: of IPv6 its first half, for the second is the sender's to choose. */
export const networkOf = (address: string): string => {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return parsed.toByteArray().slice(0, IPV6_PREFIX_BYTES).join('.');
};
