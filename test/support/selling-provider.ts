import { answersFor } from '../../scripts/demo/answers.mjs';
import { publishOffering, publishProducer } from '../../scripts/demo/main-path.mjs';
import { createToken } from './application';
import { startTestInstance, type AdminClient, type TestInstance } from './instance';
import { startWebhookSink } from './webhook-sink';
import { createRestClient, signInStaff, type RestClient } from './rest-client';

export const TASKS = '/api/orderbridge/provider-tasks';
const ITEMS = '/api/orderbridge/remote-catalog-items';
const SILENT = { event: () => undefined };

/** What can be asked for: an offering, a bundle with that offering in it, and the ready-made forms. */
const NAMES = {
  order: 'Internet access for offices',
  bundle: 'Office in a box',
  help: 'Ask for help',
  issue: 'Report an issue',
  change: 'Request a change',
} as const;
export type Wanted = keyof typeof NAMES;

/** An organisation without an instance, with applications of its own. */
export interface Organisation {
  readonly shortCode: string;
  /** The document id of the consumer. */
  readonly consumer: string;
  /** Its connection: the document id, and the secret that its webhooks are signed with. */
  readonly connection: { readonly documentId: string; readonly secret: string };
  readonly applications: readonly [RestClient, ...RestClient[]];
  /** A request for some of one thing, one line each. */
  readonly requestFor: (wanted: Wanted, more?: { lines?: number; title?: string }) => object;
}

interface OpenOptions {
  readonly applications?: number;
  /** Where its webhooks go; to the sink of all where nothing else is said. */
  readonly url?: string;
  readonly eventTypes?: readonly string[];
}

export interface SellingProvider {
  readonly provider: TestInstance;
  readonly admin: AdminClient;
  /** The super admin, as a client that does not throw. */
  readonly staff: RestClient;
  readonly sink: Awaited<ReturnType<typeof startWebhookSink>>;
  /** Brings in an organisation, which then may order everything. */
  open(shortCode: string, options?: OpenOptions): Promise<Organisation>;
  dispose(options?: { expectErrors?: boolean }): Promise<void>;
}

/** Publishes the forms for help, issues and changes for everybody. */
export const publishReadyMade = async (admin: AdminClient): Promise<void> => {
  const [everybody] = await admin.find('consumer-criteria', 'filters[name][$eq]=All consumers');
  const drafts = await admin.find(
    'remote-record-producer',
    'filters[sourceType][$eq]=ready-made&filters[state][$eq]=draft',
  );
  await admin.post('/orderbridge/remote-record-producers/publish', {
    documentIds: drafts.map(({ documentId }: { documentId: string }) => documentId),
    criteria: [everybody.documentId],
  });
};

const publishBundle = async (admin: AdminClient, part: { documentId: string }): Promise<void> => {
  const bundle = await admin.create('product-offering', {
    name: NAMES.bundle,
    sku: 'OFFICE-BOX',
    sellable: true,
    distributionChannels: [{ channel: 'exchange' }],
    bundledOfferings: [
      {
        productOffering: { connect: [{ documentId: part.documentId }] },
        minQuantity: 1,
        defaultQuantity: 1,
        maxQuantity: 10,
      },
    ],
  });
  await admin.publish('product-offering', bundle.documentId);
  const [producer] = await admin.find(
    'remote-record-producer',
    `filters[sourceId][$eq]=${bundle.documentId as string}`,
  );
  await publishProducer(admin, producer, SILENT);
};

interface Item {
  readonly documentId: string;
  readonly name: string;
  readonly form: Parameters<typeof answersFor>[0] & { quantity: { minimum: number } };
}

/** A provider that sells one of each, and whose consumers have no instances. */
export const startSellingProvider = async (
  env: Record<string, string> = {},
): Promise<SellingProvider> => {
  const sink = await startWebhookSink();
  const provider = await startTestInstance('provider', env);
  const admin = await provider.admin();
  const { offering, producer } = await publishOffering(admin, SILENT);
  await publishProducer(admin, producer, SILENT);
  await publishBundle(admin, offering);
  await publishReadyMade(admin);

  const open: SellingProvider['open'] = async (
    shortCode,
    { applications: count = 1, url = sink.url, eventTypes } = {},
  ) => {
    const { documentId: consumer } = await admin.create('consumer', { name: `From ${shortCode}` });
    const { data: connection } = await admin.post('/orderbridge/connections/webhooks', {
      consumer,
      shortCode,
      url,
      ...(eventTypes && { eventTypes }),
    });
    const openApplication = async (number: number): Promise<RestClient> => {
      const name = `Application ${String(number)} of ${shortCode}`;
      const { id, accessKey } = await createToken(admin, name);
      await admin.post('/orderbridge/memberships', { consumer, apiToken: id });
      return createRestClient(provider.url, accessKey);
    };
    const first = await openApplication(1);
    const others: RestClient[] = [];
    for (let number = 2; number <= count; number += 1) others.push(await openApplication(number));

    const { body } = await first.get(ITEMS).expect(200);
    const items = body.data as Item[];
    const itemOf = (wanted: Wanted): Item => {
      const item = items.find(({ name }) => name === NAMES[wanted]);
      if (item === undefined) throw new Error(`"${NAMES[wanted]}" is not offered.`);
      return item;
    };
    return {
      shortCode,
      consumer,
      connection,
      applications: [first, ...others],
      requestFor: (wanted, { lines = 1, title } = {}) => {
        const { documentId, form } = itemOf(wanted);
        const line = {
          item: documentId,
          quantity: form.quantity.minimum,
          answers: answersFor(form) as object,
        };
        return {
          data: {
            ...(title !== undefined && { title }),
            lines: Array.from({ length: lines }, () => line),
          },
        };
      },
    };
  };

  return {
    provider,
    admin,
    staff: await signInStaff(provider),
    sink,
    open,
    dispose: async (options) => {
      await provider.dispose(options);
      await sink.close();
    },
  };
};
