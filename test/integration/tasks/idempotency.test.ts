import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { startTestInstance, type TestInstance } from '../../support/instance';
import { startFakeProvider, type FakeProvider } from '../remote-catalog/fake-provider';
import { enrolRequester } from '../../support/people';
import type { RestClient } from '../../support/rest-client';
import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
} from '../../support/selling-provider';

const REPLAYED = 'idempotency-replayed';
const keyed = (key: string) => ({ 'Idempotency-Key': key });

const KEYS = 'orderbridge_idempotency_keys';

const codeOf = ({ body }: { body: { error?: { details?: { code?: string } } } }) =>
  body.error?.details?.code;

describe('a request with an idempotency key', () => {
  let house: SellingProvider;
  let nord: Organisation;
  let sued: Organisation;
  let application: RestClient;

  beforeAll(async () => {
    house = await startSellingProvider();
    nord = await house.open('NORD', { applications: 2 });
    sued = await house.open('SUED');
    [application] = nord.applications;
  });

  afterAll(async () => {
    await house.dispose();
  });

  const countOrders = async (): Promise<number> =>
    (await house.provider.rows('orderbridge_orders').select('id')).length;

  const place = (key: string, body = nord.requestFor('order'), client = application) =>
    client.post(TASKS, body, keyed(key));

  it('is answered the same again, and leaves one order', async () => {
    const before = await countOrders();
    const first = await place('again');
    expect(first.status).toBe(201);
    expect(first.headers).not.toHaveProperty(REPLAYED);
    for (let count = 0; count < 3; count += 1) {
      const again = await place('again');
      expect(again.status).toBe(201);
      expect(again.headers).toHaveProperty(REPLAYED, 'true');
      expect(again.text).toBe(first.text);
    }
    expect(await countOrders()).toBe(before + 1);
  });

  it('is answered as it was then, whatever has become of the order', async () => {
    const first = await place('as-then');
    const [order] = await house.provider
      .rows('orderbridge_orders as o')
      .join('orderbridge_provider_tasks as t', 't.order_id', 'o.id')
      .where({ 't.number': first.body.data.number })
      .select<{ document_id: string }[]>('o.document_id');
    await house.staff.post(`/orderbridge/orders/${order?.document_id ?? ''}/approve`).expect(200);
    const again = await place('as-then');
    expect(again.body).toEqual(first.body);
    const now = await application.get(`${TASKS}/${first.body.data.documentId as string}`);
    expect(now.body.data.parentState).toBe('acknowledged');
  });

  it('takes the key bare or in quotation marks', async () => {
    const first = await place('quoted-key');
    const again = await place('"quoted-key"');
    expect(again.headers).toHaveProperty(REPLAYED, 'true');
    expect(again.text).toBe(first.text);
  });

  it('is told the same body by what it says, not by how it is written', async () => {
    const { data } = nord.requestFor('order', { title: 'For the office' }) as {
      data: { title: string; lines: { item: string; quantity: number; answers: object }[] };
    };
    const turned = {
      data: {
        lines: data.lines.map(({ item, quantity, answers }) => ({ answers, quantity, item })),
        title: data.title,
      },
    };
    const first = await place('turned', { data });
    const again = await place('turned', turned);
    expect(again.headers).toHaveProperty(REPLAYED, 'true');
    expect(again.text).toBe(first.text);
  });

  it('is refused where the key stands for another body, and the order stays as it was', async () => {
    const first = await place('reused');
    const before = await countOrders();
    const other = await place('reused', nord.requestFor('order', { lines: 2 }));
    expect(other.status).toBe(409);
    expect(codeOf(other)).toBe('request.idempotency_key_reused');
    expect(await countOrders()).toBe(before);
    const again = await place('reused');
    expect(again.text).toBe(first.text);
  });

  it('has nothing to do with a request for another item under the same key', async () => {
    const before = await countOrders();
    const one = await place('two-items');
    const other = await place('two-items', nord.requestFor('bundle'));
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(other.headers).not.toHaveProperty(REPLAYED);
    expect(await countOrders()).toBe(before + 2);
    expect((await place('two-items', nord.requestFor('bundle'))).text).toBe(other.text);
  });

  it('has nothing to do with what another application or user sends under the same key', async () => {
    const [, second] = nord.applications;
    if (second === undefined) throw new Error('There is no second application.');
    const ada = await enrolRequester(house.provider, {
      username: 'ada',
      organisation: nord.consumer,
    });
    const before = await countOrders();
    const answers = [
      await place('whose'),
      await place('whose', nord.requestFor('order'), second),
      await place('whose', nord.requestFor('order'), ada),
      await place('whose', sued.requestFor('order'), sued.applications[0]),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    for (const { headers } of answers) expect(headers).not.toHaveProperty(REPLAYED);
    expect(new Set(answers.map(({ body }) => body.data.number)).size).toBe(4);
    expect(await countOrders()).toBe(before + 4);
    const again = await place('whose', nord.requestFor('order'), ada);
    expect(again.text).toBe(answers[2]?.text);
  });

  it('is a new one after a day, and the key then stands for that', async () => {
    const first = await place('daily');
    await house.provider
      .rows(KEYS)
      .where({ key: 'daily' })
      .update({ expires_at: Date.now() - 1 });
    const next = await place('daily');
    expect(next.status).toBe(201);
    expect(next.headers).not.toHaveProperty(REPLAYED);
    expect(next.body.data.number).not.toBe(first.body.data.number);
    const again = await place('daily');
    expect(again.headers).toHaveProperty(REPLAYED, 'true');
    expect(again.text).toBe(next.text);
    const kept = await house.provider.rows(KEYS).where({ key: 'daily' });
    expect(kept).toHaveLength(1);
  });

  it('is kept for a day', async () => {
    const before = Date.now();
    await place('how-long').expect(201);
    const [row] = await house.provider.rows(KEYS).where({ key: 'how-long' });
    const keptMs = Number(row.expires_at) - before;
    const dayMs = 86_400_000;
    expect(keptMs).toBeGreaterThanOrEqual(dayMs);
    expect(keptMs).toBeLessThan(dayMs + 60_000);
  });

  it('keeps no key where it is refused: put right, it is taken under the same', async () => {
    const { data } = nord.requestFor('order') as { data: { lines: object[] } };
    const wrong = { data: { lines: data.lines.map((line) => ({ ...line, answers: {} })) } };
    for (let count = 0; count < 2; count += 1) {
      const refused = await place('put-right', wrong);
      expect([refused.status, codeOf(refused)]).toEqual([400, 'answers.invalid']);
    }
    expect(await house.provider.rows(KEYS).where({ key: 'put-right' })).toEqual([]);
    const taken = await place('put-right', { data });
    expect(taken.status).toBe(201);
    expect(taken.headers).not.toHaveProperty(REPLAYED);
  });

  it('is refused, and nothing done, with a key that is none', async () => {
    const before = await countOrders();
    for (const key of [
      'k'.repeat(256),
      'k'.repeat(300),
      '',
      '""',
      'two words',
      '"two words"',
      'a\tb',
      'schlüssel',
      '"unfinished',
    ]) {
      const refused = await place(key);
      expect([key, refused.status, codeOf(refused)]).toEqual([key, 400, 'request.invalid']);
      expect(refused.body.error.details.errors).toMatchObject([{ path: ['Idempotency-Key'] }]);
    }
    expect(await countOrders()).toBe(before);
    expect((await place('k'.repeat(255))).status).toBe(201);
  });

  it('does not get past the server with a control character in its key', async () => {
    const before = await countOrders();
    const { port } = house.provider;
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = net.connect({ host: '127.0.0.1', port });
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
      socket.on('close', () => {
        resolve(text);
      });
      socket.on('error', reject);
      socket.write(
        `POST ${TASKS} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 2\r\n` +
          'Content-Type: application/json\r\nIdempotency-Key: a\u0001b\r\n\r\n{}',
      );
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(await countOrders()).toBe(before);
  });

  // Last, for it withdraws what the others order.
  it('is answered again after its item was withdrawn, while a new one is refused', async () => {
    const first = await place('withdrawn');
    expect(first.status).toBe(201);
    const [everybody] = await house.admin.find(
      'consumer-criteria',
      'filters[name][$eq]=All consumers',
    );
    await house.admin.update('consumer-criteria', everybody.documentId, { rule: false });
    const again = await place('withdrawn');
    expect(again.status).toBe(201);
    expect(again.headers).toHaveProperty(REPLAYED, 'true');
    expect(again.text).toBe(first.text);
    const refused = await place('withdrawn-too-late');
    expect([refused.status, codeOf(refused)]).toEqual([404, 'item.not_found']);
    expect(await house.provider.rows(KEYS).where({ key: 'withdrawn-too-late' })).toEqual([]);
  });
});

const FORM = {
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      characteristics: {
        type: 'object',
        properties: { contact: { type: 'string', title: 'Contact', maxLength: 100 } },
        required: ['contact'],
        additionalProperties: false,
      },
    },
    required: ['characteristics'],
    additionalProperties: false,
  },
  hints: [{ field: '/characteristics/contact', widget: 'text' }],
  quantity: { minimum: 1, maximum: null },
};

describe('a request with an idempotency key on the consumer’s own instance', () => {
  let consumer: TestInstance;
  let provider: FakeProvider;
  let grace: RestClient;
  let heidi: RestClient;

  beforeAll(async () => {
    provider = await startFakeProvider();
    consumer = await startTestInstance('consumer');
    const admin = await consumer.admin();
    const { documentId: organisation } = await admin.create('consumer', { name: 'Nordwind' });
    await provider.pairWith(consumer, organisation);
    grace = await enrolRequester(consumer, { username: 'grace', organisation });
    heidi = await enrolRequester(consumer, { username: 'heidi', organisation });
  });

  afterAll(async () => {
    await consumer.dispose();
    await provider.close();
  });

  /** Something that the provider offers and that can be ordered here. */
  const offer = async (): Promise<string> => {
    const identity = randomUUID();
    await provider.tell('catalog_item.offered', {
      identity,
      revision: 1,
      kind: 'order',
      name: 'Internet',
      description: null,
      image: null,
      validity: { from: null, to: null },
      form: FORM,
    });
    const row = await consumer
      .rows('orderbridge_remote_catalog_items')
      .where({ identity })
      .first<{ document_id: string }>('document_id');
    const admin = await consumer.admin();
    await admin.post(`/orderbridge/remote-catalog-items/${row.document_id}/activate`);
    return row.document_id;
  };

  const requestFor = (item: string, contact = 'Ada') => ({
    data: { lines: [{ item, quantity: 1, answers: { characteristics: { contact } } }] },
  });

  const tasks = () => consumer.rows('orderbridge_provider_tasks').select('number');

  it('asks the provider once, and is answered the same again', async () => {
    const item = await offer();
    const first = await grace.post(TASKS, requestFor(item), keyed('once'));
    expect([first.status, first.body.data.state]).toEqual([201, 'new']);
    const again = await grace.post(TASKS, requestFor(item), keyed('once'));
    expect(again.status).toBe(201);
    expect(again.headers).toHaveProperty(REPLAYED, 'true');
    expect(again.text).toBe(first.text);

    const { number } = first.body.data as { number: string };
    const sent = await consumer.rows('orderbridge_outbox').where('body', 'like', `%${number}%`);
    expect(sent).toHaveLength(1);
    const commands = await consumer.rows('orderbridge_commands').where({ subject: number });
    expect(commands).toHaveLength(1);
  });

  it('is refused with another body; another requester’s is another one', async () => {
    const item = await offer();
    const before = (await tasks()).length;
    await grace.post(TASKS, requestFor(item), keyed('shared')).expect(201);
    const reused = await grace.post(TASKS, requestFor(item, 'Eve'), keyed('shared'));
    expect([reused.status, codeOf(reused)]).toEqual([409, 'request.idempotency_key_reused']);
    const hers = await heidi.post(TASKS, requestFor(item, 'Eve'), keyed('shared'));
    expect(hers.status).toBe(201);
    expect(hers.headers).not.toHaveProperty(REPLAYED);
    expect((await tasks()).length).toBe(before + 2);
  });

  it('is answered again after the provider has withdrawn the item', async () => {
    const item = await offer();
    const first = await grace.post(TASKS, requestFor(item), keyed('gone'));
    const { identity } = first.body.data.requestedLines[0] as { identity: string };
    await provider.tell('catalog_item.withdrawn', { identity });
    const again = await grace.post(TASKS, requestFor(item), keyed('gone'));
    expect(again.headers).toHaveProperty(REPLAYED, 'true');
    expect(again.text).toBe(first.text);
    const late = await grace.post(TASKS, requestFor(item), keyed('gone-too-late'));
    expect([late.status, codeOf(late)]).toEqual([404, 'item.not_found']);
  });

  it('keeps no key where it is refused here', async () => {
    const item = await offer();
    const wrong = { data: { lines: [{ item, quantity: 1, answers: {} }] } };
    await grace.post(TASKS, wrong, keyed('fixed')).expect(400);
    expect(await consumer.rows(KEYS).where({ key: 'fixed' })).toEqual([]);
    const taken = await grace.post(TASKS, requestFor(item), keyed('fixed'));
    expect(taken.status).toBe(201);
    expect(taken.headers).not.toHaveProperty(REPLAYED);
  });

  it('has effect once for 20 that send it at the same moment', async () => {
    const item = await offer();
    const before = (await tasks()).length;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => grace.post(TASKS, requestFor(item), keyed('at-once'))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => !(REPLAYED in headers))).toHaveLength(1);
    expect((await tasks()).length).toBe(before + 1);
  });
});
