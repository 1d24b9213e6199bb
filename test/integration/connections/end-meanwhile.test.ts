import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
} from '../../support/selling-provider';

const PRODUCERS = '/orderbridge/remote-record-producers';

/** What happens beside an end, each as its answer; and how it may be answered, before the end or after. */
const MAY_BE_ANSWERED: Readonly<Record<string, readonly string[]>> = {
  submit: ['201', '409 connection.ended'],
  comment: ['201', '409 connection.ended'],
  move: ['200'],
  publish: ['200'],
  end: ['200'],
};
const NAMES = Object.keys(MAY_BE_ANSWERED);

describe('a connection that ends while people publish, order, comment and work', () => {
  let house: SellingProvider;

  beforeAll(async () => {
    house = await startSellingProvider();
  });

  afterAll(async () => {
    await house.dispose();
  });

  const answerOf = async (call: PromiseLike<{ status: number; body: unknown }>) => {
    const { status, body } = await call;
    const { error } = body as { error?: { details: { code: string } } };
    return error === undefined ? String(status) : `${String(status)} ${error.details.code}`;
  };

  /** A draft of the next revision of something that everybody is offered. */
  const checkOut = async (): Promise<string> => {
    const [producer] = await house.admin.find(
      'remote-record-producer',
      'filters[kind][$eq]=help&filters[state][$eq]=published',
    );
    const { body } = await house.staff
      .post(`${PRODUCERS}/${producer.documentId as string}/checkout`)
      .expect(200);
    return body.data.documentId as string;
  };

  const place = async ({ applications: [application], requestFor }: Organisation) => {
    const { body } = await application.post(TASKS, requestFor('order')).expect(201);
    const { body: orders } = await house.staff.get('/orderbridge/orders').expect(200);
    return {
      task: `${TASKS}/${body.data.documentId as string}`,
      order: `/orderbridge/orders/${orders.data[0].documentId as string}`,
    };
  };

  /** What is left over a connection that could still be sent, or ordered by. */
  const leftOver = async ({ documentId }: Organisation['connection']) => {
    const { rows } = house.provider;
    const { id } = await rows('orderbridge_connections').where({ document_id: documentId }).first();
    const link = await rows('orderbridge_links').where({ connection_id: id }).first();
    return {
      state: link.state as string,
      messages: await rows('orderbridge_outbox').where({ link_id: link.id, state: 'pending' }),
      streams: await rows('orderbridge_streams_out').where({ link_id: link.id, pending: true }),
      grants: await rows('orderbridge_entitlements')
        .where({ connection_id: id })
        .where((row) => {
          void row.whereNot({ grant: 'withdrawn' }).orWhereNot({ activation: 'inactive' });
        }),
    };
  };

  // Each of them comes first once, in the hope of another order of commits.
  it.each(NAMES.map((first, index) => [first, index] as const))(
    'has each of these wholly before its end or refused, and leaves nothing to send or to order by, with %s first',
    async (_first, index) => {
      const organisation = await house.open(`END${String(index)}`);
      const { connection, applications, requestFor } = organisation;
      const [application] = applications;
      const { task, order } = await place(organisation);
      const draft = await checkOut();
      const acts: Readonly<Record<string, () => PromiseLike<{ status: number; body: unknown }>>> = {
        submit: () => application.post(TASKS, requestFor('order')),
        comment: () => application.post(`${task}/comments`, { data: { body: 'Hurry!' } }),
        move: () => house.staff.post(`${order}/approve`),
        publish: () => house.staff.post(`${PRODUCERS}/${draft}/publish`),
        end: () => house.staff.post(`/orderbridge/connections/${connection.documentId}/end`),
      };
      const turns = [...NAMES.slice(index), ...NAMES.slice(0, index)];
      const answers = await Promise.all(
        turns.map(async (name) => {
          const act = acts[name];
          return [name, act ? await answerOf(act()) : 'unknown'] as const;
        }),
      );
      expect(answers.filter(([name, answer]) => !MAY_BE_ANSWERED[name]?.includes(answer))).toEqual(
        [],
      );
      expect(await leftOver(connection)).toEqual({
        state: 'revoked',
        messages: [],
        streams: [],
        grants: [],
      });
      const { body } = await application.get(TASKS).expect(200);
      const wasTaken = answers.some(([name, answer]) => name === 'submit' && answer === '201');
      expect(body.data).toHaveLength(wasTaken ? 2 : 1);
    },
  );
});
