import {
  fieldsIn,
  refusalAsTold,
  refusalIn,
  allowedIn,
  actionOf,
  conflict,
} from '../orders/refusal';
import { whoIs } from '../orders/open-desk';
import { hireStaff } from '../../support/people';
import type { RestClient } from '../../support/rest-client';
import { TASKS } from '../../support/selling-provider';
import {
  openServiceDesk,
  RESOLUTION,
  SHOWN_RESOLUTION,
  type OpenedRequest,
  type ServiceDesk,
} from './desk';
import {
  CONSUMER_MOVES,
  CONSUMER_VERBS,
  movesOf,
  NEED_REASON,
  STAFF_MOVES,
  STAFF_VERBS,
} from './expected';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const REASON = 'Grace called about it.';

const bodyFor = (verb: string) => ({
  ...(NEED_REASON.includes(verb) && { reason: REASON }),
  ...(verb === 'propose-solution' && { resolution: RESOLUTION }),
});

let desk: ServiceDesk;

beforeAll(async () => {
  desk = await openServiceDesk();
});

afterAll(async () => {
  await desk.close();
});

const post = ({ path }: OpenedRequest, verb: string, body: object = bodyFor(verb)) =>
  desk.staff.post(`${path}/${verb}`, body);

const wish = ({ taskPath }: OpenedRequest, verb: string, body: object = {}) =>
  desk.application.post(`${taskPath}/${verb}`, body);

const readRequest = async ({ path }: OpenedRequest) =>
  (await desk.staff.get(path).expect(200)).body.data;

const readTask = async ({ taskPath }: OpenedRequest) =>
  (await desk.application.get(taskPath).expect(200)).body.data;

/** A request in a state from which a verb leads somewhere. */
const readyFor = async (verb: string, table = STAFF_MOVES): Promise<OpenedRequest> => {
  const request = await desk.ask();
  const from = movesOf(table).find((move) => move.verb === verb)?.from;
  if (from === undefined) throw new Error(`"${verb}" leads nowhere.`);
  await desk.stand(request, from);
  return request;
};

/** What comes of a request that must leave no trace. */
const refusedWithoutTrace = async (
  request: OpenedRequest,
  send: () => PromiseLike<Parameters<typeof refusalIn>[0]>,
) => {
  const before = await desk.recordOf(request);
  const refusal = refusalIn(await send());
  expect(await desk.recordOf(request)).toEqual(before);
  return refusal;
};

describe('what is asked for by a ready-made form', () => {
  const said = { subject: 'The router is loud', description: 'Since Monday, all day.' };

  it.each([
    [
      'help',
      'HLP',
      { priority: 'high' },
      [
        {
          field: '/characteristics/priority',
          label: 'Priority',
          value: 'high',
          valueLabel: 'High',
        },
      ],
    ],
    [
      'issue',
      'ISS',
      { impact: 'low', urgency: 'medium' },
      [
        { field: '/characteristics/impact', label: 'Impact', value: 'low', valueLabel: 'Low' },
        {
          field: '/characteristics/urgency',
          label: 'Urgency',
          value: 'medium',
          valueLabel: 'Medium',
        },
      ],
    ],
    [
      'change',
      'CHG',
      { reason: 'Silence', risk: 'medium' },
      [
        {
          field: '/characteristics/reason',
          label: 'Reason',
          value: 'Silence',
          valueLabel: 'Silence',
        },
        { field: '/characteristics/risk', label: 'Risk', value: 'medium', valueLabel: 'Medium' },
      ],
    ],
  ] as const)(
    'becomes a request for %s, numbered and called as people call it',
    async (kind, prefix, answers, labelled) => {
      const characteristics = { ...said, ...answers };
      const line = { item: desk.itemOf(kind), quantity: 1, answers: { characteristics } };
      const { body } = await desk.application.post(TASKS, { data: { lines: [line] } }).expect(201);
      expect(body.data).toMatchObject({
        title: said.subject,
        state: 'received',
        parentKind: 'service_request',
        parentNumber: `${prefix}0000001`,
        parentState: 'new',
      });
      const request = await desk.find(body.data);
      const shown = {
        number: `${prefix}0000001`,
        kind,
        state: 'new',
        version: 1,
        resolution: null,
        answers: [
          expect.objectContaining({ field: '/characteristics/subject', value: said.subject }),
          expect.objectContaining({
            field: '/characteristics/description',
            value: said.description,
          }),
          ...labelled,
        ],
      };
      expect(await readRequest(request)).toMatchObject({ ...shown, assignee: null });
      const task = await readTask(request);
      expect(task).toMatchObject({ order: null, serviceRequest: shown });
      expect((await desk.recordOf(request)).messages).toMatchObject([{ type: 'task.accepted' }]);
    },
  );

  it('is one request of one kind, and an order holds no requests: the rest is refused', async () => {
    const counts = async () => {
      const tables = ['provider_tasks', 'orders', 'service_requests', 'outbox', 'state_changes'];
      const found = tables.map((table) => desk.provider.rows(`orderbridge_${table}`).count());
      return Promise.all(found);
    };
    const lineFor = (kind: 'order' | 'help' | 'issue') => {
      const request = desk.organisation.requestFor(kind) as { data: { lines: [object] } };
      return request.data.lines[0];
    };
    const before = await counts();
    for (const kinds of [
      ['help', 'order'],
      ['order', 'issue'],
      ['help', 'issue'],
      ['help', 'help'],
    ] as const) {
      const answer = await desk.application.post(TASKS, { data: { lines: kinds.map(lineFor) } });
      expect([kinds, refusalIn(answer)]).toMatchObject([
        kinds,
        { status: 400, code: 'item.kinds_mixed' },
      ]);
    }
    expect(await counts()).toEqual(before);
  });
});

describe('the verbs of a service request', () => {
  it.each(NEED_REASON)('"%s" of the staff needs a reason that says something', async (verb) => {
    const request = await readyFor(verb);
    for (const body of [{}, { reason: '  ' }, { reason: 7 }, { reason: 'x'.repeat(2_001) }]) {
      const refusal = await refusedWithoutTrace(request, () => post(request, verb, body));
      expect(refusal).toMatchObject({ status: 400, code: 'request.invalid' });
      expect(fieldsIn(refusal)).toEqual(['reason']);
    }
    await post(request, verb, { reason: 'x'.repeat(2_000) }).expect(200);
  });

  it.each(STAFF_VERBS.filter((verb) => !NEED_REASON.includes(verb)))(
    '"%s" of the staff needs no reason',
    async (verb) => {
      await post(await readyFor(verb), verb).expect(200);
    },
  );

  it('"reject" of the consumer needs a reason, "cancel" and "accept" do not', async () => {
    const request = await readyFor('reject', CONSUMER_MOVES);
    for (const body of [{}, { reason: ' ' }]) {
      const refusal = await refusedWithoutTrace(request, () => wish(request, 'reject', body));
      expect(refusal).toMatchObject({ status: 400, code: 'request.invalid' });
      expect(fieldsIn(refusal)).toEqual(['reason']);
    }
    await wish(request, 'reject', { reason: REASON }).expect(200);
    await wish(await readyFor('cancel', CONSUMER_MOVES), 'cancel').expect(200);
    await wish(await readyFor('accept', CONSUMER_MOVES), 'accept').expect(200);
  });

  it.each(STAFF_VERBS)(
    '"%s" of staff who saw another version is refused, with how it stands',
    async (verb) => {
      const request = await readyFor(verb);
      const { state, version } = (await readRequest(request)) as { state: string; version: number };
      const refusal = await refusedWithoutTrace(request, () =>
        post(request, verb, { ...bodyFor(verb), expectedVersion: version + 1 }),
      );
      const code = 'service_request.version_conflict';
      expect(refusal).toMatchObject({ status: 409, code, details: { code, state, version } });
      await post(request, verb, { ...bodyFor(verb), expectedVersion: version }).expect(200);
    },
  );

  it.each(CONSUMER_VERBS)(
    '"%s" of a consumer who saw another version is refused, with how it stands',
    async (verb) => {
      const request = await readyFor(verb, CONSUMER_MOVES);
      const { state, parentState, version } = (await readTask(request)) as {
        state: string;
        parentState: string;
        version: number;
      };
      const body = verb === 'reject' ? { reason: REASON } : {};
      const refusal = await refusedWithoutTrace(request, () =>
        wish(request, verb, { ...body, expectedVersion: version - 1 }),
      );
      const details = { state, parentState, version };
      expect(refusal).toMatchObject({ status: 409, code: 'task.version_conflict', details });
      await wish(request, verb, { ...body, expectedVersion: version }).expect(200);
    },
  );

  it('what there is not is not found, whatever is asked of it', async () => {
    const path = '/orderbridge/service-requests/there-is-none';
    const notFound = { status: 404, code: 'service_request.not_found' };
    for (const verb of STAFF_VERBS) {
      expect(refusalIn(await desk.staff.post(`${path}/${verb}`, bodyFor(verb)))).toMatchObject(
        notFound,
      );
    }
    const note = { data: { body: 'A note' } };
    expect(refusalIn(await desk.staff.get(path))).toMatchObject(notFound);
    expect(refusalIn(await desk.staff.post(`${path}/work-notes`, note))).toMatchObject(notFound);
  });

  it('a consumer reaches its own requests only', async () => {
    const request = await readyFor('accept', CONSUMER_MOVES);
    const [stranger] = (await desk.open('OST')).applications;
    for (const verb of CONSUMER_VERBS) {
      const body = verb === 'reject' ? { reason: REASON } : {};
      const refusal = await refusedWithoutTrace(request, () =>
        stranger.post(`${request.taskPath}/${verb}`, body),
      );
      expect(refusal).toMatchObject({ status: 404, code: 'task.not_found' });
    }
  });

  it('of one side are not those of the other', async () => {
    const request = await readyFor('accept', CONSUMER_MOVES);
    for (const verb of ['accept', 'reject', 'answer', 'open']) {
      const refusal = await refusedWithoutTrace(request, () =>
        post(request, verb, { reason: REASON }),
      );
      // Strapi looks for public files under every address, so it knows another method of this one.
      expect([verb, [404, 405].includes(refusal.status)]).toEqual([verb, true]);
    }
    for (const verb of ['close', 'assign', 'reopen', 'propose-solution', 'answer']) {
      const refusal = await refusedWithoutTrace(request, () => wish(request, verb, bodyFor(verb)));
      expect([verb, [404, 405].includes(refusal.status)]).toEqual([verb, true]);
    }
  });

  it('"assign" makes who asks answer for it, and a colleague can take over', async () => {
    const request = await desk.ask();
    const colleague = await hireStaff(desk.provider, {
      firstname: 'Tove',
      lastname: 'Takeover',
      rights: ['service-request.read', 'service-request.assign'],
    });
    for (const client of [desk.staff, colleague]) {
      const assignee = await whoIs(client);
      const { body } = await client.post(`${request.path}/assign`).expect(200);
      expect(body.data).toMatchObject({ state: 'in_progress', assignee });
      const task = await desk.staff.get(`/orderbridge/provider-tasks/${request.taskId}`);
      expect(task.body.data).toMatchObject({ assignee });
    }
    await post(request, 'request-info').expect(200);
    const { body } = await post(request, 'assign').expect(200);
    expect(body.data).toMatchObject({ state: 'awaiting_info', assignee: await whoIs(desk.staff) });
  });

  it('of several people at once one decides', async () => {
    const request = await readyFor('accept', CONSUMER_MOVES);
    const { version } = (await readTask(request)) as { version: number };
    const answers = await Promise.all([
      wish(request, 'accept', { expectedVersion: version }),
      wish(request, 'reject', { expectedVersion: version, reason: REASON }),
      wish(request, 'cancel', { expectedVersion: version }),
      post(request, 'cancel', { reason: REASON, expectedVersion: 1 }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await readTask(request)).toMatchObject({ version: version + 1 });
  });
});

describe('a solution', () => {
  const propose = (request: OpenedRequest, resolution: unknown) =>
    post(request, 'propose-solution', { resolution });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'resolution'],
    ['a code alone', { code: 'solved' }, 'resolution.notes'],
    ['notes alone', { notes: 'Done.' }, 'resolution.code'],
    ['empty notes', { code: 'solved', notes: ' ' }, 'resolution.notes'],
    ['a label of its own', { code: 'solved', notes: 'Done.', label: 'Fine' }, 'resolution'],
  ])('is not %s', async (_what, resolution, field) => {
    const request = await readyFor('propose-solution');
    const refusal = await refusedWithoutTrace(request, () => propose(request, resolution));
    expect(refusal).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(fieldsIn(refusal)).toEqual([field]);
  });

  it('has a code that there is and that is active, and keeps the label that it had', async () => {
    const code = 'blown_dry';
    const request = await readyFor('propose-solution');
    const unknown = { status: 400, code: 'service_request.resolution_code_unknown' };
    const resolution = { code, notes: 'It works again.' };
    expect(await refusedWithoutTrace(request, () => propose(request, resolution))).toMatchObject(
      unknown,
    );
    const made = await desk.admin.create('resolution-code', {
      code,
      name: 'Blown dry',
      active: false,
    });
    const inactive = await refusedWithoutTrace(request, () => propose(request, resolution));
    expect(inactive).toMatchObject(unknown);
    expect(inactive.details['known']).not.toContain(code);

    await desk.admin.update('resolution-code', made.documentId, { active: true });
    const shown = { ...resolution, label: 'Blown dry' };
    const { body } = await propose(request, resolution).expect(200);
    expect(body.data).toMatchObject({ state: 'resolved', resolution: shown });
    await desk.admin.update('resolution-code', made.documentId, { active: false, name: 'Dried' });
    expect((await readTask(request)).serviceRequest.resolution).toEqual(shown);
    await wish(request, 'accept').expect(200);
    expect((await readTask(request)).serviceRequest.resolution).toEqual(shown);
  });

  it('that is rejected stands no longer, and its rejection says why on both sides', async () => {
    const request = await readyFor('propose-solution');
    await propose(request, RESOLUTION).expect(200);
    expect((await readTask(request)).serviceRequest.resolution).toEqual(SHOWN_RESOLUTION);
    await wish(request, 'reject', { reason: 'The other door is locked.' }).expect(200);
    const task = await readTask(request);
    expect(task.serviceRequest).toMatchObject({ state: 'in_progress', resolution: null });
    expect(task.timeline.at(-1)).toMatchObject({
      verb: 'reject',
      reason: 'The other door is locked.',
      by: { side: 'consumer' },
    });
    const { history, resolution } = await readRequest(request);
    expect(resolution).toBeNull();
    expect(history.at(-1)).toMatchObject({ verb: 'reject', reason: 'The other door is locked.' });
    // What was proposed is not lost.
    expect(history.at(-2)).toMatchObject({
      verb: 'propose-solution',
      reason: 'Workaround: Use the other door.',
    });
    await propose(request, { code: 'solved', notes: 'Unlocked.' }).expect(200);
    await wish(request, 'accept').expect(200);
  });

  it('is closed by the consumer alone', async () => {
    const request = await readyFor('accept', CONSUMER_MOVES);
    const code = 'service_request.illegal_transition';
    const refusal = await refusedWithoutTrace(request, () => post(request, 'close'));
    expect(refusal).toMatchObject({ status: 409, code, details: { state: 'resolved' } });
    await wish(request, 'accept').expect(200);
    expect(await readRequest(request)).toMatchObject({
      state: 'closed',
      resolution: SHOWN_RESOLUTION,
      closedAt: expect.any(String),
    });
  });
});

describe('a closed request', () => {
  it('is reopened within 14 days, without its solution, and lives again', async () => {
    const request = await readyFor('accept', CONSUMER_MOVES);
    await wish(request, 'accept').expect(200);
    const closedAt = new Date(Date.now() - 14 * DAY_MS + MINUTE_MS);
    await desk.provider
      .rows('orderbridge_service_requests')
      .where({ id: request.id })
      .update({ closed_at: closedAt });
    await desk.provider
      .rows('orderbridge_provider_tasks')
      .where({ document_id: request.taskId })
      .update({ ended_at: closedAt });
    // By then nobody comments on it any more.
    const ended = await readTask(request);
    expect(actionOf(ended.actions, 'comment')).toMatchObject({ allowed: false, code: 'task.over' });

    const { body } = await post(request, 'reopen').expect(200);
    expect(body.data).toMatchObject({ state: 'in_progress', resolution: null, closedAt: null });
    const task = await readTask(request);
    expect(task).toMatchObject({ parentState: 'in_progress', endedAt: null });
    expect(allowedIn(task.actions)).toEqual(['cancel', 'comment']);
  });

  it('is not reopened after 14 days, as "actions" says', async () => {
    const request = await desk.ask();
    await desk.stand(request, 'closed', new Date(Date.now() - 14 * DAY_MS - MINUTE_MS));
    const { actions, state, version } = await readRequest(request);
    expect(allowedIn(actions)).toEqual(['add-work-note']);
    const before = await desk.recordOf(request);
    expect(refusalAsTold(actions, 'reopen', await post(request, 'reopen'))).toEqual(
      conflict('service_request.too_late_to_reopen', { state, version }),
    );
    expect(await desk.recordOf(request)).toEqual(before);
  });

  it('that was cancelled is never reopened', async () => {
    const request = await desk.ask();
    await wish(request, 'cancel').expect(200);
    const refusal = await refusedWithoutTrace(request, () => post(request, 'reopen'));
    expect(refusal).toMatchObject({ status: 409, code: 'service_request.illegal_transition' });
  });
});

describe('rights', () => {
  let agent: RestClient;

  beforeAll(async () => {
    const rights = ['service-request.read', 'service-request.resume'];
    agent = await hireStaff(desk.provider, { firstname: 'Anders', lastname: 'Agent', rights });
  });

  it('decide before the state does: what is not granted is forbidden, and "actions" says why', async () => {
    for (const verb of STAFF_VERBS.filter((name) => name !== 'resume')) {
      const request = await readyFor(verb);
      const { body } = await agent.get(request.path).expect(200);
      expect(actionOf(body.data.actions, verb)).toEqual({
        action: verb,
        allowed: false,
        code: 'request.forbidden',
        reason: expect.stringMatching(/\brole.*right/) as string,
      });
      const refusal = await refusedWithoutTrace(request, () =>
        agent.post(`${request.path}/${verb}`, bodyFor(verb)),
      );
      expect([verb, refusal.status]).toEqual([verb, 403]);
    }
  });

  it('of one verb open that verb and no other', async () => {
    const request = await readyFor('resume');
    const { body } = await agent.get(request.path).expect(200);
    expect(allowedIn(body.data.actions)).toEqual(['resume']);
    const note = { data: { body: 'A note' } };
    await agent.post(`${request.path}/work-notes`, note).expect(403);
    const { body: resumed } = await agent.post(`${request.path}/resume`).expect(200);
    expect(resumed.data).toMatchObject({ state: 'in_progress' });
    expect(allowedIn(resumed.data.actions)).toEqual([]);
  });

  it('of orders show no service request', async () => {
    const request = await desk.ask();
    const rights = ['order.read', 'order.approve', 'provider-task.read'];
    const approver = await hireStaff(desk.provider, {
      firstname: 'Ada',
      lastname: 'Approver',
      rights,
    });
    await approver.get(request.path).expect(403);
    await approver.get('/orderbridge/service-requests').expect(403);
    await approver.post(`${request.path}/assign`).expect(403);
  });
});
