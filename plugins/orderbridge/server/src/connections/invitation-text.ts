import { z } from 'zod';
import { OrderbridgeError } from '../kernel/errors';
import { findJsonDefect } from '../kernel/plain-json';

/** What an invitation says: where the provider is, and the secret that makes it good once. */
export interface InvitationContent {
  /** The provider's bridge address. */
  readonly url: string;
  readonly id: string;
  readonly secret: string;
}

const PREFIX = 'ob1_';
const content = z.strictObject({
  url: z.url().max(2_000),
  id: z.string().max(64),
  secret: z.string().min(32).max(200),
});

/** One line that a person can pass on. */
export const writeInvitation = (invitation: InvitationContent): string =>
  PREFIX + Buffer.from(JSON.stringify(invitation)).toString('base64url');

/** @throws `invitation.invalid` for anything that {@link writeInvitation} did not write. */
export const readInvitation = (text: string): InvitationContent => {
  const trimmed = text.trim();
  if (trimmed.startsWith(PREFIX)) {
    try {
      const json: unknown = JSON.parse(
        Buffer.from(trimmed.slice(PREFIX.length), 'base64url').toString('utf8'),
      );
      const parsed = content.safeParse(json);
      if (parsed.success && findJsonDefect(json) === undefined) return parsed.data;
    } catch {
      // Not JSON: answered below like every other text that is no invitation.
    }
  }
  throw new OrderbridgeError('invitation.invalid', 'This is no invitation of Orderbridge.');
};
