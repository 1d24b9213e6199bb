import type { Response } from 'supertest';
import type { OrderState } from '../../../plugins/orderbridge/shared/order-states';
import {
  allowedAt,
  allowedToConsumerAt,
  EVERY_MOVE,
  isOver,
  refusedWith,
  SHOWN,
  STATES,
  UNAVAILABLE,
  UNDER_WAY,
  VERBS,
  type Move,
} from './expected';
import { openOrderDesk, type OrderDesk, type OrderRecord, type PlacedOrder } from './desk';
import { whoIs } from './open-desk';
import { allowedIn, conflict, refusalAsTold } from './refusal';

const REASON = 'The customer called.';
const APPLICATION = 'Application 1 of NORD';
const BEFORE_ASSESSMENT = 'in_progress';

/** What is complete for a verb, so that nothing but the state can be in its way. */
const bodyFor = (verb: string) => ({
  reason: REASON,
  ...(verb === 'schedule' && { startAt: new Date(Date.now() + 86_400_000).toISOString() }),
});

/** Who did something, as history has it. */
interface Deed {
  readonly verb: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly actor_side: string;
  readonly reason: string | null;
}

let desk: OrderDesk;
let admin: Awaited<ReturnType<typeof whoIs>>;

beforeAll(async () => {
  desk = await openOrderDesk();
  admin = await whoIs(desk.staff);
});

afterAll(async () => {
  await desk.close();
});

const readOrder = async ({ path }: PlacedOrder) =>
  (await desk.staff.get(path).expect(200)).body.data;

const readTask = async ({ taskPath }: PlacedOrder) =>
  (await desk.application.get(taskPath).expect(200)).body.data;

const standAt = async (from: OrderState, to?: OrderState): Promise<PlacedOrder> => {
  const order = await desk.place();
  const isBack = to !== undefined && (UNDER_WAY as readonly string[]).includes(to);
  const before = isBack ? to : BEFORE_ASSESSMENT;
  await desk.stand(order, from, from === 'assessing_cancellation' ? { before } : {});
  return order;
};

const expectRows = ({ verb, from, to }: Move, before: OrderRecord, after: OrderRecord) => {
  const isAssessed = to === 'assessing_cancellation';
  const stored = from === to ? before.order['state_before_assessment'] : isAssessed ? from : null;
  expect(after.order).toMatchObject({
    state: to,
    // What is submitted is received at once: two changes.
    version: before.order.version + (verb === 'submit' ? 2 : 1),
    state_before_assessment: stored,
  });
  expect(after.order['completed_at'] !== null).toBe(isOver(to));
  expect(after.lines.map(({ state }) => state)).toEqual([to, to]);
  expect(after.task).toMatchObject({
    state: SHOWN[to],
    parent_state: to,
    version: before.task.version + 1,
  });
  expect(after.task['ended_at'] !== null).toBe(isOver(to));
};

const expectHistory = ({ from, to }: Move, before: OrderRecord, after: OrderRecord, deed: Deed) => {
  const { version } = before.order;
  const noted = after.history.slice(before.history.length);
  const ofOrder = noted.filter(({ subject_type }) => subject_type === 'order');
  const ofTask = noted.filter(({ subject_type }) => subject_type === 'provider-task');
  const first = { ...deed, from_state: from, to_state: to, version: version + 1, refusal: null };
  const received = { verb: 'receive', actor_name: 'Orderbridge', actor_side: 'provider' };
  expect(ofOrder).toMatchObject(
    deed.verb === 'submit'
      ? [
          { ...first, to_state: 'submitted' },
          { ...received, from_state: 'submitted', to_state: to, version: version + 2 },
        ]
      : [first],
  );
  expect(ofTask).toMatchObject([
    {
      ...deed,
      from_state: SHOWN[from],
      to_state: SHOWN[to],
      parent_state: to,
      version: before.task.version + 1,
      refusal: null,
    },
  ]);
};

const expectMessages = (
  order: PlacedOrder,
  before: OrderRecord,
  after: OrderRecord,
  { verb, actor_name, actor_side, reason }: Deed,
) => {
  const { state, version } = after.order;
  const sent = after.messages.slice(before.messages.length);
  const [told, moved] = sent.map(({ body }) => JSON.parse(body).data);
  expect(sent.map(({ type }) => type)).toEqual(['order.changed', 'task.state_changed']);
  expect(told).toMatchObject({
    number: order.taskNumber,
    order: { number: order.number, state, version, lines: [{ state }, { state }] },
  });
  expect(moved).toMatchObject({
    task: {
      number: order.taskNumber,
      state: SHOWN[state],
      version: after.task.version,
      parentKind: 'order',
      parentNumber: order.number,
      parentState: state,
    },
    verb,
    changedBy: { name: actor_name, side: actor_side },
    ...(reason !== null && { reason }),
  });
};

/** Both sides read over REST what the rows say. */
const expectReaders = async (order: PlacedOrder, after: OrderRecord) => {
  const { state, version } = after.order;
  const isPast = after.order['point_of_no_return_at'] !== null;
  const seen = await readOrder(order);
  expect(seen).toMatchObject({ state, version, lines: [{ state }, { state }] });
  expect(allowedIn(seen.actions)).toEqual(allowedAt(state, isPast));
  const task = await readTask(order);
  expect(task).toMatchObject({
    state: SHOWN[state],
    parentState: state,
    version: after.task.version,
    order: { number: order.number, state, version, lines: [{ state }, { state }] },
  });
  expect(allowedIn(task.actions)).toEqual(allowedToConsumerAt(state, isPast));
  return { seen, task };
};

const expectTaken = async (
  move: Move,
  deed: Omit<Deed, 'verb'>,
  ask: (order: PlacedOrder) => PromiseLike<Response>,
) => {
  const order = await standAt(move.from, move.to);
  const before = await desk.recordOf(order);
  const { body } = await ask(order);
  const after = await desk.recordOf(order);
  expectRows(move, before, after);
  expectHistory(move, before, after, { ...deed, verb: move.verb });
  expectMessages(order, before, after, { ...deed, verb: move.verb });
  return { answer: body.data, ...(await expectReaders(order, after)) };
};

/** Every state, and what can be reached past the point of no return once more so. */
const STANDINGS: [state: OrderState, past: string, isPast: boolean][] = [
  ...STATES.map((state): [OrderState, string, boolean] => [state, '', false]),
  ...UNDER_WAY.map((state): [OrderState, string, boolean] => [
    state,
    ', past the point of no return',
    true,
  ]),
];

/** What a cancellation does, whoever asks for it. */
const CANCELLATIONS = EVERY_MOVE.filter(({ verb }) => verb === 'request-cancel');

describe('an order', () => {
  it.each(EVERY_MOVE.map((move) => [move.verb, move.from, move.to] as const))(
    'goes by "%s" of the staff from %s to %s, with its lines, its task, its history and the news',
    async (verb, from, to) => {
      const deed = {
        actor_kind: 'admin',
        actor_id: admin.id,
        actor_name: admin.name,
        actor_side: 'provider',
        reason: REASON,
      };
      const { answer, seen } = await expectTaken({ verb, from, to }, deed, ({ path }) =>
        desk.staff.post(`${path}/${verb}`, bodyFor(verb)).expect(200),
      );
      expect(seen).toMatchObject(answer);
    },
  );

  it.each(CANCELLATIONS.map(({ from, to }) => [from, to] as const))(
    'goes by a cancel of the consumer from %s to %s, with its lines, its task, its history and the news',
    async (from, to) => {
      const deed = {
        actor_kind: 'application',
        actor_id: expect.any(String) as string,
        actor_name: APPLICATION,
        actor_side: 'consumer',
        reason: from === 'new' ? REASON : null,
      };
      const move = { verb: 'request-cancel', from, to };
      const { answer, task } = await expectTaken(move, deed, ({ taskPath }) =>
        desk.application
          .post(`${taskPath}/cancel`, deed.reason === null ? {} : { reason: deed.reason })
          .expect(200),
      );
      expect(task).toEqual(answer);
    },
  );

  it.each(STANDINGS)(
    'that is %s%s refuses all other verbs, with what "actions" says of them, and nothing is written',
    async (state, _past, isPast) => {
      const order = await desk.place();
      await desk.stand(order, state, { before: BEFORE_ASSESSMENT, isPast });
      const before = await desk.recordOf(order);
      const seen = await readOrder(order);
      expect(allowedIn(seen.actions)).toEqual(allowedAt(state, isPast));

      const refused = [...VERBS, ...UNAVAILABLE].flatMap((verb) => {
        const code = refusedWith(verb, { state, isPast });
        return code === undefined ? [] : [{ verb, code }];
      });
      const outcomes: Record<string, object> = {};
      for (const { verb } of refused) {
        const answer = await desk.staff.post(`${order.path}/${verb}`, bodyFor(verb));
        outcomes[verb] = refusalAsTold(seen.actions, verb, answer);
      }
      const details = { state, version: before.order.version };
      expect(outcomes).toEqual(
        Object.fromEntries(
          refused.map(({ verb, code }) => [
            verb,
            conflict(code, UNAVAILABLE.includes(verb) ? { verb } : details),
          ]),
        ),
      );
      expect(await desk.recordOf(order)).toEqual(before);
    },
  );

  it.each(STANDINGS)(
    'that is %s%s refuses its consumer what "actions" says, and nothing is written',
    async (state, _past, isPast) => {
      const order = await desk.place();
      await desk.stand(order, state, { before: BEFORE_ASSESSMENT, isPast });
      const before = await desk.recordOf(order);
      const task = await readTask(order);
      const details = { state: SHOWN[state], parentState: state, version: before.task.version };
      const cancel = refusedWith('request-cancel', { state, isPast });
      const codes = {
        ...(cancel !== undefined && { cancel }),
        accept: 'task.action_not_for_parent',
        reject: 'task.action_not_for_parent',
      };
      expect(allowedIn(task.actions)).toEqual(allowedToConsumerAt(state, isPast));
      const outcomes: Record<string, object> = {};
      for (const verb of Object.keys(codes)) {
        const body = verb === 'accept' ? {} : { reason: REASON };
        const answer = await desk.application.post(`${order.taskPath}/${verb}`, body);
        outcomes[verb] = refusalAsTold(task.actions, verb, answer);
      }
      expect(outcomes).toEqual(
        Object.fromEntries(
          Object.entries(codes).map(([verb, code]) => [verb, conflict(code, details)]),
        ),
      );
      expect(await desk.recordOf(order)).toEqual(before);
    },
  );

  it('takes along the lines that stand where it stands; a line that has ended stays ended', async () => {
    const order = await standAt('in_progress');
    await desk.provider
      .rows('orderbridge_order_lines')
      .where({ order_id: order.id, line_number: 2 })
      .update({ state: 'cancelled' });
    const { body } = await desk.staff.post(`${order.path}/complete`).expect(200);
    expect(body.data.lines).toMatchObject([{ state: 'completed' }, { state: 'cancelled' }]);
  });

  it('lives a whole life by verbs alone, and its consumer reads each step, by whom and why', async () => {
    const order = await desk.place();
    const staff = (verb: string) => () =>
      desk.staff.post(`${order.path}/${verb}`, bodyFor(verb)).expect(200);
    const cancel = () => desk.application.post(`${order.taskPath}/cancel`).expect(200);
    const correct = () => desk.staff.patch(`${order.path}/lines/2`, { quantity: 2 }).expect(200);
    const steps: [step: () => PromiseLike<unknown>, parentState: OrderState][] = [
      [staff('reject'), 'rejected'],
      [staff('correct'), 'draft'],
      [correct, 'draft'],
      [staff('submit'), 'new'],
      [staff('assign'), 'new'],
      [staff('approve'), 'acknowledged'],
      [staff('schedule'), 'scheduled'],
      [cancel, 'assessing_cancellation'],
      [staff('decline-cancel'), 'scheduled'],
      [staff('start'), 'in_progress'],
      [staff('request-information'), 'awaiting_information'],
      [staff('resume'), 'in_progress'],
      [staff('hold'), 'on_hold'],
      [cancel, 'assessing_cancellation'],
      [staff('reach-point-of-no-return'), 'on_hold'],
      [staff('resume'), 'in_progress'],
      [staff('complete'), 'completed'],
    ];
    for (const [step, parentState] of steps) {
      await step();
      expect(await readTask(order)).toMatchObject({ parentState, state: SHOWN[parentState] });
    }

    const task = await readTask(order);
    const { body } = await desk.staff.get(`/orderbridge/provider-tasks/${order.taskId}`);
    expect(body.data.order).toMatchObject(task.order);
    expect(body.data.timeline).toEqual(task.timeline);
    const moves = task.timeline.slice(2);
    expect(moves.map(({ verb }: { verb: string }) => verb)).toEqual([
      'reject',
      'correct',
      'edit-line',
      'submit',
      'assign',
      'approve',
      'schedule',
      'request-cancel',
      'decline-cancel',
      'start',
      'request-information',
      'resume',
      'hold',
      'request-cancel',
      'reach-point-of-no-return',
      'resume',
      'complete',
    ]);
    expect(moves.map(({ to, parentState }: Record<string, string>) => [to, parentState])).toEqual(
      steps.map(([, parentState]) => [SHOWN[parentState], parentState]),
    );
    expect(moves[0]).toMatchObject({
      by: { name: admin.name, side: 'provider' },
      reason: REASON,
      version: 2,
    });
    expect(moves[7]).toMatchObject({
      by: { name: APPLICATION, side: 'consumer' },
      reason: null,
    });
    expect(task.endedAt).not.toBeNull();
  });
});
