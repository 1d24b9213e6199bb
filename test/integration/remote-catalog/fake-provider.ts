import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { encodeSecret, sign } from '../../../plugins/orderbridge/server/src/bridge/signature';
import {
  deriveDirectionKeys,
  generateAgreementKeys,
  prove,
} from '../../../plugins/orderbridge/server/src/connections/key-agreement';
import { writeInvitation } from '../../../plugins/orderbridge/server/src/connections/invitation-text';
import type { TestInstance } from '../../support/instance';

/** A message that the consumer has sent. */
interface ReceivedMessage {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly data: Record<string, unknown>;
}

/** A provider that offers exactly what a test wants it to offer, over the wire as it is documented. */
export interface FakeProvider {
  /** Ties the consumer to this provider, for one of its organisations. */
  pairWith(consumer: TestInstance, organisation: string): Promise<void>;
  /** Sends a message about a catalogue item; the consumer has taken it in when this returns. */
  tell(type: string, data: Record<string, unknown> & { readonly identity: string }): Promise<void>;
  /** All that the consumer has sent about an item or a task. */
  heardOf(stream: string): ReceivedMessage[];
  close(): Promise<void>;
}

const SHORT_CODE = 'FAKE';
const ORGANISATION = 'Fake provider';

export const startFakeProvider = async (): Promise<FakeProvider> => {
  const received: ReceivedMessage[] = [];
  const connection = randomUUID();
  const invitation = { id: randomUUID(), secret: randomBytes(32).toString('base64url') };
  const keys = generateAgreementKeys();
  let consumerPublicKey = '';

  const answerPairing = ({ publicKey }: { publicKey: string }) => {
    consumerPublicKey = publicKey;
    const parts = [invitation.id, connection, SHORT_CODE, keys.publicKey, ORGANISATION];
    return {
      connection,
      shortCode: SHORT_CODE,
      publicKey: keys.publicKey,
      organisation: ORGANISATION,
      proof: prove(invitation.secret, 'provider', parts),
    };
  };

  const take = ({ batch }: { batch: ReceivedMessage[] }) => {
    received.push(...batch);
    return { results: batch.map(({ id }) => ({ id, status: 200, result: 'applied' })) };
  };

  const answer = (url: string, body: unknown): object => {
    if (url.endsWith('/pairings')) return answerPairing(body as { publicKey: string });
    if (url.endsWith('/messages')) return take(body as { batch: ReceivedMessage[] });
    return { role: 'provider', state: 'active' };
  };

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(request.url ?? '', body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const sequences = new Map<string, number>();
  let peer = '';

  return {
    pairWith: async (consumer, organisation) => {
      const url = `http://127.0.0.1:${String(port)}`;
      const admin = await consumer.admin();
      await admin.post('/orderbridge/connections/accept-invitation', {
        invitation: writeInvitation({ url, ...invitation }),
        consumer: organisation,
      });
      peer = consumer.url;
    },

    tell: async (type, data) => {
      const stream = `catalog_item/${data.identity}`;
      const sequence = (sequences.get(stream) ?? 0) + 1;
      const message = {
        specversion: '1.0',
        id: `msg_${randomUUID()}`,
        type,
        source: `orderbridge:provider:${connection}`,
        audience: `orderbridge:connection:${connection}`,
        stream,
        epoch: 1,
        sequence,
        time: new Date().toISOString(),
        data,
      };
      const { providerToConsumer } = deriveDirectionKeys(keys, consumerPublicKey, {
        salt: invitation.secret,
        connectionKey: connection,
      });
      const text = JSON.stringify(message);
      const signed = sign({ id: `req_${randomUUID()}`, body: text, at: new Date() }, [
        encodeSecret(providerToConsumer),
      ]);
      const { status, text: said } = await supertest(peer)
        .post(`/api/orderbridge/bridge/v1/consumer/${connection}/messages`)
        .set({ 'content-type': 'application/json', ...signed })
        .send(text);
      if (status !== 200) throw new Error(`${type} was answered ${String(status)}: ${said}`);
      sequences.set(stream, sequence);
    },

    heardOf: (stream) => received.filter((message) => message.stream === stream),

    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
};
