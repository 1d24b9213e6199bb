import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Standard Webhooks 1.0.0, "Signature scheme": HMAC-SHA256 over `id.timestamp.body`, with the bytes
 * that travel, never with a body that was parsed and written again.
 */

const SECRET_PREFIX = 'whsec_';
const SECRET_BYTES = 32;
const VERSION = 'v1';
/** More signatures than a rotation can need are an attempt to make the receiver work. */
export const MAX_SIGNATURES = 5;
const BASE64_SHA256 = /^[A-Za-z0-9+/]{43}=$/;

export const generateSecret = (): string => encodeSecret(randomBytes(SECRET_BYTES));

export const encodeSecret = (bytes: Buffer): string => SECRET_PREFIX + bytes.toString('base64');

const decodeSecret = (secret: string): Buffer =>
  Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');

interface SignedContent {
  readonly id: string;
  /** Seconds since 1970, as the header carries it. */
  readonly timestamp: string;
  readonly body: Buffer | string;
}

const digest = (secret: string, { id, timestamp, body }: SignedContent): Buffer =>
  createHmac('sha256', decodeSecret(secret)).update(`${id}.${timestamp}.`).update(body).digest();

export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** Signs with every secret given: during a rotation the receiver may know only one of them. */
export const sign = (
  { id, body, at }: { id: string; body: Buffer | string; at: Date },
  secrets: readonly string[],
): WebhookHeaders => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets
      .map((secret) => `${VERSION},${digest(secret, { id, timestamp, body }).toString('base64')}`)
      .join(' '),
  };
};

export type Verification = 'valid' | 'headers-missing' | 'timestamp-out-of-tolerance' | 'invalid';

/** Checks a request against every secret that may have signed it, in constant time per secret. */
export const verify = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Buffer | string,
  { secrets, at, toleranceMs }: { secrets: readonly string[]; at: Date; toleranceMs: number },
): Verification => {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') {
    return 'headers-missing';
  }
  if (!/^\d{1,15}$/.test(timestamp)) return 'headers-missing';

  const candidates = signatures
    .split(' ')
    .slice(0, MAX_SIGNATURES)
    .map((entry) => entry.split(','))
    .filter(([version, value]) => version === VERSION && BASE64_SHA256.test(value ?? ''))
    .map(([, value]) => Buffer.from(value ?? '', 'base64'));

  let valid = false;
  for (const secret of secrets) {
    const expected = digest(secret, { id, timestamp, body });
    for (const candidate of candidates) {
      if (timingSafeEqual(expected, candidate)) valid = true;
    }
  }
  if (!valid) return 'invalid';
  // Only after the signature: the answer tells nothing to whoever cannot sign.
  return Math.abs(at.getTime() - Number(timestamp) * 1000) <= toleranceMs
    ? 'valid'
    : 'timestamp-out-of-tolerance';
};
