import { followTrail, type StoredEntry } from '../../support/audit-trail';
import { invite, pairFakeConsumer } from '../../support/fake-consumer';
import { createRestClient } from '../../support/rest-client';
import { listRoutes } from '../../support/list-routes';
import { TASKS } from '../../support/selling-provider';
import { openOrderDesk, type OrderDesk } from '../orders/desk';
import { whoIs } from '../orders/open-desk';
import { openServiceDesk, type ServiceDesk } from '../service-requests/desk';
import { actsOnProvider, openSystem, type Act } from './provider-acts';

/** Routes that a test of the consumer covers, and those that change nothing. */
const ELSEWHERE = [
  'POST /orderbridge/connections/accept-invitation',
  'POST /orderbridge/remote-catalog-items/:documentId/activate',
  'POST /orderbridge/remote-catalog-items/:documentId/deactivate',
];
const CHANGES_NOTHING = [
  'POST /orderbridge/consumer-criteria/preview',
  'POST /orderbridge/task-state-maps/preview',
  'POST /orderbridge/remote-record-producers/:documentId/publish-preview',
  // Verbs that Orderbridge knows and does not carry out.
  ...['revise', 'approve-revision', 'withdraw-revision'].map(
    (verb) => `POST /orderbridge/orders/:documentId/${verb}`,
  ),
  ...['hold-enrichment', 'resume-enrichment', 'finish-enrichment'].map(
    (verb) => `POST /orderbridge/orders/:documentId/${verb}`,
  ),
];

describe('the audit of a provider', () => {
  let orders: OrderDesk;
  let requests: ServiceDesk;
  let acts: Act[];
  let system: Awaited<ReturnType<typeof openSystem>>;
  let trails: Record<Act['at'], () => Promise<StoredEntry[]>>;

  beforeAll(async () => {
    [orders, requests] = await Promise.all([openOrderDesk(), openServiceDesk()]);
    system = await openSystem(orders);
    acts = actsOnProvider({ orders, requests, system: system.client });
    trails = {
      orders: await followTrail(orders.provider.rows),
      requests: await followTrail(requests.provider.rows),
    };
  });

  afterAll(async () => {
    await orders.close();
    await requests.close();
  });

  const actorOf = async ({ by, at }: Act) => {
    const desk = at === 'orders' ? orders : requests;
    if (by === 'staff') {
      const { id, name } = await whoIs(desk.staff);
      return { actor_kind: 'admin', actor_id: id, actor_name: name };
    }
    return by === 'system'
      ? {
          actor_kind: 'application',
          actor_id: String(system.id),
          actor_name: 'System of the provider',
        }
      : { actor_kind: 'application', actor_name: 'Application 1 of NORD' };
  };

  it('has every route that may change something tried here', async () => {
    const changing = (await listRoutes()).filter(({ method }) => method !== 'GET');
    const tried = [...acts.map(({ route }) => route), ...ELSEWHERE, ...CHANGES_NOTHING];
    expect([...new Set(tried)].sort()).toEqual(
      changing.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  it('has exactly one entry for each act, with who did what to what', async () => {
    for (const act of acts) {
      const perform = await act.prepare();
      await trails[act.at]();
      const { status, body } = await perform();
      expect([act.route, status < 300, body]).toEqual([act.route, true, body]);
      const entries = await trails[act.at]();
      expect([act.route, entries]).toEqual([
        act.route,
        [
          expect.objectContaining({
            ...(await actorOf(act)),
            action: act.action,
            subject_type: act.subjectType,
            subject_id: expect.any(String),
            outcome: 'done',
            code: null,
            ip: expect.stringContaining('127.0.0.1'),
          }),
        ],
      ]);
    }
  });

  it('names an order and a task by their numbers', async () => {
    await trails.orders();
    const order = await orders.place();
    await orders.staff.post(`${order.path}/approve`).expect(200);
    expect(await trails.orders()).toMatchObject([
      { action: 'provider-task.create', subject_id: order.taskId, subject_name: order.taskNumber },
      { action: 'order.approve', subject_id: order.documentId, subject_name: order.number },
    ]);
  });

  it('has no entry of what changes nothing', async () => {
    const order = await orders.place();
    await trails.orders();
    await orders.staff.get(order.path).expect(200);
    await orders.application.get(TASKS).expect(200);
    const [{ quantity }] = (await orders.recordOf(order)).lines as unknown as [
      { quantity: number },
    ];
    await orders.stand(order, 'draft');
    await orders.staff.patch(`${order.path}/lines/1`, { quantity }).expect(200);
    expect(await trails.orders()).toEqual([]);
  });

  it('has one entry of a request that is sent twice with the same idempotency key', async () => {
    await trails.orders();
    const key = { 'Idempotency-Key': 'audited-once' };
    const request = { data: { lines: [orders.line()] } };
    for (let sent = 0; sent < 2; sent += 1) {
      await orders.application.post(TASKS, request, key).expect(201);
    }
    expect(await trails.orders()).toHaveLength(1);
  });

  it('has an entry of a refusal, with its code, and none of what was typed wrong', async () => {
    const order = await orders.place();
    await trails.orders();
    await orders.staff.post(`${order.path}/complete`).expect(409);
    await orders.staff.post(`${order.path}/reject`).expect(400);
    await orders.staff.post('/orderbridge/orders/unknown/approve').expect(404);
    const bound = '/api/orderbridge/product-offerings';
    await orders.application.post(bound, { data: { name: 'Theirs' } }).expect(403);
    await createRestClient(orders.provider.url, 'nobody').post(`${order.path}/approve`).expect(401);

    const staff = { actor_kind: 'admin', actor_id: (await whoIs(orders.staff)).id };
    expect(await trails.orders()).toMatchObject([
      {
        ...staff,
        action: 'order.complete',
        subject_type: 'order',
        subject_id: order.documentId,
        outcome: 'refused',
        code: 'order.illegal_transition',
      },
      {
        actor_kind: 'application',
        action: 'product-offering.create',
        outcome: 'refused',
        code: 'membership.bound',
      },
    ]);
  });

  it('names the peer that takes up an invitation', async () => {
    await trails.orders();
    await pairFakeConsumer(orders.provider, 'PEER');
    const entries = await trails.orders();
    expect(entries.at(-1)).toMatchObject({
      actor_kind: 'peer',
      actor_name: 'Fake consumer',
      action: 'connection.pair',
      subject_type: 'connection',
    });
  });

  it('keeps no word of what people write, and no secret', async () => {
    const { admin, provider } = orders;
    const invitation = await invite(admin, 'SECRET');
    const { data } = await admin.post('/orderbridge/connections/webhooks', {
      consumer: (await admin.create('consumer', { name: 'Another' })).documentId,
      shortCode: 'HOOKED',
      url: 'http://127.0.0.1:9/hook',
    });
    const entries = JSON.stringify([
      ...(await provider.rows('orderbridge_audit_entries')),
      ...(await requests.provider.rows('orderbridge_audit_entries')),
    ]);
    for (const text of [
      invitation,
      data.secret,
      'Words of a person.',
      'Other words.',
      'Because.',
    ]) {
      expect(text).toMatch(/\S/);
      expect(entries).not.toContain(text);
    }
  });
});
