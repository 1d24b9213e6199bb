import type { Response } from 'supertest';
import { whoIs } from '../orders/open-desk';
import { allowedIn, conflict, refusalAsTold } from '../orders/refusal';
import {
  openServiceDesk,
  RESOLUTION,
  SHOWN_RESOLUTION,
  type OpenedRequest,
  type RequestRecord,
  type ServiceDesk,
} from './desk';
import {
  allowedAt,
  CONSUMER_MOVES,
  CONSUMER_VERBS,
  isOver,
  KINDS,
  movesOf,
  SHOWN,
  STAFF_MOVES,
  STAFF_VERBS,
  STATES,
  type Move,
} from './expected';

const REASON = 'Grace called about it.';

/** What is complete for a verb, so that nothing but the state can be in its way. */
const staffBodyFor = (verb: string) =>
  verb === 'propose-solution' ? { resolution: RESOLUTION } : { reason: REASON };
/** What histories say of it: of a solution, what it is. */
const toldOf = (verb: string): string =>
  verb === 'propose-solution' ? `${SHOWN_RESOLUTION.label}: ${SHOWN_RESOLUTION.notes}` : REASON;
const consumerBodyFor = (verb: string) => (verb === 'accept' ? {} : { reason: REASON });

/** Who did something, as history has it. */
interface Deed {
  readonly verb: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly actor_side: string;
  readonly reason: string | null;
}

let desk: ServiceDesk;
let staff: Omit<Deed, 'verb'>;
const consumer = {
  actor_kind: 'application',
  actor_id: expect.any(String) as string,
  actor_name: 'Application 1 of NORD',
  actor_side: 'consumer',
  reason: REASON,
};
let asked = 0;

beforeAll(async () => {
  desk = await openServiceDesk();
  const { id, name } = await whoIs(desk.staff);
  staff = {
    actor_kind: 'admin',
    actor_id: id,
    actor_name: name,
    actor_side: 'provider',
    reason: REASON,
  };
});

afterAll(async () => {
  await desk.close();
});

const readRequest = async ({ path }: OpenedRequest) =>
  (await desk.staff.get(path).expect(200)).body.data;

const readTask = async ({ taskPath }: OpenedRequest) =>
  (await desk.application.get(taskPath).expect(200)).body.data;

/** A request of one kind after the other. */
const standAt = async (state: Move['from']): Promise<OpenedRequest> => {
  const request = await desk.ask(KINDS[asked % KINDS.length]);
  asked += 1;
  await desk.stand(request, state);
  return request;
};

/** A solution stands from when it is proposed until the request goes on or is cancelled. */
const resolutionAfter = ({ verb, from, to }: Move) =>
  verb === 'propose-solution' || (from === 'resolved' && to === 'closed') ? SHOWN_RESOLUTION : null;

const expectRows = (move: Move, before: RequestRecord, after: RequestRecord, deed: Deed) => {
  const { from, to, verb } = move;
  const resolution = resolutionAfter(move);
  expect(after.request).toMatchObject({
    state: to,
    version: before.request.version + 1,
    resolution_code: resolution?.code ?? null,
    resolution_label: resolution?.label ?? null,
    resolution_notes: resolution?.notes ?? null,
    ...(verb === 'assign' && { assignee_id: deed.actor_id, assignee_name: deed.actor_name }),
  });
  expect(after.request['resolved_at'] !== null).toBe(resolution !== null);
  expect(after.request['closed_at'] !== null).toBe(isOver(to));
  expect(after.task).toMatchObject({
    state: SHOWN[to],
    parent_state: to,
    version: before.task.version + 1,
    assignee_name: after.request['assignee_name'],
  });
  expect(after.task['ended_at'] !== null).toBe(isOver(to));
  const noted = after.history.slice(before.history.length);
  expect(noted).toMatchObject([
    {
      ...deed,
      subject_type: 'service-request',
      from_state: from,
      to_state: to,
      version: after.request.version,
      refusal: null,
    },
    {
      ...deed,
      subject_type: 'provider-task',
      from_state: SHOWN[from],
      to_state: SHOWN[to],
      parent_state: to,
      version: after.task.version,
      refusal: null,
    },
  ]);
};

const expectMessages = (
  request: OpenedRequest,
  before: RequestRecord,
  after: RequestRecord,
  { verb, actor_name, actor_side, reason }: Deed,
) => {
  const { state, version } = after.request;
  const sent = after.messages.slice(before.messages.length).slice(-2);
  const [told, moved] = sent.map(({ body }) => JSON.parse(body).data);
  expect(sent.map(({ type }) => type)).toEqual(['service_request.changed', 'task.state_changed']);
  const resolution = after.request['resolution_code'] === null ? null : SHOWN_RESOLUTION;
  expect(told).toMatchObject({
    number: request.taskNumber,
    serviceRequest: { number: request.number, state, version, resolution },
  });
  expect(moved).toMatchObject({
    task: {
      number: request.taskNumber,
      state: SHOWN[state],
      version: after.task.version,
      parentKind: 'service_request',
      parentNumber: request.number,
      parentState: state,
    },
    verb,
    changedBy: { name: actor_name, side: actor_side },
    ...(reason !== null && { reason }),
  });
};

/** Both sides read over REST what the rows say. */
const expectReaders = async (request: OpenedRequest, move: Move, after: RequestRecord) => {
  const { state, version } = after.request;
  const resolution = resolutionAfter(move);
  const seen = await readRequest(request);
  expect(seen).toMatchObject({ state, version, resolution });
  expect(allowedIn(seen.actions)).toEqual(
    ['add-work-note', ...allowedAt(STAFF_MOVES, state)].sort(),
  );
  const task = await readTask(request);
  expect(task).toMatchObject({
    state: SHOWN[state],
    parentState: state,
    version: after.task.version,
    serviceRequest: { number: request.number, state, version, resolution },
  });
  expect(allowedIn(task.actions)).toEqual(['comment', ...allowedAt(CONSUMER_MOVES, state)].sort());
  return { seen, task };
};

const expectTaken = async (
  move: Move,
  deed: Omit<Deed, 'verb'>,
  ask: (request: OpenedRequest) => PromiseLike<Response>,
) => {
  const request = await standAt(move.from);
  const before = await desk.recordOf(request);
  const { body } = await ask(request);
  const after = await desk.recordOf(request);
  expectRows(move, before, after, { ...deed, verb: move.verb });
  expectMessages(request, before, after, { ...deed, verb: move.verb });
  return { answer: body.data, ...(await expectReaders(request, move, after)) };
};

describe('a service request', () => {
  it.each(movesOf(STAFF_MOVES).map(({ verb, from, to }) => [verb, from, to] as const))(
    'goes by "%s" of the staff from %s to %s, with its task, its history and the news',
    async (verb, from, to) => {
      const deed = { ...staff, reason: toldOf(verb) };
      const { answer, seen } = await expectTaken({ verb, from, to }, deed, ({ path }) =>
        desk.staff.post(`${path}/${verb}`, staffBodyFor(verb)).expect(200),
      );
      expect(seen).toMatchObject(answer);
    },
  );

  it.each(movesOf(CONSUMER_MOVES).map(({ verb, from, to }) => [verb, from, to] as const))(
    'goes by "%s" of the consumer from %s to %s, with its task, its history and the news',
    async (verb, from, to) => {
      const deed = { ...consumer, reason: verb === 'accept' ? null : REASON };
      const { answer, task } = await expectTaken({ verb, from, to }, deed, ({ taskPath }) =>
        desk.application.post(`${taskPath}/${verb}`, consumerBodyFor(verb)).expect(200),
      );
      expect(task).toEqual(answer);
    },
  );

  it('goes on by a comment of the consumer that it waits for', async () => {
    const move: Move = { verb: 'answer', from: 'awaiting_info', to: 'in_progress' };
    const { answer, task } = await expectTaken(
      move,
      { ...consumer, reason: null },
      ({ taskPath }) => {
        const comment = { data: { body: 'It is the blue one.' } };
        return desk.application.post(`${taskPath}/comments`, comment).expect(201);
      },
    );
    // Both have the same moment, and one of them is the cause.
    expect(task.timeline.slice(-2)).toMatchObject([
      { kind: 'comment', comment: { id: answer.id } },
      { kind: 'state', verb: 'answer' },
    ]);
  });

  it('is left where it is by every other comment', async () => {
    const remark = { data: { body: 'By the way.' } };
    for (const state of STATES) {
      const request = await standAt(state);
      const before = await desk.recordOf(request);
      const byStaff = `/orderbridge/provider-tasks/${request.taskId}/comments`;
      await desk.staff.post(byStaff, remark).expect(201);
      if (state !== 'awaiting_info') {
        await desk.application.post(`${request.taskPath}/comments`, remark).expect(201);
      }
      const after = await desk.recordOf(request);
      expect(after.request).toEqual(before.request);
      expect(after.history).toEqual(before.history);
    }
  });

  it.each(STATES)(
    'that is %s refuses all other verbs of the staff, with what "actions" says of them, and nothing is written',
    async (state) => {
      const request = await standAt(state);
      const before = await desk.recordOf(request);
      const { actions } = await readRequest(request);
      const allowed = allowedAt(STAFF_MOVES, state);
      expect(allowedIn(actions)).toEqual(['add-work-note', ...allowed].sort());

      const refused = STAFF_VERBS.filter((verb) => !allowed.includes(verb));
      const outcomes: Record<string, object> = {};
      for (const verb of refused) {
        const answer = await desk.staff.post(`${request.path}/${verb}`, staffBodyFor(verb));
        outcomes[verb] = refusalAsTold(actions, verb, answer);
      }
      const { version } = before.request;
      const refusal = conflict('service_request.illegal_transition', { state, version });
      expect(outcomes).toEqual(Object.fromEntries(refused.map((verb) => [verb, refusal])));
      expect(await desk.recordOf(request)).toEqual(before);
    },
  );

  it.each(STATES)(
    'that is %s refuses all other verbs of its consumer, with what "actions" says of them, and nothing is written',
    async (state) => {
      const request = await standAt(state);
      const before = await desk.recordOf(request);
      const { actions } = await readTask(request);
      const allowed = allowedAt(CONSUMER_MOVES, state);
      expect(allowedIn(actions)).toEqual(['comment', ...allowed].sort());

      const refused = CONSUMER_VERBS.filter((verb) => !allowed.includes(verb));
      const outcomes: Record<string, object> = {};
      for (const verb of refused) {
        const path = `${request.taskPath}/${verb}`;
        const answer = await desk.application.post(path, consumerBodyFor(verb));
        outcomes[verb] = refusalAsTold(actions, verb, answer);
      }
      const refusal = conflict('service_request.illegal_transition', {
        state: SHOWN[state],
        parentState: state,
        version: before.task.version,
      });
      expect(outcomes).toEqual(Object.fromEntries(refused.map((verb) => [verb, refusal])));
      expect(await desk.recordOf(request)).toEqual(before);
    },
  );

  it.each(KINDS)(
    'for %s lives a whole life by verbs alone, told alike on both sides',
    async (kind) => {
      const request = await desk.ask(kind);
      const byStaff = (verb: string) => () =>
        desk.staff.post(`${request.path}/${verb}`, staffBodyFor(verb)).expect(200);
      const byConsumer = (verb: string) => () =>
        desk.application.post(`${request.taskPath}/${verb}`, consumerBodyFor(verb)).expect(200);
      const answer = () =>
        desk.application
          .post(`${request.taskPath}/comments`, { data: { body: 'The blue one.' } })
          .expect(201);
      const steps: [step: () => PromiseLike<unknown>, verb: string, state: Move['to']][] = [
        [byStaff('assign'), 'assign', 'in_progress'],
        [byStaff('request-info'), 'request-info', 'awaiting_info'],
        [answer, 'answer', 'in_progress'],
        [byStaff('propose-solution'), 'propose-solution', 'resolved'],
        [byConsumer('reject'), 'reject', 'in_progress'],
        [byStaff('propose-solution'), 'propose-solution', 'resolved'],
        [byConsumer('accept'), 'accept', 'closed'],
        [byStaff('reopen'), 'reopen', 'in_progress'],
        [byStaff('close'), 'close', 'closed'],
      ];
      for (const [step, , parentState] of steps) {
        await step();
        expect(await readTask(request)).toMatchObject({ parentState, state: SHOWN[parentState] });
      }
      const task = await readTask(request);
      const { body } = await desk.staff.get(`/orderbridge/provider-tasks/${request.taskId}`);
      expect(body.data.serviceRequest).toMatchObject(task.serviceRequest);
      const moves = task.timeline.filter(({ kind: entry }: { kind: string }) => entry === 'state');
      expect(
        moves
          .slice(2)
          .map(({ verb, to, parentState }: Record<string, string>) => [verb, to, parentState]),
      ).toEqual(steps.map(([, verb, state]) => [verb, SHOWN[state], state]));
      const without = (entries: { comment?: object }[]) =>
        entries.map(({ comment, ...entry }) => ({ ...entry, ...comment, actions: undefined }));
      expect(without(body.data.timeline)).toEqual(without(task.timeline));
    },
  );
});
