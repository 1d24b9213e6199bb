import { withApiToken } from '../../../scripts/demo/clients.mjs';
import { pairFakeConsumer, type FakeConsumer } from '../../support/fake-consumer';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { startWebhookSink } from '../../support/webhook-sink';
import { ANSWERS, createExchange, inCountry, type Exchange, type Sold } from './exchange';

const ITEMS = '/api/orderbridge/remote-catalog-items';

describe('grants', () => {
  let provider: TestInstance;
  let admin: AdminClient;
  let exchange: Exchange;
  let sink: Awaited<ReturnType<typeof startWebhookSink>>;
  let peer: FakeConsumer;
  let everybody: string;
  let tasks = 0;
  const sequences = new Map<string, number>();

  beforeAll(async () => {
    sink = await startWebhookSink();
    // The fake consumer cannot be reached, so its messages stay in the outbox.
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    exchange = createExchange(provider, admin);
    peer = await pairFakeConsumer(provider, 'PEER');
    everybody = await exchange.createCriteria(true);
  });

  afterAll(async () => {
    await provider.dispose();
    await sink.close();
  });

  const openWebhook = async (shortCode: string, values: object) => {
    const consumer = await admin.create('consumer', { name: `Consumer ${shortCode}`, ...values });
    await admin.post('/orderbridge/connections/webhooks', {
      consumer: consumer.documentId,
      shortCode,
      url: sink.url,
    });
    return consumer.documentId as string;
  };

  const linkOf = async (shortCode: string): Promise<number> => {
    const [row] = await provider
      .rows('orderbridge_links as l')
      .join('orderbridge_connections as c', 'c.id', 'l.connection_id')
      .where('c.short_code', shortCode)
      .select<{ id: number }[]>('l.id as id');
    return row?.id ?? 0;
  };

  /** What is sent about something while `change` runs. */
  const sentBy = async ({ identity }: Sold, change: () => Promise<unknown>) => {
    const before = (await exchange.sent()).length;
    await change();
    return (await exchange.sent())
      .slice(before)
      .filter(({ data }) => data['identity'] === identity);
  };

  /** Sends a message of the fake consumer in its place in the stream. */
  const say = async (stream: string, type: string, data: object) => {
    const sequence = (sequences.get(stream) ?? 0) + 1;
    const { status } = await peer.send(peer.message(stream, sequence, { type, data }));
    expect(status).toBe(200);
    sequences.set(stream, sequence);
  };

  const activate = ({ identity }: Sold, revision: number) =>
    say(`catalog_item/${identity}`, 'catalog_item.activated', { identity, revision });

  /** Orders a revision as the fake consumer, and says how it was answered. */
  const order = async ({ identity }: Sold, revision: number) => {
    tasks += 1;
    const number = `PT-PEER-${String(tasks).padStart(6, '0')}`;
    await say(`task/${number}`, 'task.create', {
      number,
      title: 'Internet',
      requester: { name: 'Grace' },
      requestedAt: new Date().toISOString(),
      lines: [{ identity, revision, action: 'add', quantity: 1, answers: ANSWERS }],
    });
    const answer = (await provider
      .rows('orderbridge_outbox')
      .where('body', 'like', `%task/${number}%`)
      .first()) as { type: string; body: string };
    const { data } = JSON.parse(answer.body) as { data: { code?: string; reason?: string } };
    return { type: answer.type, ...data };
  };

  const ofPeer = async (sold: Sold) => {
    const peerConnection = (await provider
      .rows('orderbridge_connections')
      .where({ short_code: 'PEER' })
      .first()) as { id: number };
    const rows = await exchange.entitlementsOf(sold);
    return rows.find((row) => row['connection_id'] === peerConnection.id);
  };

  it('keep their ids when they are withdrawn and given again', async () => {
    const criteria = await exchange.createCriteria(true);
    const sold = await exchange.sell([criteria]);
    const idsOf = async (grant: string) =>
      (await exchange.entitlementsOf(sold))
        .filter((row) => row['grant'] === grant)
        .map((row) => [row['id'], row['document_id']]);
    const granted = await idsOf('granted');
    expect(granted.length).toBeGreaterThan(0);
    const away = await sentBy(sold, () =>
      admin.update('consumer-criteria', criteria, { rule: false }),
    );
    expect(await idsOf('withdrawn')).toEqual(granted);
    const back = await sentBy(sold, () =>
      admin.update('consumer-criteria', criteria, { rule: true }),
    );
    expect(await idsOf('granted')).toEqual(granted);
    expect([away, back].map(([message]) => message?.type)).toEqual([
      'catalog_item.withdrawn',
      'catalog_item.offered',
    ]);
    const history = await provider
      .rows('orderbridge_state_changes')
      .where({ subject_type: 'entitlement', subject_id: granted[0]?.[1] })
      .orderBy('id')
      .select<object[]>('from_state', 'to_state');
    expect(history).toEqual([
      { from_state: null, to_state: 'granted' },
      { from_state: 'granted', to_state: 'withdrawn' },
      { from_state: 'withdrawn', to_state: 'granted' },
    ]);
  });

  it('are sent only where something has changed, and only to whom', async () => {
    const [one, other] = [
      await openWebhook('ONE', { country: 'NO' }),
      await openWebhook('OTHER', { country: 'SE' }),
    ];
    const criteria = await exchange.createCriteria(inCountry('NO'));
    const sold = await exchange.sell([criteria]);
    expect(
      await sentBy(sold, async () => {
        await admin.update('consumer', one, { segment: 'enterprise' });
        await admin.update('consumer-criteria', criteria, {
          rule: { or: [inCountry('NO'), inCountry('FI')] },
        });
        await exchange.describe(sold, {});
      }),
    ).toEqual([]);
    const offered = await sentBy(sold, () => admin.update('consumer', other, { country: 'FI' }));
    expect(offered).toMatchObject([
      { type: 'catalog_item.offered', link_id: await linkOf('OTHER'), data: { revision: 1 } },
    ]);
    const changed = await sentBy(sold, () => exchange.describe(sold, { description: 'Fast' }));
    expect(changed.map(({ type, link_id: link }) => [type, link])).toEqual([
      ['catalog_item.changed', await linkOf('ONE')],
      ['catalog_item.changed', await linkOf('OTHER')],
    ]);
  });

  it('speak the language of the consumer, also when that changes', async () => {
    const consumer = await openWebhook('DE', { country: 'DE', language: 'de-AT' });
    const sold = await exchange.sell([await exchange.createCriteria(inCountry('DE'))]);
    const labelOf = (data: object) =>
      (
        data as {
          form: {
            schema: {
              properties: { characteristics: { properties: { contact: { title: string } } } };
            };
          };
        }
      ).form.schema.properties.characteristics.properties.contact.title;
    const [offered] = (await exchange.sent()).filter(
      ({ data }) => data['identity'] === sold.identity,
    );
    expect(offered?.data).toMatchObject({ name: 'Internetzugang für Büros' });
    expect(labelOf(offered?.data ?? {})).toBe('Kontakt vor Ort');

    const { data: token } = await admin.post('/admin/api-tokens', {
      name: 'german',
      description: '',
      type: 'full-access',
      lifespan: null,
    });
    await admin.post('/orderbridge/memberships', { consumer, apiToken: token.id });
    const application = withApiToken(provider.url, token.accessKey);
    const seen = (await application.get(ITEMS)).data.find(
      ({ name }: { name: string }) => name === 'Internetzugang für Büros',
    );
    expect(labelOf(seen)).toBe('Kontakt vor Ort');
    expect(seen).toMatchObject({
      kind: 'order',
      newerRevision: null,
      orderable: { allowed: true },
    });

    const changed = await sentBy(sold, () =>
      admin.update('consumer', consumer, { language: null }),
    );
    expect(changed).toMatchObject([{ type: 'catalog_item.changed', data: { revision: 1 } }]);
    expect(labelOf(changed[0]?.data ?? {})).toBe('Contact on site');
    await expect(
      admin.update('consumer', consumer, { language: 'Deutsch!' }),
    ).rejects.toMatchObject({
      status: 400,
    });
  });

  it('keep an older revision orderable until it is archived, and name the current one then', async () => {
    const sold = await exchange.sell([everybody]);
    await activate(sold, 1);
    await exchange.sellNewRevision(sold);
    expect(await ofPeer(sold)).toMatchObject({ active_revision: 1, offered_revision: 2 });
    expect(await order(sold, 1)).toMatchObject({ type: 'task.accepted' });

    const link = await linkOf('PEER');
    const told = await sentBy(sold, () => exchange.archive(sold, 1));
    // Receivers of webhooks have nothing older than what is offered.
    expect(told).toMatchObject([
      {
        type: 'catalog_item.archived',
        link_id: link,
        data: { identity: sold.identity, revision: 1 },
      },
    ]);
    const entitlement = await ofPeer(sold);
    expect(entitlement).toMatchObject({ activation: 'pending', active_revision: null });
    const last = (await provider
      .rows('orderbridge_state_changes')
      .where({ subject_id: entitlement?.['document_id'] })
      .orderBy('id', 'desc')
      .first()) as object;
    expect(last).toMatchObject({ from_state: 'active', to_state: 'pending' });

    const refused = await order(sold, 1);
    expect(refused).toMatchObject({ type: 'task.declined', code: 'item.revision_outdated' });
    expect(refused.reason).toContain('revision 2');
    await activate(sold, 2);
    expect(await order(sold, 2)).toMatchObject({ type: 'task.accepted' });
  });

  it('end for whoever activates a revision after it was archived', async () => {
    const sold = await exchange.sell([everybody]);
    await exchange.sellNewRevision(sold);
    expect(await sentBy(sold, () => exchange.archive(sold, 1))).toEqual([]);
    // The news was under way when the revision was archived.
    expect(await sentBy(sold, () => activate(sold, 1))).toMatchObject([
      { type: 'catalog_item.archived', data: { identity: sold.identity, revision: 1 } },
    ]);
    expect(await ofPeer(sold)).toMatchObject({ activation: 'pending', active_revision: null });
    await activate(sold, 2);
    expect(await ofPeer(sold)).toMatchObject({ activation: 'active', active_revision: 2 });
  });

  it('refuse an item that the consumer has not activated by what it is, not by its age', async () => {
    const sold = await exchange.sell([everybody]);
    expect(await order(sold, 7)).toMatchObject({ type: 'task.declined', code: 'item.not_active' });
  });
});
