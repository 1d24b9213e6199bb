import { ANSWERS } from '../../../scripts/demo/catalog.mjs';
import { answersFor } from '../../../scripts/demo/answers.mjs';
import { pairFakeConsumer, type FakeConsumer } from '../../support/fake-consumer';
import { startSellingProvider, type SellingProvider } from '../../support/selling-provider';

/** All that a request leaves at a provider that takes it. */
const KEPT = [
  'orderbridge_orders',
  'orderbridge_order_lines',
  'orderbridge_service_requests',
  'orderbridge_provider_tasks',
  'orderbridge_state_changes',
  'orderbridge_sequences',
];

interface Offered {
  readonly identity: string;
  readonly answers: object;
}

describe('a provider that is asked for a task by a consumer that checks nothing', () => {
  let house: SellingProvider;
  let consumer: FakeConsumer;
  let internet: Offered;
  let help: Offered;

  beforeAll(async () => {
    house = await startSellingProvider();
    consumer = await pairFakeConsumer(house.provider, 'FAKE');
    const offered = async (name: string): Promise<Offered> => {
      const row = await house.provider
        .rows('orderbridge_remote_record_producers')
        .where({ name, state: 'published' })
        .first<{ identity: string; form: string | object }>('identity', 'form');
      const form = typeof row.form === 'string' ? (JSON.parse(row.form) as object) : row.form;
      return {
        identity: row.identity,
        answers: answersFor(form as Parameters<typeof answersFor>[0]) as object,
      };
    };
    internet = await offered('Internet access for offices');
    help = await offered('Ask for help');
  });

  afterAll(async () => {
    await house.dispose();
  });

  const lineOf = ({ identity, answers }: Offered, more: object = {}) => ({
    identity,
    revision: 1,
    action: 'add',
    quantity: 1,
    answers,
    ...more,
  });
  const line = (more: object = {}) => lineOf(internet, { answers: ANSWERS, ...more });

  let count = 0;
  const nextNumber = (shortCode = 'FAKE'): string => {
    count += 1;
    return `PT-${shortCode}-${String(count).padStart(6, '0')}`;
  };

  /** Asks for a task, as the next message of its stream, and answers what the provider says to it. */
  const ask = async (number: string, lines: readonly object[], sequence = 1) => {
    const message = consumer.message(`task/${number}`, sequence, {
      type: 'task.create',
      data: {
        number,
        title: 'Internet',
        requester: { name: 'Grace' },
        requestedAt: new Date().toISOString(),
        lines,
      },
    });
    const taken = await consumer.send(message);
    expect(taken).toMatchObject({ status: 200, body: { result: 'applied' } });
    const [answer] = await house.provider
      .rows('orderbridge_outbox as o')
      .join('orderbridge_streams_out as s', 's.id', 'o.stream_id')
      .where({ 's.stream_key': `task/${number}` })
      .orderBy('o.seq', 'desc')
      .select('o.body');
    const { type, causation, data } = JSON.parse(answer.body as string) as {
      type: string;
      causation: string;
      data: Record<string, unknown>;
    };
    expect(causation).toBe(message['id']);
    return { type, data };
  };

  const kept = async () =>
    Object.fromEntries(
      await Promise.all(
        KEPT.map(async (table) => [table, await house.provider.rows(table).orderBy('id')] as const),
      ),
    );

  it.each<[string, () => object[], string, string]>([
    [
      'an answer outside its options',
      () => [
        line({ answers: { characteristics: { ...ANSWERS.characteristics, bandwidth: '7G' } } }),
      ],
      'answers.invalid',
      '"Bandwidth" must be one of the offered values',
    ],
    [
      'an answer of another type',
      () => [
        line(),
        line({
          answers: { characteristics: { ...ANSWERS.characteristics, publicAddresses: '8' } },
        }),
      ],
      'answers.invalid',
      'Line 2: "Public addresses" must be integer',
    ],
    [
      'no answers',
      () => [line(), line(), line({ answers: {} })],
      'answers.invalid',
      'Line 3: "characteristics" is required',
    ],
    [
      'too large a quantity',
      () => [line(), line({ quantity: 11 })],
      'quantity.out_of_range',
      'Line 2: The quantity must be between 1 and 10.',
    ],
    [
      'a revision that it was never offered',
      () => [line({ revision: 9 }), line()],
      'item.not_active',
      'Line 1: This item is not active in your catalogue.',
    ],
    [
      'what there is not',
      () => [line({ identity: 'there-is-none' })],
      'item.not_offered',
      'This item is not offered to you.',
    ],
    [
      'an order and help in one',
      () => [line(), lineOf(help)],
      'item.kinds_mixed',
      'What is ordered goes into one request; each request for help, issue and change is one of its own.',
    ],
    [
      'help twice',
      () => [lineOf(help), lineOf(help)],
      'item.kinds_mixed',
      'What is ordered goes into one request; each request for help, issue and change is one of its own.',
    ],
  ])('declines %s, says why, and keeps nothing of it', async (_what, lines, code, reason) => {
    const before = await kept();
    const number = nextNumber();
    expect(await ask(number, lines())).toEqual({
      type: 'task.declined',
      data: { number, code, reason },
    });
    expect(await kept()).toEqual(before);
  });

  it('declines a number of another connection, whether or not there is one', async () => {
    await house.open('NORD');
    const before = await kept();
    for (const shortCode of ['NORD', 'OTHER', 'FAKES']) {
      const number = nextNumber(shortCode);
      expect(await ask(number, [line()])).toEqual({
        type: 'task.declined',
        data: {
          number,
          code: 'task.number_invalid',
          reason: 'The number of a task of this connection begins with PT-FAKE-.',
        },
      });
    }
    expect(await kept()).toEqual(before);
  });

  it('declines a number that it has, whatever is asked for with it, and leaves the task alone', async () => {
    const number = nextNumber();
    expect((await ask(number, [line()])).type).toBe('task.accepted');
    const before = await kept();
    for (const [index, lines] of [[line()], [lineOf(help)], [line({ quantity: 99 })]].entries()) {
      expect(await ask(number, lines, index + 2)).toEqual({
        type: 'task.declined',
        data: { number, code: 'task.number_taken', reason: `There is a task ${number} already.` },
      });
    }
    expect(await kept()).toEqual(before);
  });

  it('takes what is right, under the order number that follows', async () => {
    const last = async () => (await house.provider.rows('orderbridge_orders').select('id')).length;
    const before = await last();
    await ask(nextNumber(), [line({ quantity: 99 })]);
    const number = nextNumber();
    const { type, data } = await ask(number, [line(), line({ quantity: 10 })]);
    expect(type).toBe('task.accepted');
    expect(data).toMatchObject({
      task: { number },
      order: {
        number: `ORD${String(before + 1).padStart(7, '0')}`,
        lines: [{ quantity: 1 }, { quantity: 10 }],
      },
    });
  });
});
