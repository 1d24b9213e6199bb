import type { BodyLimit } from './kernel/door';

const KIB = 1024;
const MIB = 1024 * KIB;

/** A comment of its greatest length, with every character escaped; all other small bodies are smaller. */
export const DEFAULT_MAX_BODY_BYTES = 128 * KIB;

const CATALOG =
  /^\/(?:catalogs|categories|(?:product|service|resource)-specifications|product-offerings|product-offering-prices)(?:\/[^/]+)?$/;

/**
 * What takes more than that. The limits of the business, such as that of a request, are counted of what
 * the body says and not of its bytes; those here only keep out what is more than they could ever let in.
 */
export const BODY_LIMITS: readonly BodyLimit[] = [
  {
    type: 'content-api',
    method: 'POST',
    path: /^\/provider-tasks$/,
    maxBytes: 256 * KIB,
  },
  { type: 'content-api', method: 'POST', path: CATALOG, maxBytes: MIB },
  { type: 'content-api', method: 'PUT', path: CATALOG, maxBytes: MIB },
  { type: 'admin', method: 'PATCH', path: /^\/orders\/[^/]+\/lines\/[^/]+$/, maxBytes: 600 * KIB },
  { type: 'admin', method: 'POST', path: /^\/product-offerings\/republish$/, maxBytes: MIB },
  { type: 'admin', method: 'POST', path: /^\/catalog\/import$/, maxBytes: 16 * MIB },
];
