import { failInserts } from '../../support/failing-inserts';
import { TASKS } from '../../support/selling-provider';
import { openOrderDesk, type OrderDesk } from './desk';

/** All that placing an order writes to. */
const WRITTEN = [
  'orderbridge_orders',
  'orderbridge_order_lines',
  'orderbridge_provider_tasks',
  'orderbridge_state_changes',
  'orderbridge_streams_out',
  'orderbridge_outbox',
  'orderbridge_idempotency_keys',
  'orderbridge_sequences',
];

let desk: OrderDesk;

beforeAll(async () => {
  desk = await openOrderDesk();
});

afterAll(async () => {
  await desk.close({ expectErrors: true });
});

const everythingWritten = async () =>
  Object.fromEntries(
    await Promise.all(
      WRITTEN.map(async (table) => [table, await desk.provider.rows(table).orderBy('id')] as const),
    ),
  );

/** Does something while no row can be added to a table. */
const whileFailing = async <Result>(table: string, work: () => PromiseLike<Result>) => {
  const heal = await failInserts(desk.provider.rows, table);
  try {
    return await work();
  } finally {
    await heal();
  }
};

/** How many tasks and orders there have been, by the numbers that were given last. */
const countOf = (number: string): number => Number(/\d+$/.exec(number)?.[0]);

describe('placing an order', () => {
  let keys = 0;
  const post = () => {
    keys += 1;
    return desk.application.post(
      TASKS,
      { data: { lines: [desk.line(), desk.line({ quantity: 3 })] } },
      { 'Idempotency-Key': `atomic-${String(keys)}` },
    );
  };

  it.each([
    'orderbridge_order_lines',
    'orderbridge_provider_tasks',
    'orderbridge_state_changes',
    'orderbridge_outbox',
    'orderbridge_idempotency_keys',
  ])('leaves nothing and skips no number where %s takes no row', async (table) => {
    const last = await desk.place();
    const before = await everythingWritten();
    const failed = await whileFailing(table, post);
    expect(failed.status).toBe(500);
    expect(await everythingWritten()).toEqual(before);

    const next = await desk.place();
    expect(countOf(next.number)).toBe(countOf(last.number) + 1);
    expect(countOf(next.taskNumber)).toBe(countOf(last.taskNumber) + 1);
  });

  it('can be tried again with its key where it has failed', async () => {
    const again = () =>
      desk.application.post(TASKS, { data: { lines: [desk.line()] } }, { 'Idempotency-Key': 'x' });
    expect((await whileFailing('orderbridge_outbox', again)).status).toBe(500);
    const { headers } = await again().expect(201);
    expect(headers).not.toHaveProperty('idempotency-replayed');
  });
});

describe('a verb of an order', () => {
  it.each(['orderbridge_state_changes', 'orderbridge_outbox'])(
    'leaves order, lines and task as they were where %s takes no row',
    async (table) => {
      const order = await desk.place();
      const before = [await desk.recordOf(order), await everythingWritten()];
      const failed = await whileFailing(table, () => desk.staff.post(`${order.path}/approve`));
      expect(failed.status).toBe(500);
      expect([await desk.recordOf(order), await everythingWritten()]).toEqual(before);

      const { body } = await desk.staff.post(`${order.path}/approve`).expect(200);
      expect(body.data).toMatchObject({ state: 'acknowledged', version: 4 });
    },
  );
});
