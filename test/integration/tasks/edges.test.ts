import { createRestClient, type RestClient } from '../../support/rest-client';
import { hireStaff } from '../../support/people';
import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
} from '../../support/selling-provider';

const STAFF_TASKS = '/orderbridge/provider-tasks';
const ORDERS = '/orderbridge/orders';

interface Placed {
  readonly task: string;
  readonly number: string;
  readonly order: string;
}

describe('a provider', () => {
  let house: SellingProvider;
  let nord: Organisation;
  let application: RestClient;

  beforeAll(async () => {
    house = await startSellingProvider();
    nord = await house.open('NORD');
    [application] = nord.applications;
  });

  afterAll(async () => {
    await house.dispose();
  });

  const place = async (): Promise<Placed> => {
    const { body } = await application.post(TASKS, nord.requestFor('order')).expect(201);
    const { documentId: task, number } = body.data;
    const { body: whole } = await application.get(`${TASKS}/${task as string}`).expect(200);
    return { task, number, order: whole.data.order.documentId };
  };

  const act = (order: string, verb: string, body = {}, client = house.staff) =>
    client.post(`${ORDERS}/${order}/${verb}`, body);

  const messagesOf = async (number: string): Promise<string[]> => {
    const rows = await house.provider
      .rows('orderbridge_outbox as o')
      .join('orderbridge_streams_out as s', 's.id', 'o.stream_id')
      .where('s.stream_key', `task/${number}`)
      .orderBy('o.seq')
      .select('o.body');
    return rows.map(({ body }) => body as string);
  };

  it('cuts a title between two characters, never within one', async () => {
    const { data } = nord.requestFor('help') as {
      data: { lines: { answers: { characteristics: Record<string, unknown> } }[] };
    };
    const [line] = data.lines;
    const characteristics = {
      ...line?.answers.characteristics,
      subject: `${'x'.repeat(254)}😀`,
    };
    const { body } = await application
      .post(TASKS, { data: { lines: [{ ...line, answers: { characteristics } }] } })
      .expect(201);
    expect(body.data.title).toBe('x'.repeat(254));
    for (const message of await messagesOf(body.data.number)) {
      expect(message).not.toMatch(/\\ud83d"/);
    }
  });

  it('lets people with very long names work, and tells their names as far as they fit', async () => {
    const rights = ['order.read', 'order.approve', 'provider-task.comment'];
    const [firstname, lastname] = ['a'.repeat(40), 'b'.repeat(240)];
    const client = await hireStaff(house.provider, { firstname: 'Ada', lastname: 'Long', rights });
    await house.provider
      .rows('admin_users')
      .where({ firstname: 'Ada' })
      .update({ firstname, lastname });
    const { order, task, number } = await place();
    await act(order, 'approve', {}, client).expect(200);
    const { body } = await application.get(`${TASKS}/${task}`).expect(200);
    const [{ by }] = body.data.timeline.slice(-1);
    expect(by.name).toBe(`${firstname} ${lastname}`.slice(0, 255));
    expect((await messagesOf(number)).at(-1)).toContain(`"name":"${String(by.name)}"`);
  });

  it('schedules nothing for a day that nobody lives to see', async () => {
    const { order } = await place();
    await act(order, 'approve').expect(200);
    for (const startAt of ['9999-12-31T23:59:59-14:00', '2199-01-01T00:00:00Z']) {
      const { body } = await act(order, 'schedule', { startAt }).expect(400);
      expect(body.error.details).toMatchObject({
        code: 'request.invalid',
        errors: [{ path: ['startAt'] }],
      });
    }
  });

  it('puts a start off, and says so', async () => {
    const { order, task } = await place();
    await act(order, 'approve').expect(200);
    for (const days of [3, 5]) {
      const startAt = new Date(Date.now() + days * 86_400_000).toISOString();
      await act(order, 'schedule', { startAt }).expect(200);
      const { body } = await application.get(`${TASKS}/${task}`).expect(200);
      expect(body.data).toMatchObject({
        parentState: 'scheduled',
        order: { scheduledStart: startAt },
      });
    }
  });

  it('keeps an answer for later that came while a cancellation was assessed', async () => {
    const { order, task, number } = await place();
    await act(order, 'approve').expect(200);
    await act(order, 'start').expect(200);
    await act(order, 'request-information', { reason: 'Which floor?' }).expect(200);
    await application.post(`${TASKS}/${task}/cancel`).expect(200);
    await application
      .post(`${TASKS}/${task}/comments`, { data: { body: 'The second.' } })
      .expect(201);
    const answered = async () => {
      const { body } = await house.staff.get(`${STAFF_TASKS}?view=answered`).expect(200);
      return body.data.map((row: { number: string }) => row.number) as string[];
    };
    expect(await answered()).not.toContain(number);
    await act(order, 'decline-cancel', { reason: 'It is ready.' }).expect(200);
    expect(await answered()).toContain(number);
    await act(order, 'resume').expect(200);
    expect(await answered()).not.toContain(number);
  });

  it('lists what is stuck however much of it there is', async () => {
    const placed: string[] = [];
    for (let count = 0; count < 90; count += 1) placed.push((await place()).number);
    const streams = () =>
      house.provider.rows('orderbridge_streams_out').where('stream_key', 'like', 'task/%');
    await streams().update({ pending: true, blocked_reason: 'Refused.' });
    const { body } = await house.staff.get(`${STAFF_TASKS}?view=stuck`).expect(200);
    await streams().update({ pending: false, blocked_reason: null });
    expect(body.meta.pagination.total).toBeGreaterThanOrEqual(placed.length);
  });

  /** An application of the organisation that may do what is named with tasks, and nothing else. */
  const openApplication = async (name: string, rights: string[]): Promise<RestClient> => {
    const { body: made } = await house.staff.post('/admin/api-tokens', {
      name,
      description: '',
      type: 'custom',
      lifespan: null,
      permissions: rights.map((right) => `plugin::orderbridge.provider-task.${right}`),
    });
    const { id, accessKey } = made.data;
    await house.admin.post('/orderbridge/memberships', { consumer: nord.consumer, apiToken: id });
    return createRestClient(house.provider.url, accessKey);
  };

  it('says beforehand what a token has no right to', async () => {
    const rights = ['create', 'find', 'findOne', 'comment'];
    const reader = await openApplication('Reader of NORD', rights);
    const { task } = await place();
    const { body } = await reader.get(`${TASKS}/${task}`).expect(200);
    expect(body.data.actions).toMatchObject([
      { action: 'comment', allowed: true },
      ...['cancel', 'accept', 'reject'].map((action) => ({
        action,
        allowed: false,
        code: 'request.forbidden',
      })),
    ]);
    await reader.post(`${TASKS}/${task}/cancel`).expect(403);
  });

  const allowed = { allowed: true };
  const forbidden = { allowed: false, code: 'request.forbidden' };

  it.each<[string, { may: object[]; statuses: [number, number]; after: object[] }]>([
    [
      'editComment',
      { may: [allowed, forbidden], statuses: [200, 403], after: [allowed, forbidden] },
    ],
    [
      'deleteComment',
      {
        may: [forbidden, allowed],
        statuses: [403, 200],
        after: [forbidden, { allowed: false, code: 'comment.deleted' }],
      },
    ],
  ])(
    'says of a comment, wherever it answers one, what a token with %s may make of it',
    async (right, { may, statuses, after }) => {
      const rights = ['findOne', 'findComments', 'comment', right];
      const writer = await openApplication(`Writer of NORD with ${right}`, rights);
      const { task } = await place();
      const comments = `${TASKS}/${task}/comments`;
      const say = { data: { body: 'May I change this?' } };
      const { body: written } = await writer.post(comments, say).expect(201);
      expect(written.data.actions).toMatchObject(may);
      const { body: listed } = await writer.get(comments).expect(200);
      expect(listed.data).toMatchObject([{ actions: may }]);
      const { body: whole } = await writer.get(`${TASKS}/${task}`).expect(200);
      expect(whole.data.comments).toMatchObject([{ actions: may }]);

      const one = `${comments}/${String(written.data.id)}`;
      const changed = [
        await writer.patch(one, { data: { body: 'Changed.' } }),
        await writer.delete(one),
      ];
      expect(changed.map(({ status }) => status)).toEqual(statuses);
      const [done] = changed.filter(({ status }) => status === 200);
      expect(done?.body.data.actions).toMatchObject(after);
    },
  );

  it('says of its comments, wherever it answers one, what staff have the right to', async () => {
    const reader = await hireStaff(house.provider, {
      firstname: 'Rune',
      lastname: 'Reader',
      rights: ['provider-task.read', 'provider-task.moderate'],
    });
    const { task } = await place();
    const path = `${STAFF_TASKS}/${task}`;
    const say = { data: { body: 'Of staff.' } };
    const { body: written } = await house.staff.post(`${path}/comments`, say).expect(201);
    expect(written.data.actions).toEqual(
      ['edit', 'delete'].map((action) => ({ action, ...allowed })),
    );
    const { body: seen } = await reader.get(path).expect(200);
    expect(seen.data.comments).toMatchObject([{ actions: [forbidden, forbidden] }]);
  });

  it('goes on with the rows of an earlier version', async () => {
    const { task, order } = await place();
    const comment = { data: { body: 'First words.' } };
    const { body: written } = await application
      .post(`${TASKS}/${task}/comments`, comment)
      .expect(201);
    await house.provider.kill();
    await house.provider.rows('orderbridge_provider_tasks').update({ moved_at: null });
    await house.provider.rows('orderbridge_task_comments').update({ version: null });
    await house.provider.start();

    const { body } = await application.get(`${TASKS}/${task}`).expect(200);
    expect(body.data.movedAt).toEqual(expect.any(String));
    const { body: edited } = await application
      .patch(`${TASKS}/${task}/comments/${String(written.data.id)}`, {
        data: { body: 'Second thoughts.' },
      })
      .expect(200);
    expect(edited.data.version).toBe(2);
    await act(order, 'approve').expect(200);
  });
});
