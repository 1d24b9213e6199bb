import { judgeOrderVerb, type OrderVerb } from '../../../plugins/orderbridge/shared/order-verbs';
import type { OrderState } from '../../../plugins/orderbridge/shared/order-states';
import { DATABASE } from '../../support/database';
import { findInconsistencies, historyOf, messagesAbout } from './find-inconsistencies';
import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
  type Wanted,
} from '../../support/selling-provider';

const CLIENTS = 50;
/** Far more than it takes where nobody waits for anybody in vain. */
const BOUND_MS = 90_000;

const times = <Result>(count: number, make: (index: number) => Result): Result[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** 1, 2, 3 ... behind a prefix, as many as there are. */
const gapless = (prefix: string, digits: number, count: number): string[] =>
  times(count, (index) => prefix + String(index + 1).padStart(digits, '0'));

interface Answer {
  readonly status: number;
  readonly body: {
    readonly data: { readonly state: string; readonly version: number } | null;
    readonly error?: { readonly details: Record<string, unknown> };
  };
}

const refusalsAmong = (answers: readonly Answer[]) =>
  answers
    .filter(({ status }) => status !== 200)
    .map(({ status, body }) => ({
      status,
      ...body.error?.details,
    }));

describe('many clients at once', () => {
  let house: SellingProvider;
  const organisations: Organisation[] = [];

  beforeAll(async () => {
    house = await startSellingProvider();
    for (const shortCode of ['AA', 'BB', 'CC', 'DD', 'EE']) {
      organisations.push(await house.open(shortCode, { applications: 2 }));
    }
  });

  afterAll(async () => {
    await house.dispose();
  });

  const rows = (table: string) => house.provider.rows(table);

  const organisationAt = (index: number): Organisation => {
    const organisation = organisations[index % organisations.length];
    if (organisation === undefined) throw new Error('There are no organisations.');
    return organisation;
  };

  const consistent = async (numbers: readonly string[]): Promise<string[]> => {
    const defects: string[] = [];
    for (const number of numbers) {
      defects.push(...(await findInconsistencies(house.provider.rows, number)));
    }
    return defects;
  };

  /** Places something, and answers what it became. */
  const place = async (wanted: Wanted, index = 0) => {
    const organisation = organisationAt(index);
    const [application] = organisation.applications;
    const { body } = await application.post(TASKS, organisation.requestFor(wanted)).expect(201);
    const { number, documentId } = body.data as { number: string; documentId: string };
    const { body: whole } = await house.staff
      .get(`/orderbridge/provider-tasks/${await documentIdOf(number)}`)
      .expect(200);
    const parent = (whole.data.order ?? whole.data.serviceRequest) as { documentId: string };
    const collection = whole.data.order === null ? 'service-requests' : 'orders';
    return {
      number,
      application,
      task: `${TASKS}/${documentId}`,
      staffTask: `/orderbridge/provider-tasks/${documentId}`,
      parentId: parent.documentId,
      parent: `/orderbridge/${collection}/${parent.documentId}`,
    };
  };

  const documentIdOf = async (number: string): Promise<string> => {
    const row = await rows('orderbridge_provider_tasks')
      .where({ number })
      .first<{ document_id: string }>('document_id');
    return row.document_id;
  };

  describe('on one order', () => {
    const VERBS = ['approve', 'reject', 'request-cancel'] as const satisfies OrderVerb[];
    const verbAt = (index: number) => VERBS[index % VERBS.length] ?? 'approve';

    const actAll = (path: string, body: object = {}): Promise<Answer[]> =>
      Promise.all(
        times(CLIENTS, (index) =>
          house.staff.post(`${path}/${verbAt(index)}`, { reason: 'Decided', ...body }),
        ),
      );

    it(
      'change it once for the version that they all have seen; the others are told how it now stands',
      async () => {
        const { number, parent, parentId } = await place('order');
        const answers = await actAll(parent, { expectedVersion: 3 });
        const won = answers.filter(({ status }) => status === 200);
        expect(won).toHaveLength(1);
        const { state, version } = won[0]?.body.data ?? {};
        expect(version).toBe(4);
        expect(refusalsAmong(answers)).toEqual(
          times(CLIENTS - 1, () => ({
            status: 409,
            code: 'order.version_conflict',
            state,
            version: 4,
          })),
        );
        const history = await historyOf(house.provider.rows, parentId);
        expect(history.map(({ to_state: to }) => to)).toEqual(['draft', 'submitted', 'new', state]);
        expect(await consistent([number])).toEqual([]);
      },
      BOUND_MS,
    );

    it(
      'change it in turns where they name no version; who is refused is told the state that refuses them',
      async () => {
        const { number, parent, parentId } = await place('order');
        const answers = await actAll(parent);
        const won = answers.filter(({ status }) => status === 200);
        const versions = won.map(({ body }) => body.data?.version ?? 0).sort((a, b) => a - b);
        expect(versions).toEqual(times(won.length, (index) => 4 + index));

        const history = await historyOf(house.provider.rows, parentId);
        expect(history).toHaveLength(3 + won.length);
        const stateAt = new Map(history.map(({ version, to_state: to }) => [version, to]));
        for (const { body } of won) {
          expect(stateAt.get(body.data?.version ?? 0)).toBe(body.data?.state);
        }
        answers.forEach(({ status, body }, index) => {
          if (status === 200) return;
          const { code, state, version } = body.error?.details ?? {};
          expect({ status, code }).toEqual({ status: 409, code: 'order.illegal_transition' });
          // The state is one that the order had, and one that does not take this verb.
          expect(stateAt.get(version as number)).toBe(state);
          const judged = { state: state as OrderState, pointOfNoReturnAt: null };
          expect(judgeOrderVerb(verbAt(index), judged).allowed).toBe(false);
        });
        expect(await consistent([number])).toEqual([]);
      },
      BOUND_MS,
    );

    it(
      'who all press the same button press it once',
      async () => {
        const { number, parent } = await place('order');
        for (const verb of ['approve', 'start', 'complete']) {
          const answers: Answer[] = await Promise.all(
            times(CLIENTS, () => house.staff.post(`${parent}/${verb}`)),
          );
          const won = answers.filter(({ status }) => status === 200);
          expect(won).toHaveLength(1);
          const { state, version } = won[0]?.body.data ?? {};
          expect(refusalsAmong(answers)).toEqual(
            times(CLIENTS - 1, () => ({
              status: 409,
              code: 'order.illegal_transition',
              state,
              version,
            })),
          );
        }
        expect(await consistent([number])).toEqual([]);
      },
      BOUND_MS,
    );
  });

  describe('who place orders', () => {
    /** What each of them asks for: orders of one line and of several, bundles, and help. */
    const ASKED: readonly { wanted: Wanted; lines: number }[] = [
      { wanted: 'order', lines: 1 },
      { wanted: 'order', lines: 4 },
      { wanted: 'bundle', lines: 1 },
      { wanted: 'bundle', lines: 2 },
      { wanted: 'help', lines: 1 },
    ];
    const askedAt = (index: number) => ASKED[Math.floor(index / 5) % ASKED.length] ?? ASKED[0];

    const numbersIn = async (table: string): Promise<string[]> => {
      const found = await rows(table).orderBy('number').select<{ number: string }[]>('number');
      return found.map(({ number }) => number);
    };

    it(
      'each get one, with numbers that have no gaps and no doubles, its lines, history and news',
      async () => {
        const answers = await Promise.all(
          times(CLIENTS, (index) => {
            const { applications, requestFor } = organisationAt(index);
            const { wanted, lines } = askedAt(index) ?? { wanted: 'order' as const, lines: 1 };
            const application = applications[index % applications.length] ?? applications[0];
            return application.post(TASKS, requestFor(wanted, { lines }));
          }),
        );
        expect(answers.map(({ status }) => status)).toEqual(times(CLIENTS, () => 201));

        for (const { shortCode } of organisations) {
          const prefix = `PT-${shortCode}-`;
          const numbers = (await numbersIn('orderbridge_provider_tasks')).filter((number) =>
            number.startsWith(prefix),
          );
          expect(numbers).toEqual(gapless(prefix, 6, numbers.length));
        }
        const orders = await numbersIn('orderbridge_orders');
        expect(orders).toEqual(gapless('ORD', 7, orders.length));
        const requests = await numbersIn('orderbridge_service_requests');
        expect(requests).toEqual(gapless('HLP', 7, requests.length));

        const placed = answers.map(({ body }) => body.data as { number: string });
        for (const [index, { number }] of placed.entries()) {
          const { wanted = 'order', lines = 1 } = askedAt(index) ?? {};
          const lineRows = await rows('orderbridge_order_lines as l')
            .join('orderbridge_provider_tasks as t', 't.order_id', 'l.order_id')
            .where({ 't.number': number })
            .orderBy('l.line_number')
            .select<{ line_number: number; state: string }[]>('l.line_number', 'l.state');
          expect(lineRows).toEqual(
            wanted === 'help'
              ? []
              : // A bundle has a line of its own, and one for its part.
                times(wanted === 'bundle' ? lines * 2 : lines, (line) => ({
                  line_number: line + 1,
                  state: 'new',
                })),
          );
          const messages = await messagesAbout(house.provider.rows, number);
          expect(messages.map(({ type }) => type)).toEqual(['task.accepted']);
        }
        expect(await consistent(placed.map(({ number }) => number))).toEqual([]);
      },
      BOUND_MS,
    );

    it(
      'with one idempotency key between them get one, and the same answer',
      async () => {
        const { applications, requestFor } = organisationAt(0);
        const [application] = applications;
        const before = await numbersIn('orderbridge_orders');
        const body = requestFor('order', { lines: 2 });
        const answers = await Promise.all(
          times(CLIENTS, () => application.post(TASKS, body, { 'Idempotency-Key': 'one-for-all' })),
        );
        expect(answers.map(({ status }) => status)).toEqual(times(CLIENTS, () => 201));
        expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
        const first = answers.filter(({ headers }) => !('idempotency-replayed' in headers));
        expect(first).toHaveLength(1);
        expect(await numbersIn('orderbridge_orders')).toHaveLength(before.length + 1);
        expect(await consistent([answers[0]?.body.data.number as string])).toEqual([]);
      },
      BOUND_MS,
    );
  });

  describe('of both sides', () => {
    /** Runs steps one after the other, whatever they are answered, beside those of others. */
    const inTurn = async (steps: readonly (() => PromiseLike<Answer>)[]): Promise<Answer[]> => {
      const answers: Answer[] = [];
      for (const step of steps) answers.push(await step());
      return answers;
    };

    const expectNoFault = (answers: readonly Answer[]) => {
      const faults = answers.filter(
        ({ status }) => status !== 200 && status !== 201 && status !== 409,
      );
      expect(faults.map(({ status, body }) => ({ status, body }))).toEqual([]);
    };

    const commentsOf = async (number: string): Promise<string[]> => {
      const found = await rows('orderbridge_task_comments as c')
        .join('orderbridge_provider_tasks as t', 't.id', 'c.task_id')
        .where({ 't.number': number })
        .select<{ body: string }[]>('c.body');
      return found.map(({ body }) => body).sort();
    };

    it(
      'cancel and fulfil an order at the same time, and it ends in one way, with nothing lost',
      async () => {
        const orders = await Promise.all(times(8, (index) => place('order', index)));
        const answers = await Promise.all(
          orders.flatMap(({ application, task, staffTask, parent }, index) => {
            const act = (verb: string) => () => house.staff.post(`${parent}/${verb}`);
            const cancel = () => application.post(`${task}/cancel`, { reason: 'Not needed' });
            const say = (text: string) => () =>
              application.post(`${task}/comments`, { data: { body: text } });
            return [
              inTurn(['approve', 'start', 'reach-point-of-no-return', 'complete'].map(act)),
              // Each order is cancelled at another point of its fulfilment.
              inTurn([
                ...times(index, (number) => say(`Comment ${String(number)}`)),
                cancel,
                cancel,
              ]),
              inTurn([
                act('assign'),
                () => house.staff.post(staffTask + '/comments', { data: { body: 'Hello' } }),
                () => house.staff.post(`${parent}/decline-cancel`, { reason: 'Too late' }),
                act('complete'),
              ]),
            ];
          }),
        );
        expectNoFault(answers.flat());
        expect(await consistent(orders.map(({ number }) => number))).toEqual([]);
        for (const [index, { number }] of orders.entries()) {
          expect(await commentsOf(number)).toEqual([
            ...times(index, (count) => `Comment ${String(count)}`),
            'Hello',
          ]);
        }
      },
      BOUND_MS,
    );

    it(
      'reach the point of no return and cancel at the same time: either comes first, never both',
      async () => {
        const orders = await Promise.all(times(10, (index) => place('order', index)));
        for (const verb of ['approve', 'start']) {
          await Promise.all(orders.map(({ parent }) => house.staff.post(`${parent}/${verb}`)));
        }
        const outcomes = await Promise.all(
          orders.map(async ({ application, task, parent }) => {
            const [reached, cancelled] = await Promise.all([
              house.staff.post(`${parent}/reach-point-of-no-return`),
              application.post(`${task}/cancel`),
            ]);
            return { reached, cancelled };
          }),
        );
        for (const { reached, cancelled } of outcomes) {
          // What is reached during an assessment ends it; what is reached before forbids it.
          expect(reached.status).toBe(200);
          expect(reached.body.data.state).toBe('in_progress');
          if (cancelled.status === 200) continue;
          expect(cancelled.body.error.details).toMatchObject({
            code: 'order.past_point_of_no_return',
            parentState: 'in_progress',
          });
        }
        expect(await consistent(orders.map(({ number }) => number))).toEqual([]);
      },
      BOUND_MS,
    );

    it(
      'comment on a request that awaits information while the agent goes on with it, and no word is lost',
      async () => {
        const requests = await Promise.all(times(6, (index) => place('help', index)));
        for (const { parent } of requests) {
          await house.staff.post(`${parent}/assign`).expect(200);
          await house.staff.post(`${parent}/request-info`, { reason: 'Which site?' }).expect(200);
        }
        const resolution = { code: 'solved', notes: 'Restarted' };
        const answers = await Promise.all(
          requests.flatMap(({ application, task, staffTask, parent }) => [
            inTurn(
              times(
                4,
                (count) => () =>
                  application.post(`${task}/comments`, {
                    data: { body: `Consumer ${String(count)}` },
                  }),
              ),
            ),
            inTurn(
              times(
                4,
                (count) => () =>
                  house.staff.post(`${staffTask}/comments`, {
                    data: { body: `Provider ${String(count)}` },
                  }),
              ),
            ),
            inTurn([
              () => house.staff.post(`${parent}/resume`),
              () => house.staff.post(`${parent}/request-info`, { reason: 'And which floor?' }),
            ]),
            inTurn([() => house.staff.post(`${parent}/propose-solution`, { resolution })]),
            inTurn([
              () => application.post(`${task}/reject`, { reason: 'Still broken' }),
              () => application.post(`${task}/accept`),
            ]),
          ]),
        );
        expectNoFault(answers.flat());
        expect(await consistent(requests.map(({ number }) => number))).toEqual([]);
        for (const { number } of requests) {
          expect(await commentsOf(number)).toEqual([
            ...times(4, (count) => `Consumer ${String(count)}`),
            ...times(4, (count) => `Provider ${String(count)}`),
          ]);
        }
      },
      BOUND_MS,
    );
  });

  it('never wait for each other in a circle, and never find the database locked', async () => {
    expect(house.provider.log()).not.toMatch(
      /deadlock|database is locked|SQLITE_BUSY|could not serialize|timeout acquiring/i,
    );
    if (DATABASE !== 'postgres') return;
    // What is tried again after a deadlock leaves no trace but this one.
    const { rows: counted } = await house.provider.rows.raw<{ rows: { deadlocks: string }[] }>(
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    expect(Number(counted[0]?.deadlocks)).toBe(0);
  });
});
