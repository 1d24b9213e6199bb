import type { Core } from '@strapi/strapi';
import { OrderbridgeError } from '../kernel/errors';

interface Encryption {
  encrypt(value: string): string | null;
  decrypt(value: string): string | null;
}

const encryption = (strapi: Core.Strapi): Encryption =>
  strapi.service('admin::encryption') as unknown as Encryption;

/**
 * Encrypts a secret for the database with Strapi's own AES-256-GCM.
 *
 * @throws `connection.encryption_key_missing` where the host has no key: Strapi would answer null.
 */
export const encryptSecret = (strapi: Core.Strapi, secret: string): string => {
  const encrypted = encryption(strapi).encrypt(secret);
  if (encrypted === null) {
    throw new OrderbridgeError(
      'connection.encryption_key_missing',
      'Set ENCRYPTION_KEY (admin.secrets.encryptionKey): without it connections cannot keep their keys.',
    );
  }
  return encrypted;
};

/** @throws `connection.secret_unreadable` after the host's encryption key has changed. */
export const decryptSecret = (strapi: Core.Strapi, encrypted: string): string => {
  const secret = encryption(strapi).decrypt(encrypted);
  if (secret === null) {
    throw new OrderbridgeError(
      'connection.secret_unreadable',
      'The key of this connection cannot be read: the encryption key of this instance has changed. Pair again.',
    );
  }
  return secret;
};
