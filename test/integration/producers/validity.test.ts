import { openApplication, type ApplicationClient } from '../../support/application';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { startWebhookSink } from '../../support/webhook-sink';

const DAY_MS = 24 * 60 * 60 * 1_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

interface Item {
  readonly documentId: string;
  readonly name: string;
  readonly orderable: { readonly allowed: boolean; readonly code?: string };
}

describe('what is valid for a time', () => {
  let provider: TestInstance;
  let admin: AdminClient;
  let sink: Awaited<ReturnType<typeof startWebhookSink>>;
  let application: ApplicationClient;
  let specification: string;
  let count = 0;

  const connect = (documentId: string) => ({ connect: [{ documentId }] });

  beforeAll(async () => {
    sink = await startWebhookSink();
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    application = await openApplication(provider, admin, { shortCode: 'NORD', hookUrl: sink.url });
    const created = await admin.create('product-specification', { name: 'Line' });
    specification = created.documentId as string;
    await admin.publish('product-specification', specification);
  });

  afterAll(async () => {
    await provider.dispose({ expectErrors: true });
    await sink.close();
  });

  const offer = async (values: object): Promise<string> => {
    count += 1;
    const { documentId } = await admin.create('product-offering', {
      name: `Offering ${String(count)}`,
      sku: `SKU-${String(count)}`,
      distributionChannels: [{ channel: 'exchange' }],
      ...values,
    });
    await admin.publish('product-offering', documentId);
    return documentId as string;
  };

  const sell = async (values: object): Promise<{ offering: string; item: () => Promise<Item> }> => {
    const offering = await offer(values);
    const [producer] = await admin.find(
      'remote-record-producer',
      `filters[sourceId][$eq]=${offering}`,
    );
    const [everybody] = await admin.find('consumer-criteria', 'filters[name][$eq]=All consumers');
    await admin.post(
      `/orderbridge/remote-record-producers/${String(producer.documentId)}/publish`,
      {
        criteria: [everybody.documentId],
      },
    );
    const item = async () => {
      const { data } = await application.get('/api/orderbridge/remote-catalog-items');
      const found = (data as Item[]).find(({ name }) => name === producer.name);
      if (found === undefined) throw new Error(`There is no item "${String(producer.name)}".`);
      return found;
    };
    return { offering, item };
  };

  const order = async (item: Item, answers: object = {}) =>
    application.post('/api/orderbridge/provider-tasks', {
      data: { lines: [{ item: item.documentId, answers }] },
    });

  const refused = (code: string) => ({
    status: 409,
    body: { error: { details: { code }, message: expect.stringMatching(/\d{4}-\d\d-\d\dT/) } },
  });

  it('cannot be ordered before or after, and says so with the moment', async () => {
    const line = { productSpecification: connect(specification) };
    const early = await (await sell({ ...line, validFrom: inDays(2) })).item();
    expect(early.orderable).toMatchObject({ allowed: false, code: 'item.not_yet_valid' });
    await expect(order(early)).rejects.toMatchObject(refused('item.not_yet_valid'));

    const late = await (await sell({ ...line, validTo: inDays(-2) })).item();
    expect(late.orderable).toMatchObject({ allowed: false, code: 'item.no_longer_valid' });
    await expect(order(late)).rejects.toMatchObject(refused('item.no_longer_valid'));
    expect(await provider.rows('orderbridge_orders')).toHaveLength(0);
  });

  it('follows a change of its dates at once, over the same revision', async () => {
    const { offering, item } = await sell({
      productSpecification: connect(specification),
      validFrom: inDays(2),
    });
    await admin.update('product-offering', offering, { validFrom: inDays(-2) });
    await admin.publish('product-offering', offering);
    expect((await item()).orderable).toEqual({ allowed: true });
    await order(await item());
    await admin.update('product-offering', offering, { validTo: inDays(-1) });
    await admin.publish('product-offering', offering);
    await expect(order(await item())).rejects.toMatchObject(refused('item.no_longer_valid'));
  });

  it('keeps a bundle from being ordered only with the part that is out of its time', async () => {
    const line = { productSpecification: connect(specification) };
    const lasting = await offer({ ...line, sku: 'LASTING' });
    const ended = await offer({ ...line, sku: 'ENDED', validTo: inDays(-2) });
    const { item } = await sell({
      bundledOfferings: [
        { productOffering: connect(lasting), minQuantity: 1, maxQuantity: 1 },
        { productOffering: connect(ended), minQuantity: 0, maxQuantity: 1 },
      ],
    });
    await order(await item());
    await expect(order(await item(), { components: { ENDED: {} } })).rejects.toMatchObject(
      refused('item.no_longer_valid'),
    );
  });
});
