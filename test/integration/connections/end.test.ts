import { hireStaff } from '../../support/people';
import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
} from '../../support/selling-provider';
import { waitUntil } from '../../support/wait-until';
import { createSinks } from '../../support/webhook-sink';

const CONNECTIONS = '/orderbridge/connections';
const ENDED = { status: 409, code: 'connection.ended' };

describe('a connection to a receiver of webhooks that ends', () => {
  let house: SellingProvider;
  let nord: Organisation;
  let path: string;
  let address: string;
  const sinks = createSinks();

  const codeOf = ({ status, body }: { status: number; body: { error?: unknown } }) => ({
    status,
    code: (body.error as { details: { code: string } } | undefined)?.details.code,
  });
  const actionsOf = ({ actions }: { actions: { action: string; code?: string }[] }) =>
    Object.fromEntries(actions.map(({ action, code }) => [action, code ?? 'allowed']));
  const view = async () => (await house.staff.get(path).expect(200)).body.data;

  beforeAll(async () => {
    house = await startSellingProvider();
    const sink = await sinks.open();
    nord = await house.open('NORD', { url: sink.url });
    path = `${CONNECTIONS}/${nord.connection.documentId}`;
    await waitUntil('everything to be told', async () => {
      return (await view()).health.waitingMessages === 0;
    });
    sink.answerWith(500);
    const [application] = nord.applications;
    const { body } = await application.post(TASKS, nord.requestFor('order')).expect(201);
    address = `${TASKS}/${body.data.documentId as string}`;
    await waitUntil('an attempt', async () => (await view()).health.lastError !== null);
    await house.staff.post(`${path}/pause`).expect(200);
    await house.staff.post(`${path}/end`).expect(200);
    sink.answerWith(204);
  });

  afterAll(async () => {
    await house.dispose();
    await sinks.close();
  });

  it('keeps no secret and nothing that waits', async () => {
    const shown = await view();
    expect(shown).toMatchObject({
      health: { state: 'revoked', live: false, lastError: null, waitingMessages: 0 },
    });
    const actions = actionsOf(shown);
    expect(new Set(Object.values(actions))).toEqual(new Set(['connection.ended']));
    const { rows } = house.provider;
    expect(await rows('orderbridge_link_keys')).toEqual([]);
    expect(await rows('orderbridge_outbox').where({ state: 'pending' })).toEqual([]);
    expect(await rows('orderbridge_streams_out').where({ pending: true })).toEqual([]);
  });

  it('lets its applications order nothing, and read what they have ordered', async () => {
    const [application] = nord.applications;
    const { body: items } = await application.get('/api/orderbridge/remote-catalog-items');
    expect(items.data).toEqual([]);
    const refused = await application.post(TASKS, nord.requestFor('order'));
    expect(codeOf(refused)).toEqual(ENDED);
    const { body } = await application.get(address).expect(200);
    expect(body.data.order.state).toBe('new');
    expect(actionsOf(body.data)).toEqual({
      comment: 'connection.ended',
      cancel: 'connection.ended',
      accept: 'connection.ended',
      reject: 'connection.ended',
    });
    expect(codeOf(await application.post(`${address}/cancel`))).toEqual(ENDED);
    const text = { data: { body: 'Is anybody there?' } };
    expect(codeOf(await application.post(`${address}/comments`, text))).toEqual(ENDED);
  });

  it('refuses another secret and another address', async () => {
    expect(codeOf(await house.staff.post(`${path}/webhook-secret`))).toEqual(ENDED);
    const moved = { url: 'http://127.0.0.1:9/hook' };
    expect(codeOf(await house.staff.patch(`${path}/webhook`, moved))).toEqual(ENDED);
  });

  it('is listed as stuck where the consumer’s turn would never end, and not as waiting', async () => {
    const { body } = await house.staff.get('/orderbridge/orders').expect(200);
    const order = `/orderbridge/orders/${body.data[0].documentId as string}`;
    for (const verb of ['approve', 'start']) await house.staff.post(`${order}/${verb}`).expect(200);
    const reason = { reason: 'Which floor?' };
    await house.staff.post(`${order}/request-information`, reason).expect(200);
    const listed = async (name: string, list = 'provider-tasks') =>
      (await house.staff.get(`/orderbridge/${list}?view=${name}`).expect(200)).body.data;
    expect(await listed('waiting-for-consumer')).toEqual([]);
    expect(await listed('waiting-for-consumer', 'orders')).toEqual([]);
    expect(await listed('stuck')).toHaveLength(1);
  });

  it('takes no request of others from those that wait for their consumers', async () => {
    const [east, west] = [await house.open('EAST'), await house.open('WEST')];
    const waiting = async () => {
      const list = '/orderbridge/service-requests?view=waiting-for-consumer';
      const { body } = await house.staff.get(list).expect(200);
      return (body.data as { consumer: { documentId: string } }[])
        .map(({ consumer }) => consumer.documentId)
        .sort();
    };
    for (const { applications, requestFor } of [east, west]) {
      await applications[0].post(TASKS, requestFor('help')).expect(201);
      const { body } = await house.staff.get('/orderbridge/service-requests').expect(200);
      const request = `/orderbridge/service-requests/${body.data[0].documentId as string}`;
      await house.staff.post(`${request}/assign`).expect(200);
      await house.staff.post(`${request}/request-info`, { reason: 'Where?' }).expect(200);
    }
    expect(await waiting()).toEqual([east.consumer, west.consumer].sort());
    await house.staff.post(`${CONNECTIONS}/${east.connection.documentId}/end`).expect(200);
    expect(await waiting()).toEqual([west.consumer]);
  });

  it('is ended by one of those who end it at once, and by nobody without the right', async () => {
    const { connection } = await house.open('SOUTH');
    const south = `${CONNECTIONS}/${connection.documentId}/end`;
    const pairing = await hireStaff(house.provider, {
      firstname: 'Peter',
      lastname: 'Pair',
      rights: ['connection.read', 'connection.pair', 'connection.pause'],
    });
    await pairing.post(south).expect(403);
    const answers = await Promise.all([1, 2, 3].map(() => house.staff.post(south)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});
