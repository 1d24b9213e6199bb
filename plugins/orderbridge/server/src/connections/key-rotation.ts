import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { z } from 'zod';
import { keyConfirmed, keyOffered } from '../../../shared/messages';
import { KEYS_STREAM } from '../../../shared/streams';
import { recordActOfPeer } from '../audit';
import {
  bridgeService,
  decryptSecret,
  encodeSecret,
  encryptSecret,
  registerMessageType,
  type Inbound,
} from '../bridge';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { connectionRows, keyOffers } from './content-types';
import { deriveDirectionKeys, generateAgreementKeys, type KeyPair } from './key-agreement';

type Half = z.infer<typeof keyOffered>;
type ConnectionLink = Inbound<unknown>['link'];

/**
 * The keys of both directions, as the side on this link uses them.
 *
 * @throws `bridge.data_invalid` where the peer's half is no key to agree with
 */
const deriveSecrets = (
  { role, key }: Pick<ConnectionLink, 'role' | 'key'>,
  own: Pick<KeyPair, 'privateKey'>,
  { rotation, publicKey }: Half,
): { out: string; in: string } => {
  let keys: ReturnType<typeof deriveDirectionKeys>;
  try {
    keys = deriveDirectionKeys(own, publicKey, { salt: rotation, connectionKey: key });
  } catch {
    throw new OrderbridgeError('bridge.data_invalid', 'publicKey: is no X25519 public key');
  }
  const toConsumer = encodeSecret(keys.providerToConsumer);
  const toProvider = encodeSecret(keys.consumerToProvider);
  return role === 'provider'
    ? { out: toConsumer, in: toProvider }
    : { out: toProvider, in: toConsumer };
};

/** An offer that the peer has not answered. */
const findOpenOffer = (strapi: Core.Strapi, connectionId: number) =>
  keyOffers.findOne(strapi, { connectionId, state: 'open' });

/**
 * Offers the peer new keys for both directions. Those that are in use stay until it has answered, and
 * for a while after that.
 */
export const offerKeys = async (transaction: Transaction, connectionId: number): Promise<void> => {
  const { strapi } = transaction;
  const { publicKey, privateKey } = generateAgreementKeys();
  const rotation = randomUUID();
  await keyOffers.insertOne(transaction, {
    connectionId,
    rotation,
    publicKey,
    privateKey: encryptSecret(strapi, privateKey),
    state: 'open',
    offeredAt: transaction.now.getTime(),
  });
  const data: Half = { rotation, publicKey };
  bridgeService.from(strapi).enqueue(transaction, {
    connectionId,
    stream: KEYS_STREAM,
    type: 'connection.key_offered',
    data,
  });
};

/** What this side has offered counts no more; who finds the private key later can derive nothing. */
export const dropOffers = async (transaction: Transaction, connectionId: number): Promise<void> => {
  await keyOffers.update(
    transaction,
    { connectionId, state: 'open' },
    { state: 'dropped', privateKey: '' },
  );
};

/** The peer offers new keys: this side derives them and answers with its half. */
const applyOffered = async ({
  transaction,
  link,
  message,
  data: offered,
}: Inbound<Half>): Promise<void> => {
  const { strapi } = transaction;
  const { connectionId } = link;
  await bridgeService
    .from(strapi)
    .links.holdByConnection(transaction, connectionId, { alone: false });
  const ownOffer = await findOpenOffer(strapi, connectionId);
  // Both sides have begun at once: the provider's offer stands, and the consumer drops its own.
  if (ownOffer && link.role === 'provider') return;
  if (ownOffer) await dropOffers(transaction, connectionId);
  const own = generateAgreementKeys();
  const bridge = bridgeService.from(strapi);
  const secrets = deriveSecrets(link, own, offered);
  await bridge.keys.addNext(transaction, link.id, offered.rotation, secrets);
  const data: Half = { rotation: offered.rotation, publicKey: own.publicKey };
  bridge.enqueue(transaction, {
    connectionId,
    stream: KEYS_STREAM,
    type: 'connection.key_confirmed',
    data,
    causation: message.id,
  });
  const connection = await connectionRows.findOne(strapi, { id: connectionId });
  if (connection === null) return;
  const { documentId, name, peerName } = connection;
  const subject = { type: 'connection', documentId, name };
  recordActOfPeer(transaction, 'connection.rotateKeys', { peer: peerName, subject });
};

/** The peer has answered, so it has the new keys: they are used, and those before may end. */
const applyConfirmed = async ({ transaction, link, data }: Inbound<Half>): Promise<void> => {
  const { strapi } = transaction;
  await bridgeService
    .from(strapi)
    .links.holdByConnection(transaction, link.connectionId, { alone: false });
  const offer = await findOpenOffer(strapi, link.connectionId);
  // An answer to an offer that was dropped, or that a backup has forgotten, changes nothing.
  if (offer?.rotation !== data.rotation) return;
  const own = { privateKey: decryptSecret(strapi, offer.privateKey) };
  const { keys } = bridgeService.from(strapi);
  await keys.addNext(transaction, link.id, data.rotation, deriveSecrets(link, own, data));
  await keys.settleWithin(transaction, link.id, data.rotation);
  await keyOffers.update(
    transaction,
    { id: offer.id },
    // The private key has done its work; who finds it later could derive the keys again.
    { state: 'confirmed', privateKey: '' },
  );
};

/** How the renewal of keys stands: offered to the peer, answered and not seen in use yet, or none. */
export type RotationState = 'offered' | 'answered' | null;

export const rotationOf = async (
  strapi: Core.Strapi,
  connectionId: number,
  { awaitsPeer }: { awaitsPeer: boolean },
): Promise<RotationState> => {
  if (awaitsPeer) return 'answered';
  return (await findOpenOffer(strapi, connectionId)) ? 'offered' : null;
};

/** Between two instances either side may begin. */
export const registerKeyMessages = (strapi: Core.Strapi): void => {
  registerMessageType(strapi, {
    type: 'connection.key_offered',
    sentBy: 'either',
    streamOf: () => KEYS_STREAM,
    schema: keyOffered,
    apply: applyOffered,
  });
  registerMessageType(strapi, {
    type: 'connection.key_confirmed',
    sentBy: 'either',
    streamOf: () => KEYS_STREAM,
    schema: keyConfirmed,
    apply: applyConfirmed,
  });
};
