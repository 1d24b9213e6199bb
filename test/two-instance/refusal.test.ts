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

  it('declines a request that a stale consumer still sends, and says why on its side', async () => {
    pair.toConsumer.inject(() => 'lose-request');
    await setRule(false);
    const requester = await pair.requester();
    const { data } = await requester.post('/api/orderbridge/provider-tasks', REQUEST(pair.itemId));
    expect(data.state).toBe('new');
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
