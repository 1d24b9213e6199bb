import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  timingSafeEqual,
} from 'node:crypto';

/**
 * How two sides come to share keys that never travel: X25519, so that a listener learns nothing. Only
 * whoever can prove it takes part: at first with the invitation, whose secret is mixed in, and at each
 * renewal with a message that the keys before have signed.
 */

const KEY_BYTES = 32;

export interface KeyPair {
  /** Base64 of the DER forms. */
  readonly privateKey: string;
  readonly publicKey: string;
}

export const generateAgreementKeys = (): KeyPair => {
  const { privateKey, publicKey } = generateKeyPairSync('x25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  return {
    privateKey: privateKey.toString('base64'),
    publicKey: publicKey.toString('base64'),
  };
};

/** Whether a text is a public key of the kind that is agreed with. */
export const isAgreementKey = (publicKey: string): boolean => {
  try {
    return readPublicKey(publicKey).asymmetricKeyType === 'x25519';
  } catch {
    return false;
  }
};

const readPublicKey = (publicKey: string) =>
  createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' });

export interface DirectionKeys {
  readonly providerToConsumer: Buffer;
  readonly consumerToProvider: Buffer;
}

/**
 * The two keys of a connection, the same on both sides: one per direction, so that nobody can send a
 * side its own messages back.
 *
 * @param salt the secret of the invitation, or the id of the renewal
 * @throws where the peer's public key is no X25519 key.
 */
export const deriveDirectionKeys = (
  own: Pick<KeyPair, 'privateKey'>,
  peerPublicKey: string,
  { salt, connectionKey }: { salt: string; connectionKey: string },
): DirectionKeys => {
  const shared = diffieHellman({
    privateKey: createPrivateKey({
      key: Buffer.from(own.privateKey, 'base64'),
      type: 'pkcs8',
      format: 'der',
    }),
    publicKey: readPublicKey(peerPublicKey),
  });
  const derive = (direction: string) =>
    Buffer.from(
      hkdfSync('sha256', shared, salt, `orderbridge ${connectionKey} ${direction}`, KEY_BYTES),
    );
  return {
    providerToConsumer: derive('provider-to-consumer'),
    consumerToProvider: derive('consumer-to-provider'),
  };
};

/** Proves, over the parts of a message, to hold the invitation. */
export const prove = (
  invitationSecret: string,
  side: 'provider' | 'consumer',
  parts: readonly string[],
): string =>
  createHmac('sha256', invitationSecret)
    .update(JSON.stringify(['orderbridge pairing', side, ...parts]))
    .digest('base64');

export const isProof = (expected: string, given: string): boolean => {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
};
