import { DATABASE } from '../support/database';
import { REQUEST, startPair, type Pair } from '../support/pair';
import { waitUntil } from '../support/wait-until';

type Side = 'provider' | 'consumer';

/** A request to the bridge that was lost on its way, as it was signed. */
interface Lost {
  readonly path: string;
  readonly headers: Record<string, unknown>;
  readonly body: Buffer;
}

interface Refused {
  readonly status: number;
  readonly body: {
    readonly error: { readonly message: string; readonly details: { code: string } };
  };
}

const TASKS = '/api/orderbridge/provider-tasks';
const STAFF_TASKS = '/orderbridge/provider-tasks';
const ENDED = [409, 'connection.ended'];
/** What a consumer asks of a request, with what goes with it. */
const WISHES = { cancel: {}, accept: {}, reject: { reason: 'No.' } };
const NOT_ORDERABLE = {
  status: 409,
  body: {
    error: {
      message:
        'The connection to this provider has ended: nothing can be ordered over it any more.',
      details: { code: 'connection.ended' },
    },
  },
};
/** What a consumer can do about a request that nobody hears of any more. */
const EVERYTHING_ENDED = {
  comment: 'connection.ended',
  cancel: 'connection.ended',
  accept: 'connection.ended',
  reject: 'connection.ended',
};

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: unknown) => {
      const { status, body } = error as Refused;
      return [status, body.error.details.code];
    },
  );

/** Both sides have one connection until they are paired anew. */
const stepsOf = (pair: Pair) => {
  const connectionsAt = async (side: Side) =>
    (await (await pair[side].admin()).get('/orderbridge/connections')).data;
  const connectionAt = async (side: Side, shortCode = 'NORD') =>
    (await connectionsAt(side)).find((each: { shortCode: string }) => each.shortCode === shortCode);

  const act = async (side: Side, verb: string) => {
    const { documentId } = await connectionAt(side);
    const admin = await pair[side].admin();
    return (await admin.post(`/orderbridge/connections/${documentId as string}/${verb}`)).data;
  };

  /** Of a side: the actions of a request, with the code of what is refused. */
  const actionsOf = ({ actions }: { actions: { action: string; code?: string }[] }) =>
    Object.fromEntries(actions.map(({ action, code }) => [action, code ?? 'allowed']));

  const submit = async () =>
    (await (await pair.requester()).post(TASKS, REQUEST(pair.itemId))).data as {
      number: string;
      documentId: string;
    };

  const taskAt = (side: Side, number: string) =>
    waitUntil(`${number} at the ${side}`, async () => {
      const row = (await pair[side]
        .rows('orderbridge_provider_tasks')
        .where({ side, number })
        .first()) as { id: number; document_id: string; state: string } | undefined;
      return row?.state === 'new' ? undefined : row;
    });

  const comment = async (documentId: string, body: string) =>
    (await pair.requester()).post(`${TASKS}/${documentId}/comments`, { data: { body } });

  /** Has the requester comment, and answers the lost request that would have brought it. */
  const loseComment = async (documentId: string, text: string): Promise<Lost> => {
    let lost: Lost | undefined;
    pair.toProvider.inject((passing) => {
      if (passing.body.includes(text)) lost = { ...passing };
      return 'lose-request';
    });
    await comment(documentId, text);
    return waitUntil('the comment to be sent', () => lost);
  };

  const deliver = async ({ path, headers, body }: Lost) => {
    const names = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
    const response = await fetch(pair.provider.url + path, {
      method: 'POST',
      headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
      body,
    });
    const answer = (await response.json()) as { error?: { details: { code: string } } };
    return [response.status, answer.error?.details.code];
  };

  const takenIn = async () => [
    await pair.provider.rows('orderbridge_inbox'),
    await pair.provider.rows('orderbridge_streams_in'),
    await pair.provider.rows('orderbridge_task_comments'),
  ];

  return {
    connectionAt,
    act,
    actionsOf,
    submit,
    taskAt,
    comment,
    loseComment,
    deliver,
    takenIn,

    /** What a side has to say, and what it waits for. */
    writtenAt: async (side: Side) => {
      const { rows } = pair[side];
      return {
        messages: await rows('orderbridge_outbox').orderBy('id').select('message_id', 'state'),
        commands: await rows('orderbridge_commands').orderBy('id').select('message_id', 'state'),
        tasks: await rows('orderbridge_provider_tasks').count({ count: '*' }),
        comments: await rows('orderbridge_task_comments').count({ count: '*' }),
      };
    },

    /** What could still be sent, or be waited for. */
    waitingAt: async (side: Side) => [
      ...(await pair[side].rows('orderbridge_outbox').where({ state: 'pending' })),
      ...(await pair[side].rows('orderbridge_streams_out').where({ pending: true })),
      ...(await pair[side].rows('orderbridge_commands').where({ state: 'pending' })),
    ],
  };
};

describe('a connection that its provider ends', () => {
  let pair: Pair;
  let steps: ReturnType<typeof stepsOf>;
  let task: { number: string; documentId: string };
  /** The same task at the provider. */
  let there: string;
  let lost: Lost;
  let before: Awaited<ReturnType<typeof steps.takenIn>>;
  /** How many requests had reached the consumer by then. */
  let sent: number;

  beforeAll(async () => {
    pair = await startPair();
    steps = stepsOf(pair);
    task = await steps.submit();
    there = `${STAFF_TASKS}/${(await steps.taskAt('provider', task.number)).document_id}`;
    await steps.taskAt('consumer', task.number);
    await pair.atRest();

    pair.toConsumer.inject(() => 'lose-request');
    await order('approve');
    lost = await steps.loseComment(task.documentId, 'Not heard of.');
    await (await pair.requester()).post(`${TASKS}/${task.documentId}/cancel`, {});
    await steps.act('provider', 'rotate-keys');
    before = await steps.takenIn();
    await steps.act('provider', 'end');
    sent = pair.toConsumer.passed.length;
    pair.toProvider.heal();
  });

  afterAll(async () => {
    await pair.dispose();
  });

  const order = async (verb: string) => {
    const admin = await pair.provider.admin();
    const { data } = await admin.get(there);
    const { documentId } = data.order as { documentId: string };
    await admin.post(`/orderbridge/orders/${documentId}/${verb}`);
  };

  it('answers 410 to what the peer’s keys sign, and takes nothing of it in', async () => {
    expect(await steps.deliver(lost)).toEqual([410, 'bridge.revoked']);
    expect(await steps.takenIn()).toEqual(before);
  });

  it('answers 401 to what other keys sign, as ever', async () => {
    const headers = { ...lost.headers, 'webhook-signature': `v1,${'A'.repeat(43)}=` };
    expect(await steps.deliver({ ...lost, headers })).toEqual([401, 'bridge.signature_invalid']);
  });

  it('is seen by the consumer as paused by its peer', async () => {
    const { health } = await waitUntil('the pause', async () => {
      const seen = await steps.connectionAt('consumer');
      return seen.health.state === 'paused' ? seen : undefined;
    });
    expect(health).toMatchObject({ pausedBy: 'peer', live: false });
  });

  it('is over for the consumer’s people, who are told so and ask for nothing that nobody hears', async () => {
    const requester = await pair.requester();
    const written = await steps.writtenAt('consumer');
    const { data } = await requester.get(`${TASKS}/${task.documentId}`);
    expect(steps.actionsOf(data)).toEqual(EVERYTHING_ENDED);
    expect(await codeOf(steps.comment(task.documentId, 'Hello?'))).toEqual(ENDED);
    const { data: items } = await requester.get('/api/orderbridge/remote-catalog-items');
    expect(items).toEqual([]);
    await expect(requester.post(TASKS, REQUEST(pair.itemId))).rejects.toMatchObject(NOT_ORDERABLE);
    for (const [verb, body] of Object.entries(WISHES)) {
      const asked = requester.post(`${TASKS}/${task.documentId}/${verb}`, body);
      expect(await codeOf(asked)).toEqual(ENDED);
    }
    const admin = await pair.consumer.admin();
    const activate = admin.post(`/orderbridge/remote-catalog-items/${pair.itemId}/activate`);
    expect(await codeOf(activate)).toEqual(ENDED);
    // However long nobody has moved it, no agent there can do anything about it.
    await pair.consumer.rows('orderbridge_provider_tasks').update({ moved_at: new Date(0) });
    expect((await admin.get(`${STAFF_TASKS}?view=stuck`)).data).toEqual([]);
    expect(await steps.writtenAt('consumer')).toEqual(written);
  });

  it('is asked again when the consumer’s admin resumes it, and what waited there is still there', async () => {
    const waiting = await steps.writtenAt('consumer');
    const asked = pair.toProvider.passed.length;
    await steps.act('consumer', 'resume');
    const { health } = await waitUntil('the next pause', async () => {
      const seen = await steps.connectionAt('consumer');
      return seen.health.state === 'paused' ? seen : undefined;
    });
    expect(health).toMatchObject({ pausedBy: 'peer' });
    expect(pair.toProvider.passed.length).toBeGreaterThan(asked);
    expect(await steps.writtenAt('consumer')).toEqual(waiting);
  });

  it('sends nothing any more, and nothing of it waits', async () => {
    // What was under way at that moment is lost by now; from here on everything would arrive.
    pair.toConsumer.heal();
    await order('start');
    expect(await steps.waitingAt('provider')).toEqual([]);
    const view = await steps.connectionAt('provider');
    expect(view).toMatchObject({
      health: {
        state: 'revoked',
        pausedBy: null,
        live: false,
        lastError: null,
        waitingMessages: 0,
        blockedStreams: 0,
      },
      keys: { renewedAt: null, oldKeysEndAt: null, rotation: null },
    });
    expect(pair.toConsumer.passed.slice(sent).map(({ path }) => path)).toEqual([]);
  });

  it('has nothing left to sign with, and no offer of keys that could be taken up', async () => {
    const { rows } = pair.provider;
    const keys = await rows('orderbridge_link_keys').distinct('direction').pluck('direction');
    expect(keys).toEqual(['in']);
    const offers = await rows('orderbridge_key_offers').select('state', 'private_key');
    expect(offers).toEqual([{ state: 'dropped', private_key: '' }]);
  });

  it('takes its grants with it, and no later look at the criteria brings them back', async () => {
    const admin = await pair.provider.admin();
    const [everybody] = await admin.find('consumer-criteria', 'filters[name][$eq]=All consumers');
    const { data: preview } = await admin.post('/orderbridge/consumer-criteria/preview', {
      rule: true,
      criteria: everybody.documentId,
    });
    expect(preview.totals).toMatchObject({ matches: 1, added: 0, removed: 0 });
    for (const rule of [false, true]) {
      await admin.update('consumer-criteria', everybody.documentId, { rule });
    }
    const grants = await pair.provider
      .rows('orderbridge_entitlements')
      .select('grant', 'activation', 'active_revision');
    expect(grants).toEqual([{ grant: 'withdrawn', activation: 'inactive', active_revision: null }]);
  });

  it('leaves its requests to be read, moved by the staff, and says that nobody can be told', async () => {
    const admin = await pair.provider.admin();
    const { data } = await admin.get(there);
    expect(data).toMatchObject({ number: task.number, order: { state: 'in_progress' } });
    expect(steps.actionsOf(data)).toEqual({ comment: 'connection.ended' });
    const { data: listed } = await admin.get(STAFF_TASKS);
    expect(steps.actionsOf(listed[0])).toEqual({ comment: 'connection.ended' });
    const text = { data: { body: 'Is anybody there?' } };
    expect(await codeOf(admin.post(`${there}/comments`, text))).toEqual(ENDED);
    await order('complete');
    const { data: completed } = await admin.get(there);
    expect(completed).toMatchObject({ state: 'closed', order: { state: 'completed' } });
    expect(await steps.waitingAt('provider')).toEqual([]);
    expect(pair.toConsumer.passed.slice(sent).map(({ path }) => path)).toEqual([]);
  });

  it.each(['end', 'pause', 'resume', 'release', 'rotate-keys'])(
    'refuses %s, for it is over',
    async (verb) => {
      expect(await codeOf(steps.act('provider', verb))).toEqual(ENDED);
      const { actions } = await steps.connectionAt('provider');
      expect(actions).toContainEqual(
        expect.objectContaining({ action: verb, allowed: false, code: 'connection.ended' }),
      );
    },
  );

  describe('and then its consumer, too', () => {
    beforeAll(async () => {
      await steps.act('consumer', 'end');
    });

    it('offers nothing any more, and refuses who asks for it all the same', async () => {
      const requester = await pair.requester();
      const { data: items } = await requester.get('/api/orderbridge/remote-catalog-items');
      expect(items).toEqual([]);
      await expect(requester.post(TASKS, REQUEST(pair.itemId))).rejects.toMatchObject(
        NOT_ORDERABLE,
      );
      const admin = await pair.consumer.admin();
      const activate = admin.post(`/orderbridge/remote-catalog-items/${pair.itemId}/activate`);
      expect(await codeOf(activate)).toEqual(ENDED);
      const [item] = await admin.find('remote-catalog-item');
      expect(item).toMatchObject({ state: 'inactive', activeRevision: null });
    });

    it('leaves requests to be read, and says of everything that needs the provider why not', async () => {
      const requester = await pair.requester();
      const { data } = await requester.get(`${TASKS}/${task.documentId}`);
      expect(data).toMatchObject({ number: task.number, order: { state: 'new' } });
      expect(steps.actionsOf(data)).toEqual(EVERYTHING_ENDED);
      const { data: listed } = await requester.get(TASKS);
      expect(steps.actionsOf(listed[0])).toEqual(EVERYTHING_ENDED);
      expect(await codeOf(steps.comment(task.documentId, 'Hello?'))).toEqual(ENDED);
      const [own] = data.comments as { id: string; actions: { action: string; code?: string }[] }[];
      expect(own && steps.actionsOf(own)).toEqual({
        edit: 'connection.ended',
        delete: 'connection.ended',
      });
      const address = `${TASKS}/${task.documentId}/comments/${own?.id ?? ''}`;
      expect(await codeOf(requester.delete(address))).toEqual(ENDED);
      for (const [verb, body] of Object.entries(WISHES)) {
        const asked = requester.post(`${TASKS}/${task.documentId}/${verb}`, body);
        expect(await codeOf(asked)).toEqual(ENDED);
      }
    });

    it('waits for nothing, and says so of what had been asked', async () => {
      expect(await steps.waitingAt('consumer')).toEqual([]);
      const requester = await pair.requester();
      const { data } = await requester.get(`${TASKS}/${task.documentId}`);
      expect(data.commands).toMatchObject([
        { command: 'task.cancel', state: 'refused', code: 'connection.ended' },
      ]);
      const admin = await pair.consumer.admin();
      for (const view of ['stuck', 'waiting-for-consumer']) {
        expect((await admin.get(`${STAFF_TASKS}?view=${view}`)).data).toEqual([]);
      }
      expect((await steps.connectionAt('consumer')).health).toMatchObject({
        state: 'revoked',
        waitingMessages: 0,
      });
    });

    it('lets the same organisations pair anew, under another short code', async () => {
      const [provider, consumer] = [await pair.provider.admin(), await pair.consumer.admin()];
      const [known] = await provider.find('consumer');
      const [own] = await consumer.find('consumer');
      const invite = (shortCode: string) =>
        provider.post('/orderbridge/connections/invitations', {
          consumer: known.documentId,
          shortCode,
        });
      expect(await codeOf(invite('NORD'))).toEqual([409, 'connection.short_code_taken']);
      const { data: invited } = await invite('NORD2');
      await consumer.post('/orderbridge/connections/accept-invitation', {
        invitation: invited.invitation,
        consumer: own.documentId,
      });
      const item = await waitUntil('the item of the new connection', async () => {
        const found = await consumer.find('remote-catalog-item');
        return found.find(({ state }: { state: string }) => state === 'pending');
      });
      await consumer.post(
        `/orderbridge/remote-catalog-items/${item.documentId as string}/activate`,
      );
      const requester = await pair.requester();
      const { data } = await requester.post(TASKS, REQUEST(item.documentId as string));
      expect(data.number).toMatch(/^PT-NORD2-/);
      expect((await steps.taskAt('consumer', data.number as string)).state).toBe('received');
      expect(await codeOf(requester.post(TASKS, REQUEST(pair.itemId)))).toEqual(ENDED);
      await pair.atRest();
      const { health } = await steps.connectionAt('provider', 'NORD2');
      expect(health).toMatchObject({ state: 'active', live: true });
    });
  });
});

describe('a connection that ends while a message of the peer is being taken in', () => {
  let pair: Pair;
  let steps: ReturnType<typeof stepsOf>;

  beforeAll(async () => {
    pair = await startPair();
    steps = stepsOf(pair);
  });

  afterAll(async () => {
    await pair.dispose();
  });

  /** Delivers a message whose link was found open, and ends the connection before its stream is held. */
  const deliverWhileItEnds = async (lost: Lost): Promise<unknown> => {
    const { rows } = pair.provider;
    if (DATABASE === 'postgres') {
      const holder = await rows.transaction();
      await holder('orderbridge_streams_in').forUpdate().select('id');
      const answer = steps.deliver(lost);
      await waitUntil('the message to wait for its stream', async () => {
        const { rows: waiting } = await rows.raw<{ rows: unknown[] }>(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });
      await steps.act('provider', 'end');
      await holder.commit();
      return answer;
    }
    // SQLite has one writer: in its place the end is written in the moment in which the stream is held.
    await rows.raw(
      `create trigger end_meanwhile after update on orderbridge_streams_in begin update orderbridge_links set state = 'revoked'; end`,
    );
    try {
      return await steps.deliver(lost);
    } finally {
      await rows.raw('drop trigger end_meanwhile');
      await steps.act('provider', 'end');
    }
  };

  it('takes it in wholly or, where the end was first, answers 410 and takes nothing in', async () => {
    const task = await steps.submit();
    await steps.taskAt('consumer', task.number);
    await pair.atRest();
    const lost = await steps.loseComment(task.documentId, 'Just in time?');
    const before = await steps.takenIn();
    expect(await deliverWhileItEnds(lost)).toEqual([410, 'bridge.revoked']);
    expect(await steps.takenIn()).toEqual(before);
  });
});

// SQLite has one writer: nobody holds a connection open beside an end.
const whereManyWrite = DATABASE === 'postgres' ? describe : describe.skip;

whereManyWrite('an end while somebody holds the connection open', () => {
  let pair: Pair;
  let steps: ReturnType<typeof stepsOf>;

  beforeAll(async () => {
    pair = await startPair();
    steps = stepsOf(pair);
  });

  afterAll(async () => {
    await pair.dispose();
  });

  it('waits for them, and lets in nobody who comes meanwhile', async () => {
    const task = await steps.submit();
    await steps.taskAt('consumer', task.number);
    await pair.atRest();
    const lost = await steps.loseComment(task.documentId, 'Before it is over!');
    const before = await steps.takenIn();
    const { rows } = pair.provider;
    const holder = await rows.transaction();
    await holder('orderbridge_links').forKeyShare().select('id');
    const ending = steps.act('provider', 'end');
    await waitUntil('the connection to be closed', async () => {
      const link = (await rows('orderbridge_links').first()) as { state: string };
      return link.state === 'ending';
    });
    expect(await steps.deliver(lost)).toEqual([410, 'bridge.revoked']);
    expect(await steps.takenIn()).toEqual(before);
    await holder.commit();
    expect((await ending).health.state).toBe('revoked');
  });

  it('is ended by the same verb where it was interrupted', async () => {
    const link = () => pair.provider.rows('orderbridge_links');
    await link().update({ state: 'ending' });
    const { actions } = await steps.connectionAt('provider');
    expect(steps.actionsOf({ actions })).toEqual({
      pause: 'connection.ended',
      resume: 'connection.ended',
      release: 'connection.ended',
      'rotate-keys': 'connection.ended',
      'replace-secret': 'connection.ended',
      'change-webhook': 'connection.ended',
      end: 'allowed',
    });
    expect((await steps.act('provider', 'end')).health.state).toBe('revoked');
  });
});
