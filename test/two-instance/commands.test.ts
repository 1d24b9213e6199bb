import { randomUUID } from 'node:crypto';
import { historyOf, messagesAbout } from '../integration/tasks/find-inconsistencies';
import type { RestClient } from '../support/rest-client';
import { startSellingProvider, type SellingProvider } from '../support/selling-provider';
import { pairFakeConsumer } from '../support/fake-consumer';
import { startPair, type Pair } from '../support/pair';
import { waitUntil } from '../support/wait-until';
import { factsOf, gatherParties, type Asked, type Parties } from './parties';

interface Command {
  readonly command: string;
  readonly state: 'pending' | 'accepted' | 'refused';
  readonly code: string | null;
  readonly reason: string | null;
}

const SOLUTION = { resolution: { code: 'solved', notes: 'Restarted the router' } };

describe('what a consumer asks of its provider', () => {
  let pair: Pair;
  let parties: Parties;

  beforeAll(async () => {
    pair = await startPair();
    parties = await gatherParties(pair);
  });

  afterAll(async () => {
    await pair.dispose();
  });

  afterEach(async () => {
    pair.toProvider.heal();
    pair.toConsumer.heal();
    await pair.atRest();
  });

  /** Lets no message through to one side; that it lives, each still hears of the other. */
  const holdBack = (proxy: 'toProvider' | 'toConsumer') => {
    pair[proxy].inject(({ path }) => (path.endsWith('/messages') ? 'lose-request' : 'pass'));
  };

  const release = async () => {
    pair.toProvider.heal();
    pair.toConsumer.heal();
    await pair.atRest();
  };

  const want = (client: RestClient, { here }: Pick<Asked, 'here'>, verb: string, body = {}) =>
    client.post(`${here}/${verb}`, body);

  const refusalOf = ({
    status,
    body,
  }: {
    status: number;
    body: { error?: { details: object } };
  }) => ({
    status,
    ...body.error?.details,
  });

  const actionAt = async (asked: Pick<Asked, 'here'>, action: string) => {
    const { actions } = await parties.seenHere(asked);
    return actions.find((candidate: { action: string }) => candidate.action === action);
  };

  const commandsOf = async (asked: Pick<Asked, 'here'>): Promise<Command[]> =>
    (await parties.seenHere(asked)).commands;

  /** Waits until the provider has taken a command in, whatever it says to it. */
  const takenIn = async ({ number }: Pick<Asked, 'number'>, type: string) => {
    await waitUntil(`${type} to be taken in`, async () => {
      const taken = await pair.provider
        .rows('orderbridge_inbox')
        .where({ stream_key: `task/${number}`, type });
      return taken.length > 0;
    });
  };

  const expectEqualSides = async (asked: Asked) => {
    await release();
    const here = factsOf(await parties.seenHere(asked));
    expect(here).toEqual(factsOf(await parties.seenThere(asked)));
    return here as ReturnType<typeof factsOf> & Record<string, unknown>;
  };

  const historyOfParent = async ({ parent }: Asked): Promise<string[]> => {
    const subject = parent.split('/').at(-1) ?? '';
    return (await historyOf(pair.provider.rows, subject)).map(({ to_state: to }) => to);
  };

  describe('to cancel', () => {
    it('is pending until it is answered, and ends at once what nobody has approved', async () => {
      const { ada, ask } = parties;
      const asked = await ask(ada, 'order');
      holdBack('toProvider');
      const answer = await want(ada, asked, 'cancel', { reason: 'Not needed' });
      expect(answer.status).toBe(202);
      expect(answer.body.data).toMatchObject({ state: 'received', parentState: 'new' });
      expect(answer.body.data.commands).toMatchObject([
        { command: 'task.cancel', state: 'pending', askedBy: 'ada', answeredAt: null },
      ]);

      const { state, parentState, endedAt, timeline } = await expectEqualSides(asked);
      expect({ state, parentState }).toEqual({ state: 'cancelled', parentState: 'cancelled' });
      expect(endedAt).not.toBeNull();
      expect(timeline.at(-1)).toMatchObject({
        kind: 'state',
        verb: 'request-cancel',
        by: { name: 'ada', side: 'consumer' },
        reason: 'Not needed',
      });
      expect(await commandsOf(asked)).toMatchObject([
        { state: 'accepted', code: null, answeredAt: expect.any(String) },
      ]);
      expect(await actionAt(asked, 'cancel')).toMatchObject({
        allowed: false,
        code: 'order.illegal_transition',
      });
    });

    it('has what is under way looked at; declined, it goes on where it was, and may be asked again', async () => {
      const { ada, ask, act } = parties;
      const asked = await ask(ada, 'order');
      await act(asked, 'approve', 'start', ['request-information', { reason: 'Which door?' }]);
      await pair.atRest();
      await want(ada, asked, 'cancel').expect(202);
      const assessed = await expectEqualSides(asked);
      // The task says what is intended; it is over only when its order is.
      expect(assessed).toMatchObject({
        state: 'cancelled',
        parentState: 'assessing_cancellation',
        endedAt: null,
      });

      await act(asked, ['decline-cancel', { reason: 'The router is on its way' }]);
      const declined = await expectEqualSides(asked);
      expect(declined).toMatchObject({
        state: 'awaiting_info',
        parentState: 'awaiting_information',
      });
      expect(declined.timeline.at(-1)).toMatchObject({
        verb: 'decline-cancel',
        by: { name: 'Clara Current', side: 'provider' },
        reason: 'The router is on its way',
      });
      expect(await commandsOf(asked)).toMatchObject([{ state: 'accepted' }]);

      expect(await actionAt(asked, 'cancel')).toMatchObject({ allowed: true });
      await want(ada, asked, 'cancel').expect(202);
      await release();
      await act(asked, 'finish-cancel');
      expect(await expectEqualSides(asked)).toMatchObject({
        state: 'cancelled',
        parentState: 'cancelled',
      });
      expect(await historyOfParent(asked)).toEqual([
        'draft',
        'submitted',
        'new',
        'acknowledged',
        'in_progress',
        'awaiting_information',
        'assessing_cancellation',
        'awaiting_information',
        'assessing_cancellation',
        'cancelled',
      ]);
    });

    it('is refused at the point of no return where the consumer has not heard of it, and both sides say why', async () => {
      const { ada, ask, act, seenThere } = parties;
      const asked = await ask(ada, 'order');
      await act(asked, 'approve', 'start');
      await pair.atRest();
      holdBack('toConsumer');
      await act(asked, 'reach-point-of-no-return');
      expect(await actionAt(asked, 'cancel')).toEqual({ action: 'cancel', allowed: true });
      await want(ada, asked, 'cancel', { reason: 'Moved out' }).expect(202);
      await takenIn(asked, 'task.cancel');
      expect(await commandsOf(asked)).toMatchObject([{ state: 'pending' }]);
      expect(await actionAt(asked, 'cancel')).toMatchObject({
        allowed: false,
        code: 'task.command_pending',
      });
      expect((await seenThere(asked)).order).toMatchObject({ state: 'in_progress' });

      const { timeline, state, order } = await expectEqualSides(asked);
      expect(state).toBe('work_in_progress');
      expect(order).toMatchObject({ pointOfNoReturnAt: expect.any(String) });
      const why = {
        code: 'order.past_point_of_no_return',
        reason: 'The order has reached the point of no return: it can no longer be taken back.',
      };
      expect(timeline.at(-1)).toMatchObject({
        kind: 'refusal',
        verb: 'request-cancel',
        by: { name: 'ada', side: 'consumer' },
        ...why,
      });
      expect(await commandsOf(asked)).toMatchObject([{ state: 'refused', ...why }]);
      expect(await actionAt(asked, 'cancel')).toEqual({ action: 'cancel', allowed: false, ...why });
      expect(refusalOf(await want(ada, asked, 'cancel'))).toMatchObject({
        status: 409,
        code: why.code,
      });
    });

    it('is ended by the point of no return that is reached while it is assessed', async () => {
      const { ada, ask, act } = parties;
      const asked = await ask(ada, 'order');
      await act(asked, 'approve', 'start');
      await pair.atRest();
      await want(ada, asked, 'cancel').expect(202);
      await release();
      await act(asked, 'reach-point-of-no-return');
      expect(await expectEqualSides(asked)).toMatchObject({
        state: 'work_in_progress',
        parentState: 'in_progress',
        endedAt: null,
      });
      expect(await actionAt(asked, 'cancel')).toMatchObject({
        allowed: false,
        code: 'order.past_point_of_no_return',
      });
    });

    it('travels behind a request that the provider has not answered yet', async () => {
      const { ada, submit, arrive } = parties;
      holdBack('toProvider');
      const submitted = await submit(ada, 'order');
      expect(await actionAt(submitted, 'cancel')).toMatchObject({ allowed: true });
      const answer = await want(ada, submitted, 'cancel', { reason: 'Ordered twice' });
      expect(answer.status).toBe(202);
      expect(answer.body.data).toMatchObject({ state: 'new', parentState: null });
      pair.toProvider.heal();

      const asked = await arrive(submitted);
      const { state, timeline } = await expectEqualSides(asked);
      expect(state).toBe('cancelled');
      expect(timeline.map((entry) => (entry as { verb?: string }).verb)).toEqual([
        'submit',
        'receive',
        'request-cancel',
      ]);
      expect(await commandsOf(asked)).toMatchObject([{ state: 'accepted' }]);
    });

    it('finds nothing to cancel where the request itself is declined, and says so', async () => {
      const { ada, submit, seenHere } = parties;
      const admin = await pair.provider.admin();
      const [everybody] = await admin.find('consumer-criteria', 'filters[name][$eq]=All consumers');
      // The consumer does not hear that nothing is offered any more, and later that all is again.
      holdBack('toConsumer');
      await admin.update('consumer-criteria', everybody.documentId, { rule: false });
      const submitted = await submit(ada, 'order');
      await want(ada, submitted, 'cancel').expect(202);
      await takenIn(submitted, 'task.cancel');
      pair.toConsumer.heal();
      const declined = await waitUntil('the refusals', async () => {
        const seen = await seenHere(submitted);
        // A view is read in parts: both have to be there.
        return seen.commands[0].state === 'pending' || seen.state === 'new' ? undefined : seen;
      });
      expect(declined).toMatchObject({
        state: 'declined',
        declined: { code: 'item.not_offered' },
        commands: [{ command: 'task.cancel', state: 'refused', code: 'task.not_found' }],
      });
      expect(refusalOf(await want(ada, submitted, 'cancel'))).toMatchObject({
        status: 409,
        code: 'task.over',
      });
      await admin.update('consumer-criteria', everybody.documentId, { rule: true });
      await pair.atRest();
      const consumerAdmin = await pair.consumer.admin();
      for (const { documentId } of await consumerAdmin.find('remote-catalog-item')) {
        await consumerAdmin.post(
          `/orderbridge/remote-catalog-items/${documentId as string}/activate`,
        );
      }
    });

    it('is for the requester and the manager, and for nobody else', async () => {
      const { ada, bea, max, ask } = parties;
      const asked = await ask(bea, 'order');
      expect(refusalOf(await want(ada, asked, 'cancel'))).toEqual({
        status: 404,
        code: 'task.not_found',
      });
      await want(max, asked, 'cancel').expect(202);
      const { timeline } = await expectEqualSides(asked);
      expect(timeline.at(-1)).toMatchObject({ by: { name: 'max', side: 'consumer' } });
    });

    it('is refused here already for who has not seen how the request stands', async () => {
      const { ada, ask, act, seenHere } = parties;
      const asked = await ask(ada, 'order');
      await act(asked, 'approve');
      await pair.atRest();
      expect(refusalOf(await want(ada, asked, 'cancel', { expectedVersion: 1 }))).toEqual({
        status: 409,
        code: 'task.version_conflict',
        state: 'work_in_progress',
        parentState: 'acknowledged',
        version: 2,
      });
      expect(await commandsOf(asked)).toEqual([]);
      const { version } = await seenHere(asked);
      await want(ada, asked, 'cancel', { expectedVersion: version }).expect(202);
      await expectEqualSides(asked);
    });
  });

  describe('about a solution', () => {
    const resolved = async (kind: 'help' | 'issue' = 'help'): Promise<Asked> => {
      const { ada, ask, act } = parties;
      const asked = await ask(ada, kind);
      await act(asked, 'assign', ['propose-solution', SOLUTION]);
      await pair.atRest();
      return asked;
    };

    it('ends the request where it is accepted, and goes on with it where it is rejected', async () => {
      const { ada, act } = parties;
      const asked = await resolved();
      expect(refusalOf(await want(ada, asked, 'reject'))).toMatchObject({
        status: 400,
        code: 'request.invalid',
      });
      await want(ada, asked, 'reject', { reason: 'Still slow' }).expect(202);
      const rejected = await expectEqualSides(asked);
      expect(rejected).toMatchObject({
        state: 'work_in_progress',
        serviceRequest: { resolution: null },
      });
      expect(rejected.timeline.at(-1)).toMatchObject({ verb: 'reject', reason: 'Still slow' });

      const again = { resolution: { code: 'workaround', notes: 'Use the other socket' } };
      await act(asked, ['propose-solution', again]);
      await pair.atRest();
      await want(ada, asked, 'accept').expect(202);
      expect(await expectEqualSides(asked)).toMatchObject({
        state: 'closed',
        endedAt: expect.any(String),
        serviceRequest: { resolution: { code: 'workaround', notes: 'Use the other socket' } },
      });
      expect(await commandsOf(asked)).toMatchObject([
        { command: 'task.reject', state: 'accepted' },
        { command: 'task.accept', state: 'accepted' },
      ]);
    });

    it('is refused where the provider has moved on from what the consumer still sees', async () => {
      const { ada, act } = parties;
      const asked = await resolved('issue');
      holdBack('toConsumer');
      await act(asked, ['cancel', { reason: 'Reported twice' }]);
      expect(await actionAt(asked, 'accept')).toEqual({ action: 'accept', allowed: true });
      await want(ada, asked, 'accept').expect(202);
      await takenIn(asked, 'task.accept');
      const { state, timeline } = await expectEqualSides(asked);
      expect(state).toBe('cancelled');
      expect(timeline.at(-1)).toMatchObject({
        kind: 'refusal',
        verb: 'accept',
        code: 'task.version_conflict',
      });
      expect(await commandsOf(asked)).toMatchObject([
        { command: 'task.accept', state: 'refused', code: 'task.version_conflict' },
      ]);
    });

    it('is refused here already where another solution has taken the place of the one that was seen', async () => {
      const { ada, max, act, seenHere } = parties;
      const asked = await resolved();
      const { version: seen } = (await seenHere(asked)) as { version: number };
      await want(max, asked, 'reject', { reason: 'Still slow' }).expect(202);
      await pair.atRest();
      await act(asked, ['propose-solution', SOLUTION]);
      await pair.atRest();
      expect(refusalOf(await want(ada, asked, 'accept', { expectedVersion: seen }))).toMatchObject({
        status: 409,
        code: 'task.version_conflict',
        state: 'resolved',
        version: seen + 2,
      });
      await want(ada, asked, 'accept', { expectedVersion: seen + 2 }).expect(202);
      expect(await expectEqualSides(asked)).toMatchObject({ state: 'closed' });
    });

    it('is for requests that have one: an order is neither accepted nor rejected', async () => {
      const { ada, ask } = parties;
      const asked = await ask(ada, 'order');
      for (const [verb, body] of [
        ['accept', {}],
        ['reject', { reason: 'No' }],
      ] as const) {
        expect(refusalOf(await want(ada, asked, verb, body))).toMatchObject({
          status: 409,
          code: 'task.action_not_for_parent',
        });
      }
      expect(await commandsOf(asked)).toEqual([]);
    });
  });

  describe('while something else is asked', () => {
    it('is refused until the provider has answered', async () => {
      const { ada, max, ask, act } = parties;
      const asked = await ask(ada, 'help');
      await act(asked, 'assign', ['propose-solution', SOLUTION]);
      await pair.atRest();
      holdBack('toProvider');
      await want(ada, asked, 'reject', { reason: 'Still slow' }).expect(202);
      for (const [client, verb, body] of [
        [ada, 'cancel', {}],
        [max, 'accept', {}],
        [ada, 'reject', { reason: 'Still slow' }],
      ] as const) {
        expect(refusalOf(await want(client, asked, verb, body))).toMatchObject({
          status: 409,
          code: 'task.command_pending',
          state: 'resolved',
        });
      }
      expect(await commandsOf(asked)).toHaveLength(1);
      await release();
      await want(ada, asked, 'cancel').expect(202);
      expect(await expectEqualSides(asked)).toMatchObject({ state: 'cancelled' });
    });

    it('is taken once of many at the same moment', async () => {
      const { ada, max, ask } = parties;
      const asked = await ask(ada, 'order');
      holdBack('toProvider');
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          want(index % 2 === 0 ? ada : max, asked, 'cancel'),
        ),
      );
      const taken = answers.filter(({ status }) => status === 202);
      expect(taken).toHaveLength(1);
      const others = answers.filter(({ status }) => status !== 202).map(refusalOf);
      expect(others).toEqual(
        others.map(() => expect.objectContaining({ status: 409, code: 'task.command_pending' })),
      );
      await expectEqualSides(asked);
      expect(await commandsOf(asked)).toMatchObject([{ state: 'accepted' }]);
      expect(await historyOfParent(asked)).toEqual(['draft', 'submitted', 'new', 'cancelled']);
    });

    it('does not keep comments from being written', async () => {
      const { ada, ask } = parties;
      const asked = await ask(ada, 'order');
      holdBack('toProvider');
      await want(ada, asked, 'cancel').expect(202);
      const comment = { data: { body: 'It was the wrong item' } };
      await ada.post(`${asked.here}/comments`, comment).expect(201);
      const { comments } = await expectEqualSides(asked);
      expect(comments).toMatchObject([{ body: 'It was the wrong item' }]);
    });
  });

  describe('over a bad line', () => {
    const answersTo = async ({ number }: Asked): Promise<string[]> => {
      const messages = await messagesAbout(pair.provider.rows, number);
      return messages.map(({ type }) => type).filter((type) => type.startsWith('command.'));
    };

    it('has its effect once where each message comes twice', async () => {
      const { ada, ask, act } = parties;
      const asked = await ask(ada, 'order');
      await act(asked, 'approve', 'start');
      await pair.atRest();
      pair.toProvider.inject(() => 'twice');
      pair.toConsumer.inject(() => 'twice');
      await want(ada, asked, 'cancel').expect(202);
      await waitUntil('the answer', async () => (await commandsOf(asked))[0]?.state === 'accepted');
      await act(asked, ['decline-cancel', { reason: 'Too late' }]);
      await expectEqualSides(asked);
      expect(await historyOfParent(asked)).toEqual([
        'draft',
        'submitted',
        'new',
        'acknowledged',
        'in_progress',
        'assessing_cancellation',
        'in_progress',
      ]);
      expect(await answersTo(asked)).toEqual(['command.accepted']);
      expect(await commandsOf(asked)).toMatchObject([{ state: 'accepted' }]);
      const doubled = pair.toProvider.passed.filter(
        ({ body, answer }) => body.includes('"task.cancel"') && answer.includes('"duplicate"'),
      );
      expect(doubled.length).toBeGreaterThan(0);
    });

    it('is refused once where each message comes twice', async () => {
      const { ada, ask, act } = parties;
      const asked = await ask(ada, 'order');
      await act(asked, 'approve', 'start');
      await pair.atRest();
      holdBack('toConsumer');
      await act(asked, 'reach-point-of-no-return');
      pair.toProvider.inject(() => 'twice');
      await want(ada, asked, 'cancel').expect(202);
      await takenIn(asked, 'task.cancel');
      pair.toConsumer.inject(() => 'twice');
      await waitUntil('the answer', async () => (await commandsOf(asked))[0]?.state === 'refused');
      const { timeline } = await expectEqualSides(asked);
      const refusals = timeline.filter((entry) => (entry as { kind?: string }).kind === 'refusal');
      expect(refusals).toHaveLength(1);
      expect(await answersTo(asked)).toEqual(['command.refused']);
    });

    it('is asked and answered in the end where messages and answers are lost on the way', async () => {
      const { ada, ask, act } = parties;
      const asked = await ask(ada, 'help');
      await act(asked, 'assign', ['propose-solution', SOLUTION]);
      await pair.atRest();
      const lost = { toProvider: 0, toConsumer: 0 };
      for (const name of ['toProvider', 'toConsumer'] as const) {
        pair[name].inject(({ path }) => {
          if (!path.endsWith('/messages')) return 'pass';
          lost[name] += 1;
          if (lost[name] <= 3) return 'lose-request';
          return lost[name] <= 5 ? 'lose-answer' : 'pass';
        });
      }
      await want(ada, asked, 'accept').expect(202);
      await waitUntil('the answer', async () => (await commandsOf(asked))[0]?.state === 'accepted');
      await waitUntil(
        'both ways to be good again',
        () => Math.min(lost.toProvider, lost.toConsumer) > 5,
      );
      expect(await expectEqualSides(asked)).toMatchObject({ state: 'closed' });
      expect(await historyOfParent(asked)).toEqual(['new', 'in_progress', 'resolved', 'closed']);
      expect(await answersTo(asked)).toEqual(['command.accepted']);
    });
  });
});

describe('what a consumer asks over the wire as it is documented', () => {
  const requester = { name: 'Wilma Wire' };
  let house: SellingProvider;

  beforeAll(async () => {
    house = await startSellingProvider();
  });

  afterAll(async () => {
    await house.dispose();
  });

  /** A request for help that a consumer has made over the wire, on its way to an agent. */
  const askForHelp = async (shortCode: string) => {
    const { provider, admin } = house;
    const consumer = await pairFakeConsumer(provider, shortCode);
    const [producer] = await admin.find('remote-record-producer', 'filters[kind][$eq]=help');
    const { identity } = producer as { identity: string };
    await consumer.send(
      consumer.message(`catalog_item/${identity}`, 1, {
        type: 'catalog_item.activated',
        data: { identity, revision: 1 },
      }),
    );
    const number = `PT-${shortCode}-000001`;
    let sequence = 0;
    const tell = async (type: string, data: object) => {
      sequence += 1;
      const id = `msg_${randomUUID()}`;
      const message = consumer.message(`task/${number}`, sequence, {
        id,
        type,
        data: { number, requester, ...data },
      });
      const { status } = await consumer.send(message);
      expect({ type, status }).toEqual({ type, status: 200 });
      return id;
    };
    await tell('task.create', {
      title: 'Help, please',
      requestedAt: new Date().toISOString(),
      lines: [
        {
          identity,
          revision: 1,
          action: 'add',
          quantity: 1,
          answers: { characteristics: { subject: 'Slow', description: 'Very', priority: 'low' } },
        },
      ],
    });
    const row = await provider
      .rows('orderbridge_provider_tasks as t')
      .join('orderbridge_service_requests as r', 'r.id', 't.service_request_id')
      .where({ 't.number': number })
      .first<{ request: string; task: string }>(
        'r.document_id as request',
        't.document_id as task',
      );
    return {
      consumer,
      number,
      tell,
      request: `/orderbridge/service-requests/${row.request}`,
      task: `/orderbridge/provider-tasks/${row.task}`,
    };
  };

  it('is refused with task.version_conflict where the solution that it accepts has been replaced', async () => {
    const { staff, provider } = house;
    const { number, tell, request } = await askForHelp('WIRE');
    await staff.post(`${request}/assign`).expect(200);
    await staff.post(`${request}/propose-solution`, SOLUTION).expect(200);
    const seen = 3;
    await tell('task.reject', { expectedVersion: seen, reason: 'Still slow' });
    await staff.post(`${request}/propose-solution`, SOLUTION).expect(200);
    const asked = await tell('task.accept', { expectedVersion: seen });

    const { body } = await staff.get(request).expect(200);
    expect(body.data.state).toBe('resolved');
    const [answer] = await provider
      .rows('orderbridge_outbox')
      .where('body', 'like', `%"causation":"${asked}"%`);
    expect(JSON.parse(answer.body)).toMatchObject({
      type: 'command.refused',
      causation: asked,
      data: {
        number,
        command: 'task.accept',
        requester,
        code: 'task.version_conflict',
        task: { state: 'resolved', version: seen + 2 },
      },
    });
    const again = await tell('task.accept', { expectedVersion: seen + 2 });
    const { body: accepted } = await staff.get(request).expect(200);
    expect(accepted.data.state).toBe('closed');
    expect(again).not.toBe(asked);
  });

  it('is taken in, with its comments, from a consumer that has answered that it ended the connection; staff are told that nobody hears them', async () => {
    const { staff, provider } = house;
    const { consumer, number, tell, request, task } = await askForHelp('LEFT');
    await staff.post(`${request}/assign`).expect(200);
    await staff.post(`${request}/request-info`, { reason: 'Where?' }).expect(200);
    const { body: said } = await staff
      .post(`${task}/comments`, { data: { body: 'Which one?' } })
      .expect(201);
    const own = `${task}/comments/${said.data.id as string}`;
    const listed = async (view: string) => {
      const { body } = await staff.get(`/orderbridge/provider-tasks?view=${view}`).expect(200);
      return (body.data as { number: string }[]).map((each) => each.number);
    };
    expect(await listed('waiting-for-consumer')).toContain(number);
    // As an answer of 410 with its code leaves it.
    await provider
      .rows('orderbridge_links')
      .where({ key: consumer.key })
      .update({ state: 'paused', paused_by: 'peer' });

    const text = { data: { body: 'Hello?' } };
    for (const attempt of [
      staff.post(`${task}/comments`, text),
      staff.patch(own, text),
      staff.delete(own),
    ]) {
      expect((await attempt.expect(409)).body.error.details.code).toBe('connection.ended');
    }
    const { body: shown } = await staff.get(task).expect(200);
    expect(shown.data.actions).toMatchObject([{ action: 'comment', code: 'connection.ended' }]);
    expect(await listed('waiting-for-consumer')).not.toContain(number);
    expect(await listed('stuck')).toContain(number);
    await tell('comment.added', {
      // Who asks stands in the comment itself.
      requester: undefined,
      comment: {
        id: randomUUID(),
        side: 'consumer',
        author: { name: requester.name, organisation: 'Wire' },
        body: 'Never mind.',
        writtenAt: new Date().toISOString(),
      },
    });
    await tell('task.cancel', {});
    const { body: after } = await staff.get(task).expect(200);
    expect(after.data.comments.map((each: { body: string }) => each.body)).toEqual([
      'Which one?',
      'Never mind.',
    ]);
    const { body: cancelled } = await staff.get(request).expect(200);
    expect(cancelled.data.state).toBe('cancelled');
  });
});
