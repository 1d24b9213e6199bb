import { Webhook } from 'standardwebhooks';
import { publishOffering, publishProducer } from '../../../scripts/demo/main-path.mjs';
import { ANSWERS } from '../../../scripts/demo/catalog.mjs';
import { withApiToken, type HttpError } from '../../../scripts/demo/clients.mjs';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { waitUntil } from '../../support/wait-until';
import { startWebhookSink } from '../../support/webhook-sink';

const SILENT = { event: () => undefined };
const TASKS = '/api/orderbridge/provider-tasks';
const ITEMS = '/api/orderbridge/remote-catalog-items';

/** The demo's answers, with some changed. */
const withAnswers = (changed: object) => ({
  characteristics: { ...ANSWERS.characteristics, ...changed },
});

type Client = ReturnType<typeof withApiToken>;

describe('a consumer without an instance', () => {
  let provider: TestInstance;
  let admin: AdminClient;
  let sink: Awaited<ReturnType<typeof startWebhookSink>>;
  let secret: string;
  let application: Client;
  let stranger: Client;
  let unbound: Client;
  let itemId: string;

  const openConsumer = async (name: string, shortCode: string) => {
    const consumer = await admin.create('consumer', { name });
    const { data: connection } = await admin.post('/orderbridge/connections/webhooks', {
      consumer: consumer.documentId,
      shortCode,
      url: sink.url,
    });
    return { consumer, connection };
  };

  const createToken = async (name: string, consumerId?: string): Promise<Client> => {
    const { data: token } = await admin.post('/admin/api-tokens', {
      name,
      description: '',
      type: 'full-access',
      lifespan: null,
    });
    if (consumerId !== undefined) {
      await admin.post('/orderbridge/memberships', { consumer: consumerId, apiToken: token.id });
    }
    return withApiToken(provider.url, token.accessKey);
  };

  beforeAll(async () => {
    sink = await startWebhookSink();
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    const { producer } = await publishOffering(admin, SILENT);
    await publishProducer(admin, producer, SILENT);
    const own = await openConsumer('Südwind', 'SUED');
    secret = own.connection.secret;
    application = await createToken('application', own.consumer.documentId);
    const other = await openConsumer('Ostwind', 'OST');
    stranger = await createToken('stranger', other.consumer.documentId);
    unbound = await createToken('unbound');
    const { data } = await application.get(ITEMS);
    itemId = data[0].documentId;
  });

  afterAll(async () => {
    await provider.dispose();
    await sink.close();
  });

  const line = (more: object = {}) => ({ item: itemId, quantity: 1, answers: ANSWERS, ...more });
  const submit = (lines: object[] = [line()]) => application.post(TASKS, { data: { lines } });

  it('orders over REST: one task, one order with its lines, their history', async () => {
    const { data: task } = await submit([line(), line({ quantity: 3 }), line()]);
    expect(task).toMatchObject({ state: 'received', parentKind: 'order', parentState: 'new' });
    expect(task.number).toMatch(/^PT-SUED-\d{6}$/);
    const { data: whole } = await application.get(`${TASKS}/${task.documentId}`);
    expect(whole.order.lines).toMatchObject([{ quantity: 1 }, { quantity: 3 }, { quantity: 1 }]);
    expect(whole.order.lines[0].answers[0]).toEqual({
      field: '/characteristics/bandwidth',
      label: 'Bandwidth',
      value: '1G',
      valueLabel: '1 Gbit/s',
    });
    const history = await provider
      .rows('orderbridge_state_changes')
      .where({ subject_id: whole.order.documentId })
      .orderBy('id')
      .select('to_state', 'actor_name');
    expect(history).toEqual([
      { to_state: 'draft', actor_name: 'application' },
      { to_state: 'submitted', actor_name: 'Orderbridge' },
      { to_state: 'new', actor_name: 'Orderbridge' },
    ]);
  });

  it('gets every change as a Standard Webhook that the reference library verifies, in order', async () => {
    const { data: task } = await submit();
    const { data: whole } = await application.get(`${TASKS}/${task.documentId}`);
    for (const verb of ['approve', 'start', 'complete']) {
      await admin.post(`/orderbridge/orders/${whole.order.documentId}/${verb}`);
    }
    const events = await waitUntil('the webhooks', () => {
      const about = sink.received.filter(({ body }) => body.includes(`task/${task.number}`));
      return about.length === 7 ? about : undefined;
    });
    const verified = events.map(
      ({ headers, body }) =>
        new Webhook(secret).verify(body, headers) as {
          type: string;
          timestamp: string;
          data: { sequence: number; task?: { state: string } };
        },
    );
    expect(verified.map(({ type, data }) => [type, data.sequence])).toEqual([
      ['task.accepted', 1],
      ['order.changed', 2],
      ['task.state_changed', 3],
      ['order.changed', 4],
      ['task.state_changed', 5],
      ['order.changed', 6],
      ['task.state_changed', 7],
    ]);
    expect(verified.at(-1)?.data.task?.state).toBe('closed');
    const ids = events.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(7);
  });

  it('gets under the same id what it did not take at first', async () => {
    sink.answerWith(500);
    const { data: task } = await submit();
    await waitUntil('a failed attempt', async () => {
      const rows = await provider
        .rows('orderbridge_streams_out')
        .where({ stream_key: `task/${task.number}` })
        .where('attempts', '>', 0);
      return rows.length > 0;
    });
    sink.answerWith(204);
    const event = await waitUntil('the webhook', () =>
      sink.received.find(({ body }) => body.includes(`task/${task.number}`)),
    );
    const [row] = await provider
      .rows('orderbridge_outbox')
      .where('body', 'like', `%task/${task.number}%`);
    expect(event.headers['webhook-id']).toBe(row.message_id);
  });

  it.each<[string, object, string]>([
    [
      'an answer outside its options',
      { answers: withAnswers({ bandwidth: '7G' }) },
      'answers.invalid',
    ],
    [
      'an answer of another type',
      { answers: withAnswers({ publicAddresses: '8' }) },
      'answers.invalid',
    ],
    [
      'a number above its range',
      { answers: withAnswers({ publicAddresses: 65 }) },
      'answers.invalid',
    ],
    ['a missing answer', { answers: { characteristics: { bandwidth: '1G' } } }, 'answers.invalid'],
    ['an unknown answer', { answers: withAnswers({ colour: 'red' }) }, 'answers.invalid'],
    ['too large a quantity', { quantity: 11 }, 'quantity.out_of_range'],
    ['an unknown field', { price: 1 }, 'request.invalid'],
  ])('is refused %s, with the code and nothing written', async (_what, bad, code) => {
    const before = await provider.rows('orderbridge_orders').count({ count: '*' });
    await expect(submit([line(), line(bad)])).rejects.toMatchObject({
      status: 400,
      body: { error: { details: { code } } },
    });
    expect(await provider.rows('orderbridge_orders').count({ count: '*' })).toEqual(before);
  });

  it('is refused a request that would not fit into a message', async () => {
    const answers = withAnswers({ siteContact: 'x'.repeat(20_000) });
    await expect(submit(Array.from({ length: 20 }, () => line({ answers })))).rejects.toMatchObject(
      {
        status: 413,
        body: { error: { details: { code: 'request.too_large' } } },
      },
    );
  });

  it.each([
    ['a NUL', { title: 'a\u0000b' }],
    ['half of a surrogate pair', { title: 'a\ud800b' }],
    ['deep nesting', { title: [[[[[[[[[[[[[[[[[[[[[['deep']]]]]]]]]]]]]]]]]]]]]] }],
  ])('is refused %s, as bad input', async (_what, bad) => {
    await expect(
      application.post(TASKS, { data: { ...bad, lines: [line()] } }),
    ).rejects.toMatchObject({
      status: 400,
      body: { error: { details: { code: 'request.invalid' } } },
    });
  });

  it('is told which fields are wrong, in the words of the form', async () => {
    await expect(
      submit([line({ answers: { characteristics: { bandwidth: '7G', publicAddresses: 1 } } })]),
    ).rejects.toMatchObject({
      body: {
        error: {
          details: {
            errors: [
              {
                path: ['characteristics', 'siteContact'],
                message: '"Contact on site" is required',
              },
              {
                path: ['characteristics', 'bandwidth'],
                message: '"Bandwidth" must be one of the offered values',
              },
            ],
          },
        },
      },
    });
  });

  it.each<[string, object, string, RegExp]>([
    [
      'answers',
      { answers: withAnswers({ bandwidth: '7G' }) },
      'answers.invalid',
      /^Line 2: "Bandwidth" must be one of the offered values$/,
    ],
    ['a quantity', { quantity: 11 }, 'quantity.out_of_range', /^Line 2: The quantity must be /],
    ['an item', { item: 'there-is-none' }, 'item.not_found', /^Line 2: /],
    ['a revision', { revision: 9 }, 'item.revision_outdated', /^Line 2: Revision 9 /],
  ])('is told of %s in which line they are wrong', async (_what, bad, code, message) => {
    const refused = (lines: object[]) =>
      submit(lines).then(
        () => undefined,
        (error: unknown) => (error as HttpError).body?.error,
      );
    const several = await refused([line(), line(bad), line()]);
    expect(several).toMatchObject({ details: { code, line: 2 } });
    expect(several?.message).toMatch(message);
    const one = await refused([line(bad)]);
    expect(one?.details).toEqual({ ...several?.details, line: 1 });
    expect(one?.message).toBe(several?.message.replace('Line 2: ', ''));
  });

  it('is refused a revision that can no longer be ordered, with the one that can', async () => {
    await expect(submit([line({ revision: 9 })])).rejects.toMatchObject({
      status: 409,
      body: { error: { details: { code: 'item.revision_outdated', revision: 1 } } },
    });
  });

  it('does not see or reach what belongs to another consumer', async () => {
    const { data: task } = await submit();
    const foreign = { status: 404, body: { error: { details: { code: 'task.not_found' } } } };
    await expect(stranger.get(`${TASKS}/${task.documentId}`)).rejects.toMatchObject(foreign);
    await expect(stranger.get(`${TASKS}/${task.documentId}/comments`)).rejects.toMatchObject(
      foreign,
    );
    await expect(
      stranger.post(`${TASKS}/${task.documentId}/comments`, { data: { body: 'Hello' } }),
    ).rejects.toMatchObject(foreign);
    await expect(stranger.get(`${ITEMS}/${itemId}`)).rejects.toMatchObject({ status: 404 });
    await expect(stranger.post(TASKS, { data: { lines: [line()] } })).rejects.toMatchObject({
      status: 404,
    });
    expect((await stranger.get(TASKS)).meta.pagination.total).toBe(0);
  });

  it('needs a token that is bound to a consumer', async () => {
    const missing = { status: 403, body: { error: { details: { code: 'membership.missing' } } } };
    await expect(unbound.get(ITEMS)).rejects.toMatchObject(missing);
    await expect(unbound.post(TASKS, { data: { lines: [line()] } })).rejects.toMatchObject(missing);
    const nobody = withApiToken(provider.url, undefined);
    await expect(nobody.get(ITEMS)).rejects.toMatchObject({ status: 403 });
  });

  it('comments, and reads what the provider comments, until the task is long over', async () => {
    const { data: task } = await submit();
    await application.post(`${TASKS}/${task.documentId}/comments`, { data: { body: 'Hello' } });
    await admin.post(`/orderbridge/provider-tasks/${task.documentId}/comments`, {
      data: { body: 'Hello to you' },
    });
    const { data: comments } = await application.get(`${TASKS}/${task.documentId}/comments`);
    expect(comments).toMatchObject([
      {
        body: 'Hello',
        side: 'consumer',
        author: { name: 'application', organisation: 'Südwind' },
      },
      { body: 'Hello to you', side: 'provider', author: { organisation: 'Fjordnet' } },
    ]);
    await provider
      .rows('orderbridge_provider_tasks')
      .where({ document_id: task.documentId })
      .update({ state: 'closed', ended_at: new Date(Date.now() - 8 * 86_400_000) });
    const { data: ended } = await application.get(`${TASKS}/${task.documentId}`);
    expect(ended.actions[0]).toMatchObject({
      action: 'comment',
      allowed: false,
      code: 'task.over',
    });
    await expect(
      application.post(`${TASKS}/${task.documentId}/comments`, { data: { body: 'Too late' } }),
    ).rejects.toMatchObject({
      status: 409,
      body: { error: { details: { code: 'task.over' } } },
    });
  });

  it('sees its orders moved only as the table has it; of two at once, one wins', async () => {
    const { data: task } = await submit();
    const { data: whole } = await application.get(`${TASKS}/${task.documentId}`);
    const path = `/orderbridge/orders/${whole.order.documentId}`;
    await expect(admin.post(`${path}/complete`)).rejects.toMatchObject({
      status: 409,
      body: { error: { details: { code: 'order.illegal_transition', state: 'new' } } },
    });
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => admin.post(`${path}/approve`)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = results.filter((result) => result.status === 'rejected');
    expect(refusals.map(({ reason }) => (reason as HttpError).status)).toEqual([
      409, 409, 409, 409,
    ]);
    const { data: order } = await admin.get(path);
    expect(order.history.filter(({ to }: { to: string }) => to === 'acknowledged')).toHaveLength(1);
    await expect(admin.post(`${path}/start`, { expectedVersion: 1 })).rejects.toMatchObject({
      status: 409,
      body: { error: { details: { code: 'order.version_conflict', state: 'acknowledged' } } },
    });
    expect(order.actions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          action: 'approve',
          allowed: false,
          code: 'order.illegal_transition',
        }),
        { action: 'start', allowed: true },
        expect.objectContaining({ action: 'complete', allowed: false }),
      ]),
    );
  });

  it('gets numbers without gaps and without doubles, also when many order at once', async () => {
    const before = (await application.get(TASKS)).meta.pagination.total as number;
    const answers = await Promise.all(Array.from({ length: 20 }, () => submit()));
    const numbers = answers.map(({ data }) => Number(data.number.slice(-6))).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => before + index + 1));
  });
});
