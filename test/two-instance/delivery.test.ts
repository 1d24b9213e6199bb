import { REQUEST, startPair, type Pair } from '../support/pair';
import { waitUntil } from '../support/wait-until';

interface TaskRow {
  id: number;
  document_id: string;
  number: string;
  state: string;
  parent_state: string;
  version: number;
}

describe('the bridge between two instances', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await startPair();
  });

  afterAll(async () => {
    await pair.dispose();
  });

  afterEach(() => {
    pair.toProvider.heal();
    pair.toConsumer.heal();
  });

  const submit = async (): Promise<{ number: string; documentId: string }> => {
    const requester = await pair.requester();
    const { data } = await requester.post('/api/orderbridge/provider-tasks', REQUEST(pair.itemId));
    return data;
  };

  const taskAt = (side: 'provider' | 'consumer', number: string): Promise<TaskRow | undefined> =>
    pair[side].rows('orderbridge_provider_tasks').where({ side, number }).first();

  const waitForTask = (side: 'provider' | 'consumer', number: string, parentState: string) =>
    waitUntil(`${number} to be ${parentState} at the ${side}`, async () => {
      const task = await taskAt(side, number);
      return task?.parent_state === parentState ? task : undefined;
    });

  const orderOf = async (number: string) => {
    const task = await waitForTask('provider', number, 'new');
    const admin = await pair.provider.admin();
    const { data } = await admin.get(`/orderbridge/provider-tasks/${task.document_id}`);
    return data.order as { documentId: string; number: string };
  };

  const approve = async (orderId: string) => {
    const admin = await pair.provider.admin();
    await admin.post(`/orderbridge/orders/${orderId}/approve`);
  };

  const countAt = async (
    side: 'provider' | 'consumer',
    table: string,
    where: Record<string, unknown>,
  ) => {
    const rows: unknown[] = await pair[side].rows(table).where(where);
    return rows.length;
  };

  it('takes a 410 that is not the bridge’s own for a failure of the way, and delivers afterwards', async () => {
    let refused = 0;
    pair.toConsumer.inject(() => {
      refused += 1;
      return 'gone';
    });
    const { number } = await submit();
    await approve((await orderOf(number)).documentId);
    const asked = refused;
    await waitUntil('further tries', () => refused > asked + 1);
    const { data } = await (await pair.provider.admin()).get('/orderbridge/connections');
    expect(data[0].health).toMatchObject({ state: 'active', live: false });
    pair.toConsumer.heal();
    await waitForTask('consumer', number, 'acknowledged');
  });

  it('gives a message that is delivered twice its effect once', async () => {
    pair.toProvider.inject(() => 'twice');
    pair.toConsumer.inject(() => 'twice');
    const { number, documentId } = await submit();
    const order = await orderOf(number);
    await approve(order.documentId);
    const requester = await pair.requester();
    await requester.post(`/api/orderbridge/provider-tasks/${documentId}/comments`, {
      data: { body: 'Once, please.' },
    });
    const here = await waitForTask('consumer', number, 'acknowledged');
    await pair.atRest();

    const there = await waitForTask('provider', number, 'acknowledged');
    expect(await countAt('provider', 'orderbridge_provider_tasks', { number })).toBe(1);
    expect(await countAt('provider', 'orderbridge_task_comments', { task_id: there.id })).toBe(1);
    expect(await countAt('consumer', 'orderbridge_task_comments', { task_id: here.id })).toBe(1);
    expect(
      await countAt('consumer', 'orderbridge_state_changes', { subject_id: here.document_id }),
    ).toBe(3);
    const duplicates = [...pair.toProvider.passed, ...pair.toConsumer.passed].filter(({ answer }) =>
      answer.includes('"duplicate"'),
    );
    expect(duplicates.length).toBeGreaterThan(0);
  });

  it('delivers later what was lost on the way', async () => {
    let lost = 0;
    pair.toProvider.inject(() => (lost++ < 3 ? 'lose-request' : 'pass'));
    const { number } = await submit();
    const order = await orderOf(number);
    expect(lost).toBeGreaterThan(3);

    lost = 0;
    pair.toConsumer.inject(() => (lost++ < 3 ? 'lose-request' : 'pass'));
    await approve(order.documentId);
    await waitForTask('consumer', number, 'acknowledged');
    expect(lost).toBeGreaterThan(3);
  });

  it('takes a message whose answer was lost for delivered when it comes again', async () => {
    let lost = 0;
    pair.toProvider.inject(({ path }) =>
      path.endsWith('/messages') && lost++ < 2 ? 'lose-answer' : 'pass',
    );
    const { number } = await submit();
    await waitForTask('consumer', number, 'new');
    await pair.atRest();
    expect(await countAt('provider', 'orderbridge_provider_tasks', { number })).toBe(1);
    expect(lost).toBeGreaterThan(2);
  });

  it('refuses a gap and closes it from what the sender still keeps', async () => {
    const { number } = await submit();
    const order = await orderOf(number);
    await pair.atRest();

    // A sender that believes to have delivered what never arrived: the next message leaves a gap.
    pair.toConsumer.inject(() => 'lose-request');
    await approve(order.documentId);
    const stream = () =>
      pair.provider.rows('orderbridge_streams_out').where({ stream_key: `task/${number}` });
    const later = Date.now() + 3_600_000;
    await waitUntil('the attempt to be over', () =>
      stream()
        .where('attempts', '>', 0)
        .whereNull('lease_owner')
        .update({ next_attempt_at: later }),
    );
    await pair.provider
      .rows('orderbridge_outbox')
      .whereIn('stream_id', stream().select('id'))
      .where({ state: 'pending' })
      .update({ state: 'delivered' });
    await stream().update({ next_attempt_at: 0 });
    pair.toConsumer.heal();
    const before = pair.toConsumer.passed.length;
    const admin = await pair.provider.admin();
    await admin.post(`/orderbridge/orders/${order.documentId}/start`);

    await waitForTask('consumer', number, 'in_progress');
    const refused = pair.toConsumer.passed
      .slice(before)
      .filter(({ answer }) => answer.includes('bridge.gap'));
    expect(refused.length).toBeGreaterThan(0);
    const here = await taskAt('consumer', number);
    // Received, acknowledged and in progress: nothing was left out on the way.
    expect(here?.version).toBe(3);
    await pair.atRest();
  });

  it('answers one changed byte with 401 and takes nothing of it in', async () => {
    let changed = 0;
    pair.toProvider.inject((request) => {
      if (!request.path.endsWith('/messages') || changed > 0) return 'pass';
      changed += 1;
      const at = request.body.indexOf('Ada Berg');
      request.body[at] = 'I'.charCodeAt(0);
      return 'pass';
    });
    const before = pair.toProvider.passed.length;
    const { number } = await submit();
    await waitForTask('provider', number, 'new');

    // What has been committed may be seen before the answer has come through the proxy.
    const [first, ...later] = await waitUntil('both answers', () => {
      const passed = pair.toProvider.passed
        .slice(before)
        .filter(({ path }) => path.endsWith('/messages'));
      return passed.length > 1 ? passed : undefined;
    });
    expect(first?.status).toBe(401);
    expect(first?.answer).toContain('bridge.signature_invalid');
    expect(later.at(-1)?.status).toBe(200);
    const task = await waitForTask('provider', number, 'new');
    const lines = JSON.stringify(
      await pair.provider.rows('orderbridge_order_lines').orderBy('id', 'desc').first(),
    );
    expect(lines).toContain('Ada Berg');
    expect(lines).not.toContain('Ida Berg');
    expect(task.version).toBe(1);
  });

  it('shows whether a connection is live', async () => {
    const admin = await pair.provider.admin();
    const health = async () => (await admin.get('/orderbridge/connections')).data[0].health;
    expect(await health()).toMatchObject({ live: true, state: 'active' });
    pair.toConsumer.inject(() => 'lose-request');
    await waitUntil('the connection to be seen dead', async () => !(await health()).live);
    expect((await health()).lastError).toBeTruthy();
    pair.toConsumer.heal();
    await waitUntil('the connection to be seen live', async () => (await health()).live);
  });
});
