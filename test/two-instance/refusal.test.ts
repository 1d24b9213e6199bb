import { REQUEST, startPair, type Pair } from '../support/pair';
import { waitUntil } from '../support/wait-until';

const CRITERIA = 'plugin::orderbridge.consumer-criteria';

describe('an item that is withdrawn', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await startPair();
  });

  afterAll(async () => {
    await pair.dispose();
  });

  const setRule = async (rule: boolean) => {
    const admin = await pair.provider.admin();
    const [everybody] = await admin.find(CRITERIA, 'filters[name][$eq]=All consumers');
    await admin.update(CRITERIA, everybody.documentId, { rule });
  };

  const itemState = async () => {
    const [item] = await pair.consumer.rows('orderbridge_remote_catalog_items').select('state');
    return (item as { state: string }).state;
  };

  it('is not asked for where an answer is wrong, and the requester is told in which line', async () => {
    const requester = await pair.requester();
    const [line] = REQUEST(pair.itemId).data.lines;
    const wrong = { ...line, quantity: 99 };
    const post = (lines: object[]) =>
      requester.post('/api/orderbridge/provider-tasks', { data: { lines } });
    const details = { code: 'quantity.out_of_range', maximum: 10 };
    const message = 'The quantity must be between 1 and 10.';
    await expect(post([{ ...line }, wrong])).rejects.toMatchObject({
      status: 400,
      body: { error: { message: `Line 2: ${message}`, details: { ...details, line: 2 } } },
    });
    await expect(post([wrong])).rejects.toMatchObject({
      status: 400,
      body: { error: { message, details: { ...details, line: 1 } } },
    });
  });

  it('declines a request that a stale consumer still sends, and says why, and of which line, on its side', async () => {
    pair.toConsumer.inject(() => 'lose-request');
    await setRule(false);
    const requester = await pair.requester();
    const { data } = await requester.post('/api/orderbridge/provider-tasks', REQUEST(pair.itemId));
    expect(data.state).toBe('new');
    const { lines } = REQUEST(pair.itemId).data;
    const { data: several } = await requester.post('/api/orderbridge/provider-tasks', {
      data: { lines: [...lines, ...lines] },
    });
    pair.toConsumer.heal();

    const task = await waitUntil('the refusal', async () => {
      const { data: current } = await requester.get(
        `/api/orderbridge/provider-tasks/${data.documentId}`,
      );
      return current.state === 'declined' ? current : undefined;
    });
    expect(task).toMatchObject({
      declined: { code: 'item.not_offered', reason: 'This item is not offered to you.' },
      order: null,
      actions: ['comment', 'cancel', 'accept', 'reject'].map((action) => ({
        action,
        allowed: false,
        code: 'task.over',
      })),
    });
    expect(task.timeline.map(({ to }: { to: string }) => to)).toEqual(['new', 'declined']);
    await pair.atRest();
    const { data: other } = await requester.get(
      `/api/orderbridge/provider-tasks/${several.documentId}`,
    );
    expect(other.declined.reason).toBe('Line 1: This item is not offered to you.');
    expect(await pair.provider.rows('orderbridge_orders')).toHaveLength(0);
    const [command] = await pair.consumer
      .rows('orderbridge_commands')
      .where({ subject: task.number });
    expect(command).toMatchObject({ state: 'refused', code: 'item.not_offered' });
  });

  it('can no longer be ordered, and can again once it is offered and activated anew', async () => {
    await waitUntil('the withdrawal', async () => (await itemState()) === 'withdrawn');
    const requester = await pair.requester();
    await expect(
      requester.post('/api/orderbridge/provider-tasks', REQUEST(pair.itemId)),
    ).rejects.toMatchObject({
      status: 404,
      body: { error: { details: { code: 'item.not_found' } } },
    });

    await setRule(true);
    await waitUntil('the offer', async () => (await itemState()) === 'pending');
    const admin = await pair.consumer.admin();
    await admin.post(`/orderbridge/remote-catalog-items/${pair.itemId}/activate`);
    const { data } = await requester.post('/api/orderbridge/provider-tasks', REQUEST(pair.itemId));
    await waitUntil('the task to be received', async () => {
      const { data: current } = await requester.get(
        `/api/orderbridge/provider-tasks/${data.documentId}`,
      );
      return current.state === 'received';
    });
  });
});
