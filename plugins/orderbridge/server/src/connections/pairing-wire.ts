import { z } from 'zod';
import { isAgreementKey } from './key-agreement';

/** What a consumer's instance sends to take up an invitation. */
export const pairingRequest = z.strictObject({
  invitation: z.string().max(64),
  publicKey: z.base64().max(200).refine(isAgreementKey, 'is no X25519 public key'),
  url: z.url().max(2000),
  organisation: z.string().min(1).max(255),
  proof: z.base64().max(100),
});
export type PairingRequest = z.infer<typeof pairingRequest>;

/** What the provider answers it with. */
export const pairingAnswer = z.strictObject({
  connection: z.string().min(1).max(64),
  shortCode: z.string().min(1).max(8),
  publicKey: z.base64().max(200).refine(isAgreementKey, 'is no X25519 public key'),
  organisation: z.string().min(1).max(255),
  proof: z.base64().max(100),
});
export type PairingAnswer = z.infer<typeof pairingAnswer>;

/** What the consumer proves with the invitation's secret, in this order. */
export const requestParts = ({
  invitation,
  publicKey,
  url,
  organisation,
}: Omit<PairingRequest, 'proof'>): readonly string[] => [invitation, publicKey, url, organisation];

/** What the provider proves with it. */
export const answerParts = (
  { connection, shortCode, publicKey, organisation }: Omit<PairingAnswer, 'proof'>,
  invitation: string,
): readonly string[] => [invitation, connection, shortCode, publicKey, organisation];
