import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { generateAgreementKeys } from '../../../plugins/orderbridge/server/src/connections/key-agreement';
import { pairFakeConsumer, type FakeConsumer } from '../../support/fake-consumer';
import { startTestInstance, type TestInstance } from '../../support/instance';

describe('the receiver', () => {
  let provider: TestInstance;
  let peer: FakeConsumer;
  let other: FakeConsumer;

  beforeAll(async () => {
    provider = await startTestInstance('provider');
    peer = await pairFakeConsumer(provider, 'PEER');
    other = await pairFakeConsumer(provider, 'OTHER');
  });

  afterAll(async () => {
    await provider.dispose();
  });

  const stream = () => `catalog_item/${randomUUID()}`;
  const cursorOf = async (key: string) =>
    (await provider.rows('orderbridge_streams_in').where({ stream_key: key }).first()) as
      { last_seq: number; epoch: number } | undefined;

  it('applies a message and answers 200', async () => {
    const key = stream();
    const answer = await peer.send(peer.message(key, 1));
    expect(answer).toMatchObject({ status: 200, body: { result: 'applied' } });
    expect(await cursorOf(key)).toMatchObject({ last_seq: 1 });
  });

  it('answers a repeated message with 200 and duplicate', async () => {
    const key = stream();
    const message = peer.message(key, 1);
    await peer.send(message);
    expect(await peer.send(message)).toMatchObject({ status: 200, body: { result: 'duplicate' } });
    expect(await cursorOf(key)).toMatchObject({ last_seq: 1 });
  });

  it('answers a gap with 409 and the sequence that it waits for', async () => {
    const key = stream();
    await peer.send(peer.message(key, 1));
    expect(await peer.send(peer.message(key, 3))).toMatchObject({
      status: 409,
      body: { code: 'bridge.gap', expected: 2 },
    });
    expect(await cursorOf(key)).toMatchObject({ last_seq: 1 });
  });

  it('answers an epoch that is over with 409, and begins a stream anew at a higher one', async () => {
    const key = stream();
    await peer.send(peer.message(key, 1, { epoch: 2 }));
    expect(await peer.send(peer.message(key, 2, { epoch: 1 }))).toMatchObject({
      status: 409,
      body: { code: 'bridge.epoch', epoch: 2 },
    });
    expect((await peer.send(peer.message(key, 1, { epoch: 3 }))).status).toBe(200);
    expect(await cursorOf(key)).toMatchObject({ last_seq: 1, epoch: 3 });
  });

  it('refuses another message under an id that it knows', async () => {
    const key = stream();
    const message = peer.message(key, 1);
    await peer.send(message);
    const forged = { ...message, sequence: 2 };
    expect(await peer.send(forged)).toMatchObject({
      status: 409,
      body: { code: 'bridge.id_reused' },
    });
  });

  it('refuses another message under a sequence that has been, instead of losing it', async () => {
    const key = stream();
    await peer.send(peer.message(key, 1));
    expect(await peer.send(peer.message(key, 1))).toMatchObject({
      status: 409,
      body: { code: 'bridge.sequence_reused' },
    });
  });

  it.each([
    [
      'a byte of the body',
      (text: string) => ({ body: text.replace('deactivated', 'deactivatex') }),
    ],
    ['the id', () => ({ headers: { 'webhook-id': 'req_other' } })],
    ['the timestamp', () => ({ headers: { 'webhook-timestamp': '1' } })],
    ['the signature', () => ({ headers: { 'webhook-signature': `v1,${'A'.repeat(43)}=` } })],
    ['the version of the signature', () => ({ headers: { 'webhook-signature': 'v9,AAAA' } })],
  ])('answers 401 where %s is not what was signed, and takes nothing in', async (_what, change) => {
    const key = stream();
    const text = JSON.stringify(peer.message(key, 1));
    expect(await peer.send(text, change(text))).toMatchObject({
      status: 401,
      body: { error: { details: { code: 'bridge.signature_invalid' } } },
    });
    expect(await cursorOf(key)).toBeUndefined();
  });

  it('answers 401 to a signature that is too old', async () => {
    const answer = await peer.send(peer.message(stream(), 1), {
      at: new Date(Date.now() - 6 * 60_000),
    });
    expect(answer).toMatchObject({
      status: 401,
      body: { error: { details: { code: 'bridge.timestamp_out_of_tolerance' } } },
    });
  });

  const bridge = () => supertest(`${provider.url}/api/orderbridge/bridge/v1`);

  it('answers 400 where the headers of the signature are missing', async () => {
    const { status } = await bridge().post(`/provider/${peer.key}/messages`).send({});
    expect(status).toBe(400);
  });

  it('answers an unknown connection like a wrong signature', async () => {
    const { status, body } = await bridge()
      .post(`/provider/${randomUUID()}/messages`)
      .set({
        'webhook-id': 'x',
        'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
        'webhook-signature': `v1,${'A'.repeat(43)}=`,
      })
      .send({});
    expect([status, body]).toMatchObject([
      401,
      { error: { details: { code: 'bridge.signature_invalid' } } },
    ]);
  });

  it('does not take the message of another connection', async () => {
    const key = stream();
    expect(await peer.send(other.message(key, 1))).toMatchObject({
      status: 422,
      body: { code: 'bridge.type_not_allowed' },
    });
    expect(await cursorOf(key)).toBeUndefined();
  });

  it.each([
    ['an unknown type', { type: 'weather.changed' }, 422, 'bridge.type_unknown'],
    ['a type that the other role sends', { type: 'task.accepted' }, 422, 'bridge.type_not_allowed'],
    ['data in another form', { data: { identity: 7 } }, 422, 'bridge.data_invalid'],
    [
      'what travels in the stream of another',
      { data: { identity: 'x' } },
      422,
      'bridge.data_invalid',
    ],
    [
      'a key in the stream of an item',
      {
        type: 'connection.key_offered',
        data: { rotation: randomUUID(), publicKey: generateAgreementKeys().publicKey },
      },
      422,
      'bridge.data_invalid',
    ],
    ['an envelope with an extra field', { extra: 1 }, 422, 'bridge.data_invalid'],
    ['another version of the envelope', { specversion: '9.0' }, 422, 'bridge.version_unsupported'],
  ])('parks %s with its code', async (_what, change, status, code) => {
    const key = stream();
    expect(await peer.send(peer.message(key, 1, change))).toMatchObject({ status, body: { code } });
    expect((await cursorOf(key))?.last_seq ?? 0).toBe(0);
  });

  it('stops at a refused message of a batch, on its stream alone', async () => {
    const [one, two] = [stream(), stream()];
    const { status, body } = await peer.send({
      specversion: '1.0',
      batch: [
        peer.message(one, 1),
        peer.message(two, 1),
        peer.message(one, 2, { type: 'weather.changed' }),
        peer.message(one, 3),
        peer.message(two, 2),
      ],
    });
    expect(status).toBe(200);
    expect(body['results']).toMatchObject([
      { status: 200 },
      { status: 200 },
      { status: 422, code: 'bridge.type_unknown' },
      { status: 409, code: 'bridge.gap', expected: 2 },
      { status: 200 },
    ]);
    expect(await cursorOf(one)).toMatchObject({ last_seq: 1 });
    expect(await cursorOf(two)).toMatchObject({ last_seq: 2 });
  });

  it('answers a refused command on the stream, and takes it in once', async () => {
    const number = 'PT-PEER-000001';
    const key = `task/${number}`;
    const command = peer.message(key, 1, {
      type: 'task.create',
      data: {
        number,
        title: 'Not offered',
        requester: { name: 'Grace' },
        requestedAt: new Date().toISOString(),
        lines: [{ identity: 'none', revision: 1, action: 'add', quantity: 1, answers: {} }],
      },
    });
    expect(await peer.send(command)).toMatchObject({ status: 200, body: { result: 'applied' } });
    expect(await peer.send(command)).toMatchObject({ status: 200, body: { result: 'duplicate' } });
    const sent = (await provider
      .rows('orderbridge_outbox')
      .where({ type: 'task.declined' })
      .where('body', 'like', `%${number}%`)) as { body: string }[];
    expect(sent).toHaveLength(1);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      causation: command['id'],
      data: { number, code: 'item.not_offered' },
    });
    expect(await provider.rows('orderbridge_provider_tasks').where({ number })).toHaveLength(0);
    expect(await provider.rows('orderbridge_orders')).toHaveLength(0);
  });

  it('answers a connection that has ended with 410', async () => {
    await provider.rows('orderbridge_links').where({ key: other.key }).update({ state: 'revoked' });
    const answer = await other.send(other.message(stream(), 1));
    expect(answer.status).toBe(410);
  });

  it('answers a body above the limit with 413, and one that is no JSON with 400', async () => {
    const big = await peer.send(`"${'x'.repeat(1024 * 1024)}"`);
    expect(big.status).toBe(413);
    const broken = await peer.send('{"specversion":');
    expect(broken).toMatchObject({
      status: 400,
      body: { error: { details: { code: 'bridge.body_invalid' } } },
    });
  });

  it('takes application/json only, POST only, and known addresses only', async () => {
    const address = `/provider/${peer.key}/messages`;
    expect((await bridge().post(address).type('text').send('x')).status).toBe(415);
    expect((await bridge().get(address)).status).toBe(405);
    expect((await bridge().post('/nothing').send({})).status).toBe(404);
  });
});
