import { hireStaff } from '../../support/people';
import type { RestClient } from '../../support/rest-client';
import { TASKS } from '../../support/selling-provider';
import { openOrderDesk, type OrderDesk, type PlacedOrder } from './desk';
import { whoIs } from './open-desk';
import { EVERY_MOVE, NEED_REASON, SHOWN, UNAVAILABLE, UNDER_WAY, VERBS } from './expected';
import { actionOf, allowedIn, fieldsIn, refusalIn } from './refusal';

const DAY_MS = 86_400_000;
const REASON = 'The customer called.';
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

const bodyFor = (verb: string) => ({
  ...(NEED_REASON.includes(verb) && { reason: REASON }),
  ...(verb === 'schedule' && { startAt: inDays(1) }),
});

let desk: OrderDesk;

beforeAll(async () => {
  desk = await openOrderDesk();
});

afterAll(async () => {
  await desk.close();
});

const post = ({ path }: PlacedOrder, verb: string, body: object = bodyFor(verb)) =>
  desk.staff.post(`${path}/${verb}`, body);

const readOrder = async ({ path }: PlacedOrder) =>
  (await desk.staff.get(path).expect(200)).body.data;

/** An order in a state from which a verb leads somewhere. */
const readyFor = async (verb: string): Promise<PlacedOrder> => {
  const order = await desk.place();
  const from = EVERY_MOVE.find((move) => move.verb === verb)?.from;
  if (from === undefined) throw new Error(`"${verb}" leads nowhere.`);
  await desk.stand(order, from, { before: 'in_progress' });
  return order;
};

/** What comes of a request that must leave no trace. */
const refusedWithoutTrace = async (
  order: PlacedOrder,
  request: () => PromiseLike<Parameters<typeof refusalIn>[0]>,
) => {
  const before = await desk.recordOf(order);
  const refusal = refusalIn(await request());
  expect(await desk.recordOf(order)).toEqual(before);
  return refusal;
};

describe('the verbs of an order', () => {
  it.each(NEED_REASON)('"%s" needs a reason that says something, and not a book', async (verb) => {
    const order = await readyFor(verb);
    for (const body of [{}, { reason: '  ' }, { reason: 7 }, { reason: 'x'.repeat(2_001) }]) {
      const refusal = await refusedWithoutTrace(order, () => post(order, verb, body));
      expect(refusal).toMatchObject({ status: 400, code: 'request.invalid' });
      expect(fieldsIn(refusal)).toEqual(['reason']);
    }
    await post(order, verb, { reason: 'x'.repeat(2_000) }).expect(200);
  });

  it.each(VERBS.filter((verb) => !NEED_REASON.includes(verb)))(
    '"%s" needs no reason',
    async (verb) => {
      await post(await readyFor(verb), verb).expect(200);
    },
  );

  it.each(VERBS)('"%s" takes nothing but what it is for', async (verb) => {
    const order = await readyFor(verb);
    const refusal = await refusedWithoutTrace(order, () =>
      post(order, verb, { ...bodyFor(verb), state: 'completed' }),
    );
    expect(refusal).toMatchObject({ status: 400, code: 'request.invalid' });
  });

  it.each(VERBS)(
    '"%s" of somebody who saw another version is refused, with how it stands',
    async (verb) => {
      const order = await readyFor(verb);
      const { state, version } = (await readOrder(order)) as { state: string; version: number };
      for (const expectedVersion of [version - 1, version + 1]) {
        const refusal = await refusedWithoutTrace(order, () =>
          post(order, verb, { ...bodyFor(verb), expectedVersion }),
        );
        expect(refusal).toMatchObject({
          status: 409,
          code: 'order.version_conflict',
          details: { code: 'order.version_conflict', state, version },
        });
      }
      await post(order, verb, { ...bodyFor(verb), expectedVersion: version }).expect(200);
    },
  );

  it('a consumer who saw another version cancels nothing', async () => {
    const order = await desk.place();
    const { body } = await desk.application.get(order.taskPath);
    const { version } = body.data as { version: number };
    const refusal = await refusedWithoutTrace(order, () =>
      desk.application.post(`${order.taskPath}/cancel`, { expectedVersion: version + 1 }),
    );
    const details = { state: 'received', parentState: 'new', version };
    expect(refusal).toMatchObject({ status: 409, code: 'task.version_conflict', details });
    await desk.application
      .post(`${order.taskPath}/cancel`, { expectedVersion: version })
      .expect(200);
  });

  it('an order that there is not is not found, whatever is asked of it', async () => {
    const notFound = { status: 404, code: 'order.not_found' };
    const path = '/orderbridge/orders/there-is-none';
    for (const verb of [...VERBS, ...UNAVAILABLE]) {
      const refusal = refusalIn(await desk.staff.post(`${path}/${verb}`, bodyFor(verb)));
      expect([verb, refusal]).toMatchObject([verb, notFound]);
    }
    expect(refusalIn(await desk.staff.get(path))).toMatchObject(notFound);
    expect(refusalIn(await desk.staff.patch(`${path}/lines/1`, { quantity: 1 }))).toMatchObject(
      notFound,
    );
    const note = { data: { body: 'A note' } };
    expect(refusalIn(await desk.staff.post(`${path}/work-notes`, note))).toMatchObject(notFound);
    const cancel = await desk.application.post(`${TASKS}/there-is-none/cancel`);
    expect(refusalIn(cancel)).toMatchObject({ status: 404, code: 'task.not_found' });
  });

  it('a verb that there is not is refused', async () => {
    const order = await desk.place();
    for (const verb of ['sell', 'cancel', 'receive', 'edit-line', 'toString']) {
      const refusal = await refusedWithoutTrace(order, () => post(order, verb));
      // Strapi looks for public files under every address, so it knows another method of this one.
      expect([verb, [404, 405].includes(refusal.status)]).toEqual([verb, true]);
    }
  });

  it('"schedule" needs a moment that is ahead', async () => {
    const order = await readyFor('schedule');
    const asked: [body: object, code: string][] = [
      [{}, 'request.invalid'],
      [{ startAt: null }, 'request.invalid'],
      [{ startAt: '2040-01-01' }, 'request.invalid'],
      [{ startAt: 'tomorrow' }, 'request.invalid'],
      [{ startAt: inDays(-1) }, 'order.start_not_ahead'],
      [{ startAt: new Date().toISOString() }, 'order.start_not_ahead'],
    ];
    for (const [body, code] of asked) {
      const refusal = await refusedWithoutTrace(order, () => post(order, 'schedule', body));
      expect([body, refusal]).toMatchObject([body, { status: 400, code }]);
    }
    const startAt = inDays(2);
    const { body } = await post(order, 'schedule', { startAt }).expect(200);
    expect(body.data).toMatchObject({ state: 'scheduled', scheduledStart: startAt });
    const { body: seen } = await desk.application.get(order.taskPath);
    expect(seen.data.order.scheduledStart).toBe(startAt);
  });

  it('"assign" makes who asks answer for it, and a colleague can take over', async () => {
    const order = await desk.place();
    const colleague = await hireStaff(desk.provider, {
      firstname: 'Tove',
      lastname: 'Takeover',
      rights: ['order.read', 'order.assign', 'provider-task.read'],
    });
    const task = `/orderbridge/provider-tasks/${order.taskId}`;
    for (const client of [desk.staff, colleague, colleague]) {
      const assignee = await whoIs(client);
      const { body } = await client.post(`${order.path}/assign`).expect(200);
      expect(body.data).toMatchObject({ state: 'new', assignee });
      expect((await desk.staff.get(task)).body.data).toMatchObject({ assignee });
      const mine = await client.get('/orderbridge/orders?view=assigned-to-me').expect(200);
      expect(mine.body.data.map(({ number }: { number: string }) => number)).toContain(
        order.number,
      );
    }
    const others = await desk.staff.get('/orderbridge/orders?view=assigned-to-me').expect(200);
    expect(others.body.data.map(({ number }: { number: string }) => number)).not.toContain(
      order.number,
    );
  });
});

describe('the point of no return', () => {
  it.each(['in_progress', 'awaiting_information', 'on_hold'] as const)(
    'once reached %s lets nobody take the order back, and it can still be completed',
    async (state) => {
      const order = await desk.place();
      await desk.stand(order, state);
      const { body } = await post(order, 'reach-point-of-no-return').expect(200);
      expect(body.data).toMatchObject({ state, pointOfNoReturnAt: expect.any(String) });

      const code = 'order.past_point_of_no_return';
      const byStaff = await refusedWithoutTrace(order, () => post(order, 'request-cancel'));
      expect(byStaff).toMatchObject({ status: 409, code, details: { state } });
      const byConsumer = await refusedWithoutTrace(order, () =>
        desk.application.post(`${order.taskPath}/cancel`),
      );
      expect(byConsumer).toMatchObject({ status: 409, code, message: byStaff.message });
      const again = await refusedWithoutTrace(order, () => post(order, 'reach-point-of-no-return'));
      expect(again).toMatchObject({ status: 409, code });

      if (state !== 'in_progress') await post(order, 'resume').expect(200);
      await post(order, 'complete').expect(200);
    },
  );

  it.each(UNDER_WAY)(
    'ends the assessment of a cancellation, gives back what was %s, and no other one begins',
    async (state) => {
      const order = await desk.place();
      await desk.stand(order, state);
      await desk.application.post(`${order.taskPath}/cancel`).expect(200);
      const { body } = await post(order, 'reach-point-of-no-return').expect(200);
      expect(body.data).toMatchObject({ state, pointOfNoReturnAt: expect.any(String) });
      const { body: task } = await desk.application.get(order.taskPath);
      expect(task.data).toMatchObject({ state: SHOWN[state], parentState: state, endedAt: null });

      const before = await desk.recordOf(order);
      const answers = await Promise.all([
        post(order, 'request-cancel'),
        desk.application.post(`${order.taskPath}/cancel`),
        post(order, 'begin-cancel'),
        post(order, 'finish-cancel'),
        post(order, 'decline-cancel'),
      ]);
      expect(answers.map((answer) => refusalIn(answer).code)).toEqual([
        'order.past_point_of_no_return',
        'order.past_point_of_no_return',
        'order.illegal_transition',
        'order.illegal_transition',
        'order.illegal_transition',
      ]);
      expect(await desk.recordOf(order)).toEqual(before);
    },
  );

  it.each(UNDER_WAY)(
    'not reached, a declined cancellation gives back what was %s, and another one can be asked for',
    async (state) => {
      const order = await desk.place();
      await desk.stand(order, state);
      for (let time = 1; time <= 2; time += 1) {
        await desk.application.post(`${order.taskPath}/cancel`).expect(200);
        const { body } = await post(order, 'decline-cancel').expect(200);
        expect(body.data).toMatchObject({ state, pointOfNoReturnAt: null });
        const { body: task } = await desk.application.get(order.taskPath);
        expect(task.data).toMatchObject({ state: SHOWN[state], parentState: state });
        expect(actionOf(task.data.actions, 'cancel')).toEqual({ action: 'cancel', allowed: true });
      }
    },
  );

  it('and a cancellation at the same moment leave an order that is not being cancelled', async () => {
    for (let round = 0; round < 5; round += 1) {
      const order = await desk.place();
      await desk.stand(order, 'in_progress');
      const [reached] = await Promise.all([
        post(order, 'reach-point-of-no-return'),
        desk.application.post(`${order.taskPath}/cancel`),
      ]);
      expect(reached.status).toBe(200);
      const { state, pointOfNoReturnAt } = await readOrder(order);
      expect([state, pointOfNoReturnAt]).toEqual(['in_progress', expect.any(String)]);
    }
  });

  it('and an end of the assessment at the same moment leave one of the two', async () => {
    for (let round = 0; round < 5; round += 1) {
      const order = await desk.place();
      await desk.stand(order, 'assessing_cancellation', { before: 'in_progress' });
      const answers = await Promise.all([
        post(order, 'reach-point-of-no-return'),
        post(order, 'begin-cancel'),
        post(order, 'finish-cancel'),
      ]);
      const done = answers.map(({ status }) => status === 200);
      const { state, pointOfNoReturnAt } = await readOrder(order);
      const isPast = pointOfNoReturnAt !== null;
      // What was begun first is finished, too.
      expect([state, isPast, done[0], done[2]]).toEqual(
        isPast ? ['in_progress', true, true, false] : ['cancelled', false, false, true],
      );
    }
  });
});

describe('rights', () => {
  const rights = ['order.read', 'order.assign'];
  let agent: RestClient;

  beforeAll(async () => {
    agent = await hireStaff(desk.provider, { firstname: 'Anders', lastname: 'Agent', rights });
  });

  it('decide before the state does: what is not granted is forbidden, and "actions" says why', async () => {
    for (const verb of VERBS.filter((name) => name !== 'assign')) {
      const order = await readyFor(verb);
      const { body } = await agent.get(order.path).expect(200);
      expect(allowedIn(body.data.actions)).toEqual(['assign']);
      expect(actionOf(body.data.actions, verb)).toEqual({
        action: verb,
        allowed: false,
        code: 'request.forbidden',
        reason: expect.stringMatching(/\brole.*right/) as string,
      });
      const refusal = await refusedWithoutTrace(order, () =>
        agent.post(`${order.path}/${verb}`, bodyFor(verb)),
      );
      expect([verb, refusal.status]).toEqual([verb, 403]);
    }
  });

  it('of correcting an order are those of editing its lines', async () => {
    const order = await desk.place();
    await desk.stand(order, 'draft');
    const { body } = await agent.get(order.path).expect(200);
    for (const action of ['edit-line', 'add-work-note']) {
      expect(actionOf(body.data.actions, action)).toMatchObject({ code: 'request.forbidden' });
    }
    const edit = await refusedWithoutTrace(order, () =>
      agent.patch(`${order.path}/lines/1`, { quantity: 2 }),
    );
    expect(edit.status).toBe(403);
    await agent.post(`${order.path}/work-notes`, { data: { body: 'A note' } }).expect(403);

    const corrector = await hireStaff(desk.provider, {
      firstname: 'Cora',
      lastname: 'Corrector',
      rights: ['order.read', 'order.correct'],
    });
    const { body: edited } = await corrector
      .patch(`${order.path}/lines/1`, { quantity: 2 })
      .expect(200);
    expect(allowedIn(edited.data.actions)).toEqual(['edit-line']);
  });

  it('of one verb open that verb and no other', async () => {
    const order = await desk.place();
    await agent.post(`${order.path}/assign`).expect(200);
    const approver = await hireStaff(desk.provider, {
      firstname: 'Ada',
      lastname: 'Approver',
      rights: ['order.read', 'order.approve'],
    });
    const { body } = await approver.get(order.path).expect(200);
    expect(allowedIn(body.data.actions)).toEqual(['approve']);
    await approver.post(`${order.path}/reject`, { reason: REASON }).expect(403);
    const { body: approved } = await approver.post(`${order.path}/approve`).expect(200);
    expect(approved.data).toMatchObject({ state: 'acknowledged' });
    expect(allowedIn(approved.data.actions)).toEqual([]);
  });

  it('of reading are what the verbs that are not there yet answer to', async () => {
    const order = await desk.place();
    for (const verb of UNAVAILABLE) {
      const refusal = await refusedWithoutTrace(order, () => agent.post(`${order.path}/${verb}`));
      expect(refusal).toMatchObject({ status: 409, code: 'order.verb_not_available' });
    }
  });

  it('that somebody has none of show no order at all', async () => {
    const order = await desk.place();
    const stranger = await hireStaff(desk.provider, {
      firstname: 'Sten',
      lastname: 'Stranger',
      rights: ['provider-task.read'],
    });
    await stranger.get(order.path).expect(403);
    await stranger.get('/orderbridge/orders').expect(403);
    // Of the consumer's API an admin session opens nothing, and the other way round.
    await desk.staff.post(`${order.taskPath}/cancel`).expect(401);
    await desk.application.post(`${order.path}/approve`).expect(401);
  });
});
