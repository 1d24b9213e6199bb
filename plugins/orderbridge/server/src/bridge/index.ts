/**
 * Messages between two sides of a connection: signed, in order within a stream, each with exactly one
 * effect, none lost. The bridge knows streams and bytes and no business: features register the types
 * of message that they take (`registerMessageType`) and put what they send into the outbox of the
 * change that it tells of (`enqueue`).
 *
 * Start reading at `outbox.ts` (how a message comes to be), `deliveries.ts` (how it travels) and
 * `receiver.ts` (how it is taken in). The wire is described in `docs/wire-protocol.md`.
 */
import type { Feature } from '../kernel/feature';
import { bridgeService } from './service';
import { bridgeTables } from './tables';

export const bridge: Feature = {
  tables: bridgeTables,
  services: [bridgeService],
  register({ strapi }) {
    strapi.server.use((ctx, next) => bridgeService.from(strapi).endpoint.middleware(ctx, next));
  },
  destroy: ({ strapi }) => bridgeService.from(strapi).stop(),
};

export { bridgeService };
export { bridgePath } from './endpoint';
export { assertAllowedUrl } from './egress';
export { registerMessageType, type Inbound } from './message-types';
export { decryptSecret, encryptSecret } from './secrets';
export { encodeSecret, generateSecret } from './signature';
export type { LinkHealth } from './link-health';
export type { SentCommand } from './commands';
