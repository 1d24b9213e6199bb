import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { encodeSecret, sign } from '../../plugins/orderbridge/server/src/bridge/signature';
import {
  deriveDirectionKeys,
  generateAgreementKeys,
  prove,
} from '../../plugins/orderbridge/server/src/connections/key-agreement';
import { readInvitation } from '../../plugins/orderbridge/server/src/connections/invitation-text';
import type { AdminClient, TestInstance } from './instance';

interface Answer {
  readonly status: number;
  readonly body: { readonly [key: string]: unknown };
}

/** A peer that says exactly what a test wants it to say, over the wire as it is documented. */
export interface FakeConsumer {
  readonly key: string;
  readonly shortCode: string;
  /**
   * A message of this connection, as a real consumer would write it, with what the test changes: where
   * that says nothing of it, about the catalogue item that the stream is of.
   */
  message(stream: string, sequence: number, more?: object): Record<string, unknown>;
  /** Sends a body signed, or as the test changes the request. */
  send(
    body: unknown,
    change?: { headers?: Record<string, string>; body?: string; at?: Date },
  ): Promise<Answer>;
}

const post = async (
  { url }: TestInstance,
  path: string,
  text: string,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const { status, body } = await supertest(url)
    .post(`/api/orderbridge/bridge/v1/${path}`)
    .set({ 'content-type': 'application/json', ...headers })
    .send(text);
  return { status, body: body as Answer['body'] };
};

/** The request that a consumer makes to take up an invitation. */
export const pairingRequest = (invitation: string, publicKey: string, url: string) => {
  const { id, secret } = readInvitation(invitation);
  const unsigned = { invitation: id, publicKey, url, organisation: 'Fake consumer' };
  const proof = prove(secret, 'consumer', [id, publicKey, url, unsigned.organisation]);
  return { ...unsigned, proof };
};

export const postPairing = (provider: TestInstance, body: unknown) =>
  post(provider, 'pairings', JSON.stringify(body));

export const invite = async (admin: AdminClient, shortCode: string): Promise<string> => {
  const consumer = await admin.create('consumer', { name: `Consumer ${shortCode}` });
  const { data } = await admin.post('/orderbridge/connections/invitations', {
    consumer: consumer.documentId,
    shortCode,
  });
  return data.invitation as string;
};

/** Pairs with a provider over HTTP; its own address leads nowhere, so nothing comes back. */
export const pairFakeConsumer = async (
  provider: TestInstance,
  shortCode: string,
): Promise<FakeConsumer> => {
  const invitation = await invite(await provider.admin(), shortCode);
  const keys = generateAgreementKeys();
  const { body } = await postPairing(
    provider,
    pairingRequest(invitation, keys.publicKey, 'http://127.0.0.1:9'),
  );
  const answer = body as { connection: string; publicKey: string };
  const derived = deriveDirectionKeys(keys, answer.publicKey, {
    salt: readInvitation(invitation).secret,
    connectionKey: answer.connection,
  });
  const secret = encodeSecret(derived.consumerToProvider);
  const path = `provider/${answer.connection}/messages`;
  return {
    key: answer.connection,
    shortCode,
    message: (stream, sequence, more = {}) => ({
      specversion: '1.0',
      id: `msg_${randomUUID()}`,
      type: 'catalog_item.deactivated',
      source: `orderbridge:consumer:${answer.connection}`,
      audience: `orderbridge:connection:${answer.connection}`,
      stream,
      epoch: 1,
      sequence,
      time: new Date().toISOString(),
      data: { identity: stream.slice('catalog_item/'.length) },
      ...more,
    }),
    send: (message, { headers, body: changed, at = new Date() } = {}) => {
      const text = typeof message === 'string' ? message : JSON.stringify(message);
      const signed = sign({ id: `req_${randomUUID()}`, body: text, at }, [secret]);
      return post(provider, path, changed ?? text, { ...signed, ...headers });
    },
  };
};
