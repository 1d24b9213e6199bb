import {
  activateItem,
  createRequester,
  pair,
  publishOffering,
  publishProducer,
  REQUESTER,
} from '../../scripts/demo/main-path.mjs';
import { ANSWERS } from '../../scripts/demo/catalog.mjs';
import { signInRequester } from '../../scripts/demo/clients.mjs';
import { startFaultProxy, type FaultProxy } from './fault-proxy';
import { startTestInstance, type TestInstance } from './instance';
import { waitUntil } from './wait-until';

const REQUESTER_PASSWORD = 'Requester-password-1';

/** Of the one requester that a pair has. */
export const REQUESTER_CREDENTIALS = {
  identifier: REQUESTER.username,
  password: REQUESTER_PASSWORD,
};

/** Takes the demo's steps without printing them. */
const SILENT = {
  event: () => undefined,
  hop: <Result>(_side: string, _text: string, look: () => Promise<Result>) => look(),
};

type RequesterClient = Awaited<ReturnType<typeof signInRequester>>;

export interface Pair {
  readonly provider: TestInstance;
  readonly consumer: TestInstance;
  /** What stands before each instance: the peer's messages to it come through here. */
  readonly toProvider: FaultProxy;
  readonly toConsumer: FaultProxy;
  requester(): Promise<RequesterClient>;
  /** The document id of the item that can be ordered. */
  readonly itemId: string;
  /** Waits until both sides have nothing left to send. */
  atRest(): Promise<void>;
  dispose(options?: { expectErrors?: boolean }): Promise<void>;
}

const hasNothingToSend = async ({ rows }: TestInstance): Promise<boolean> => {
  const [forgotten] = await rows('orderbridge_outbox as o')
    .join('orderbridge_streams_out as s', 's.id', 'o.stream_id')
    .where({ 'o.state': 'pending', 's.pending': false })
    .select('s.stream_key as stream');
  // What no stream shows as waiting would never be sent.
  if (forgotten) throw new Error(`A message of ${forgotten.stream} waits unseen`);
  const waiting = await rows('orderbridge_outbox').where({ state: 'pending' }).limit(1);
  return waiting.length === 0;
};

/**
 * A provider and a consumer, paired through fault proxies, with one item active and a requester.
 *
 * @param env what differs from the environment of a test instance, for each side
 */
export const startPair = async (
  env: { readonly [Side in 'provider' | 'consumer']?: Record<string, string> } = {},
): Promise<Pair> => {
  const ports: { provider?: number; consumer?: number } = {};
  const toProvider = await startFaultProxy(() => ports.provider ?? 0);
  const toConsumer = await startFaultProxy(() => ports.consumer ?? 0);
  const [provider, consumer] = await Promise.all([
    startTestInstance('provider', { PUBLIC_URL: toProvider.url, ...env.provider }),
    startTestInstance('consumer', { PUBLIC_URL: toConsumer.url, ...env.consumer }),
  ]);
  ports.provider = provider.port;
  ports.consumer = consumer.port;

  const [providerAdmin, consumerAdmin] = [await provider.admin(), await consumer.admin()];
  const { producer } = await publishOffering(providerAdmin, SILENT);
  await publishProducer(providerAdmin, producer, SILENT);
  const { organisation } = await pair(providerAdmin, consumerAdmin, SILENT);
  const item = await activateItem(consumerAdmin, SILENT);
  await createRequester(consumerAdmin, organisation, REQUESTER_PASSWORD);

  const atRest = async () => {
    await waitUntil('both sides to have sent everything', async () => {
      // Taking in a message may put another one into the outbox: both must be empty twice.
      for (const instance of [provider, consumer, provider, consumer]) {
        if (!(await hasNothingToSend(instance))) return false;
      }
      return true;
    });
  };
  await atRest();

  return {
    provider,
    consumer,
    toProvider,
    toConsumer,
    itemId: item.documentId,
    requester: () => signInRequester(consumer.url, REQUESTER_CREDENTIALS),
    atRest,
    dispose: async (options) => {
      await Promise.all([provider.dispose(options), consumer.dispose(options)]);
      await Promise.all([toProvider.close(), toConsumer.close()]);
    },
  };
};

export const REQUEST = (itemId: string) => ({
  data: { lines: [{ item: itemId, quantity: 2, answers: ANSWERS }] },
});
