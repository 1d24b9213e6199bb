import { randomUUID } from 'node:crypto';
import { openApplication, type ApplicationClient } from '../support/application';
import { startPair, type Pair } from '../support/pair';
import { waitUntil } from '../support/wait-until';
import { startWebhookSink } from '../support/webhook-sink';
import { answersFor } from '../../scripts/demo/answers.mjs';
import type { RestClient } from '../support/rest-client';
import { everythingIn, findText, reversed } from './find-text';
import { factsOf, gatherParties, type Asked, type Parties } from './parties';

const DAY_MS = 86_400_000;

interface SeenComment {
  readonly id: string;
  readonly body: string | null;
  readonly actions: readonly { action: string; allowed: boolean; code?: string }[];
}

describe('a conversation', () => {
  let pair: Pair;
  let parties: Parties;

  beforeAll(async () => {
    pair = await startPair();
    parties = await gatherParties(pair);
  });

  afterAll(async () => {
    await pair.dispose();
  });

  afterEach(() => {
    pair.toProvider.heal();
    pair.toConsumer.heal();
  });

  const say = async (client: RestClient, task: string, body: string): Promise<string> => {
    const answer = await client.post(`${task}/comments`, { data: { body } }).expect(201);
    return answer.body.data.id as string;
  };

  const edit = (client: RestClient, task: string, comment: string, body: string) =>
    client.patch(`${task}/comments/${comment}`, { data: { body } });

  const remove = (client: RestClient, task: string, comment: string) =>
    client.delete(`${task}/comments/${comment}`);

  const refusal = ({ status, body }: { status: number; body: { error?: { details?: unknown } } }) =>
    [status, (body.error?.details as { code?: string } | undefined)?.code] as const;

  const commentsAt = async (asked: Asked) => {
    const [here, there] = [await parties.seenHere(asked), await parties.seenThere(asked)];
    return { here: here.comments as SeenComment[], there: there.comments as SeenComment[] };
  };

  const expectEqualSides = async (asked: Asked) => {
    await pair.atRest();
    const here = factsOf(await parties.seenHere(asked));
    expect(here).toEqual(factsOf(await parties.seenThere(asked)));
    return here;
  };

  /**
   * In which tables of each side a text stands. What has been sent stays as it was sent, at whoever
   * sent it, in the outbox.
   */
  const placesOf = async (text: string) => ({
    here: findText(text, await everythingIn(pair.consumer.rows)),
    there: findText(text, await everythingIn(pair.provider.rows)),
  });

  it('is read on both sides with who said what for which organisation, in the order in which it was said', async () => {
    const { ada, clara, max, ask } = parties;
    const asked = await ask(ada, 'order');
    await say(ada, asked.here, 'When do you come?');
    await pair.atRest();
    await say(clara, asked.there, 'On Tuesday.');
    await pair.atRest();
    await say(max, asked.here, 'Tuesday is fine.');

    const { comments } = await expectEqualSides(asked);
    expect(comments).toMatchObject([
      {
        body: 'When do you come?',
        side: 'consumer',
        author: { name: 'ada', organisation: 'Nordwind Logistics' },
        version: 1,
        editedAt: null,
        deletedAt: null,
      },
      {
        body: 'On Tuesday.',
        side: 'provider',
        author: { name: 'Clara Current', organisation: 'Fjordnet' },
      },
      {
        body: 'Tuesday is fine.',
        side: 'consumer',
        author: { name: 'max', organisation: 'Nordwind Logistics' },
      },
    ]);
  });

  it('shows what its author has made of a comment, on both sides, and no longer what it said before', async () => {
    const { ada, clara, ask } = parties;
    const asked = await ask(ada, 'order');
    const [first, second] = [`Before ${randomUUID()}`, `Before ${randomUUID()}`];
    const hers = await say(ada, asked.here, first);
    const ours = await say(clara, asked.there, second);
    await pair.atRest();
    await edit(ada, asked.here, hers, 'After, of ada').expect(200);
    await edit(ada, asked.here, hers, 'Long after, of ada').expect(200);
    await edit(clara, asked.there, ours, 'After, of Clara').expect(200);

    const { comments } = await expectEqualSides(asked);
    expect(comments).toMatchObject([
      { id: hers, body: 'Long after, of ada', version: 3, editedAt: expect.any(String) },
      { id: ours, body: 'After, of Clara', version: 2, editedAt: expect.any(String) },
    ]);
    expect(await placesOf(first)).toEqual({ here: ['orderbridge_outbox'], there: [] });
    expect(await placesOf(second)).toEqual({ here: [], there: ['orderbridge_outbox'] });
  });

  it('shows that a comment was deleted, and has nothing left of its text but what was sent', async () => {
    const { ada, clara, ask } = parties;
    const asked = await ask(ada, 'order');
    const [first, second] = [`Secret ${randomUUID()}`, `Secret ${randomUUID()}`];
    const hers = await say(ada, asked.here, first);
    const ours = await say(clara, asked.there, second);
    await pair.atRest();
    const removed = await remove(ada, asked.here, hers).expect(200);
    expect(removed.body.data).toMatchObject({ id: hers, body: null, version: 2 });
    await remove(clara, asked.there, ours).expect(200);

    const { comments, timeline } = await expectEqualSides(asked);
    expect(comments).toMatchObject([
      { id: hers, body: null, author: { name: 'ada' }, deletedAt: expect.any(String) },
      { id: ours, body: null, author: { name: 'Clara Current' }, deletedAt: expect.any(String) },
    ]);
    expect(findText(first, [['timeline', JSON.stringify(timeline)]])).toEqual([]);

    expect(await placesOf(first)).toEqual({ here: ['orderbridge_outbox'], there: [] });
    expect(await placesOf(second)).toEqual({ here: [], there: ['orderbridge_outbox'] });
  });

  it('can be changed on the side that said it alone', async () => {
    const { ada, max, clara, mona, ask } = parties;
    const asked = await ask(ada, 'help');
    const hers = await say(ada, asked.here, 'Of ada');
    const ours = await say(clara, asked.there, 'Of Clara');
    await pair.atRest();

    for (const [client, task, comment] of [
      [clara, asked.there, hers],
      [mona, asked.there, hers],
      [ada, asked.here, ours],
      [max, asked.here, ours],
    ] as const) {
      expect(refusal(await edit(client, task, comment, 'Changed'))).toEqual([
        403,
        'comment.not_yours',
      ]);
      expect(refusal(await remove(client, task, comment))).toEqual([403, 'comment.not_yours']);
    }
    const { comments } = await expectEqualSides(asked);
    expect(comments).toMatchObject([
      { body: 'Of ada', version: 1 },
      { body: 'Of Clara', version: 1 },
    ]);
  });

  it('can be changed among requesters by whoever said it and by the manager', async () => {
    const { ada, bea, max, ask } = parties;
    const asked = await ask(bea, 'order');
    const hers = await say(bea, asked.here, 'Of bea');
    const his = await say(max, asked.here, 'Of max');

    // What is not hers, ada does not even see.
    expect(refusal(await edit(ada, asked.here, hers, 'Changed'))).toEqual([404, 'task.not_found']);
    expect(refusal(await remove(ada, asked.here, his))).toEqual([404, 'task.not_found']);
    expect(refusal(await edit(bea, asked.here, his, 'Changed'))).toEqual([
      403,
      'comment.not_yours',
    ]);
    expect(refusal(await remove(bea, asked.here, his))).toEqual([403, 'comment.not_yours']);
    const { body } = await bea.get(`${asked.here}/comments`).expect(200);
    expect((body.data as SeenComment[]).map(({ actions }) => actions)).toMatchObject([
      [
        { action: 'edit', allowed: true },
        { action: 'delete', allowed: true },
      ],
      [
        { action: 'edit', allowed: false, code: 'comment.not_yours' },
        { action: 'delete', allowed: false, code: 'comment.not_yours' },
      ],
    ]);

    await edit(bea, asked.here, hers, 'Of bea, edited').expect(200);
    await edit(max, asked.here, hers, 'Of bea, put right').expect(200);
    await remove(max, asked.here, his).expect(200);
    const { comments } = await expectEqualSides(asked);
    expect(comments).toMatchObject([
      { body: 'Of bea, put right', author: { name: 'bea' }, version: 3 },
      { body: null, author: { name: 'max' }, version: 2 },
    ]);
  });

  it('can be changed among staff by whoever said it, and by others only with the right to moderate', async () => {
    const { ada, clara, nils, mona, ask } = parties;
    const asked = await ask(ada, 'order');
    const one = await say(clara, asked.there, 'Of Clara');
    const two = await say(clara, asked.there, 'Of Clara, too');

    expect(refusal(await edit(nils, asked.there, one, 'Changed'))).toEqual([
      403,
      'comment.not_yours',
    ]);
    expect(refusal(await remove(nils, asked.there, one))).toEqual([403, 'comment.not_yours']);
    await edit(clara, asked.there, one, 'Of Clara, edited').expect(200);
    await edit(mona, asked.there, one, 'Of Clara, put right').expect(200);
    await remove(mona, asked.there, two).expect(200);

    const allowedTo = async (client: RestClient): Promise<boolean[]> => {
      const { body } = await client.get(asked.there).expect(200);
      const [comment] = body.data.comments as [SeenComment];
      return comment.actions.map(({ allowed }) => allowed);
    };
    expect(await allowedTo(clara)).toEqual([true, true]);
    expect(await allowedTo(mona)).toEqual([true, true]);
    expect(await allowedTo(nils)).toEqual([false, false]);
    const { comments } = await expectEqualSides(asked);
    expect(comments).toMatchObject([
      { body: 'Of Clara, put right', author: { name: 'Clara Current' }, version: 3 },
      { body: null, author: { name: 'Clara Current' } },
    ]);
  });

  it('has an end for each comment that is deleted, and no comment of another request', async () => {
    const { ada, clara, ask } = parties;
    const [asked, other] = [await ask(ada, 'order'), await ask(ada, 'order')];
    const gone = await say(ada, asked.here, 'Of ada');
    const elsewhere = await say(ada, other.here, 'Elsewhere');
    await remove(ada, asked.here, gone).expect(200);
    expect(refusal(await edit(ada, asked.here, gone, 'Back'))).toEqual([409, 'comment.deleted']);
    expect(refusal(await remove(ada, asked.here, gone))).toEqual([409, 'comment.deleted']);
    expect(refusal(await edit(ada, asked.here, elsewhere, 'Mixed up'))).toEqual([
      404,
      'comment.not_found',
    ]);
    expect(refusal(await remove(clara, asked.there, randomUUID()))).toEqual([
      404,
      'comment.not_found',
    ]);
    await expectEqualSides(other);
  });

  it('says a thing once, edits it once and deletes it once where messages come twice or are lost', async () => {
    const { ada, clara, ask } = parties;
    const asked = await ask(ada, 'order');
    let count = 0;
    for (const proxy of [pair.toProvider, pair.toConsumer]) {
      proxy.inject(({ path }) => {
        if (!path.endsWith('/messages')) return 'pass';
        count += 1;
        return (['lose-request', 'twice', 'lose-answer', 'pass'] as const)[count % 4] ?? 'pass';
      });
    }
    const hers = await say(ada, asked.here, 'One');
    const ours = await say(clara, asked.there, 'Two');
    await edit(ada, asked.here, hers, 'One, edited').expect(200);
    await edit(clara, asked.there, ours, 'Two, edited').expect(200);
    await remove(ada, asked.here, hers).expect(200);
    const { comments } = await expectEqualSides(asked);
    expect(comments).toMatchObject([
      { body: null, version: 3 },
      { body: 'Two, edited', version: 2 },
    ]);
  });

  describe('after the end', () => {
    /** A request that ended some days ago, on both sides. */
    const askedAndEnded = async (daysAgo: number) => {
      const { ada, clara, ask, act } = parties;
      const asked = await ask(ada, 'order');
      const hers = await say(ada, asked.here, 'Of ada');
      const ours = await say(clara, asked.there, 'Of Clara');
      await act(asked, 'approve', 'start', 'complete');
      await pair.atRest();
      for (const side of ['provider', 'consumer'] as const) {
        await pair[side]
          .rows('orderbridge_provider_tasks')
          .where({ side, number: asked.number })
          .update({ ended_at: new Date(Date.now() - daysAgo * DAY_MS) });
      }
      return { asked, hers, ours };
    };
    const commentAction = { action: 'comment', allowed: true };

    it('goes on for a week', async () => {
      const { ada, clara, seenHere, seenThere } = parties;
      const { asked, hers, ours } = await askedAndEnded(6.9);
      expect((await seenHere(asked)).actions).toContainEqual(commentAction);
      expect((await seenThere(asked)).actions).toContainEqual(commentAction);
      await say(ada, asked.here, 'One thing more');
      await say(clara, asked.there, 'Tell us');
      await edit(ada, asked.here, hers, 'Of ada, edited').expect(200);
      await remove(clara, asked.there, ours).expect(200);
      await pair.atRest();
      const { here, there } = await commentsAt(asked);
      const bodies = ['Of ada, edited', null, 'One thing more', 'Tell us'];
      expect(here.map(({ body }) => body)).toEqual(bodies);
      expect(there.map(({ body }) => body)).toEqual(bodies);
      expect((await seenHere(asked)).state).toBe('closed');
    });

    it('is closed from then on, for both sides', async () => {
      const { ada, clara, max, seenHere, seenThere } = parties;
      const { asked, hers, ours } = await askedAndEnded(7.1);
      const over = { action: 'comment', allowed: false, code: 'task.over' };
      expect((await seenHere(asked)).actions).toContainEqual(expect.objectContaining(over));
      expect((await seenThere(asked)).actions).toContainEqual(expect.objectContaining(over));
      const answers = [
        await ada.post(`${asked.here}/comments`, { data: { body: 'Too late' } }),
        await clara.post(`${asked.there}/comments`, { data: { body: 'Too late' } }),
        await edit(ada, asked.here, hers, 'Too late'),
        await remove(max, asked.here, hers),
        await edit(clara, asked.there, ours, 'Too late'),
        await remove(clara, asked.there, ours),
      ];
      expect(answers.map(refusal)).toEqual(answers.map(() => [409, 'task.over']));
      await pair.atRest();
      const { here, there } = await commentsAt(asked);
      expect(here.map(({ body }) => body)).toEqual(['Of ada', 'Of Clara']);
      expect(there.map(({ body }) => body)).toEqual(['Of ada', 'Of Clara']);
    });
  });

  describe('in one line with what was done', () => {
    it('is told alike on both sides, for an order', async () => {
      const { ada, clara, ask, act } = parties;
      const asked = await ask(ada, 'order');
      await say(ada, asked.here, 'Please hurry');
      await pair.atRest();
      await act(asked, 'approve', 'start', ['request-information', { reason: 'Which door?' }]);
      await pair.atRest();
      await say(ada, asked.here, 'The red one');
      await pair.atRest();
      // The consumer does not hear of this in time, so that its wish is refused, which both sides tell.
      pair.toConsumer.inject(({ path }) => (path.endsWith('/messages') ? 'lose-request' : 'pass'));
      await act(asked, 'resume', 'reach-point-of-no-return');
      await ada.post(`${asked.here}/cancel`, { reason: 'Moved out' }).expect(202);
      await waitUntil('the refusal', async () =>
        JSON.stringify(await parties.seenThere(asked)).includes('"refusal"'),
      );
      pair.toConsumer.heal();
      await pair.atRest();
      const ours = await say(clara, asked.there, 'It is done');
      await act(asked, 'complete');
      await edit(clara, asked.there, ours, 'All is done').expect(200);

      const { timeline } = await expectEqualSides(asked);
      const told = (timeline as Record<string, unknown>[]).map(({ kind, verb, by, comment }) => [
        kind,
        verb ?? (comment as { body: string }).body,
        (by as { name: string; side: string }).name,
        (by as { name: string; side: string }).side,
      ]);
      expect(told).toEqual([
        ['state', 'submit', 'ada', 'consumer'],
        ['state', 'receive', 'Orderbridge', 'provider'],
        ['comment', 'Please hurry', 'ada', 'consumer'],
        ['state', 'approve', 'Clara Current', 'provider'],
        ['state', 'start', 'Clara Current', 'provider'],
        ['state', 'request-information', 'Clara Current', 'provider'],
        ['comment', 'The red one', 'ada', 'consumer'],
        ['state', 'resume', 'Clara Current', 'provider'],
        ['state', 'reach-point-of-no-return', 'Clara Current', 'provider'],
        ['refusal', 'request-cancel', 'ada', 'consumer'],
        ['comment', 'All is done', 'Clara Current', 'provider'],
        ['state', 'complete', 'Clara Current', 'provider'],
      ]);
      const moments = timeline.map(({ at }: { at?: unknown }) => String(at));
      expect(moments).toEqual([...moments].sort());
    });

    it('is told alike on both sides, for a request for help', async () => {
      const { ada, clara, ask, act } = parties;
      const asked = await ask(ada, 'help');
      await act(asked, 'assign', ['request-info', { reason: 'Which site?' }]);
      await pair.atRest();
      await say(ada, asked.here, 'Bergen');
      await pair.atRest();
      await say(clara, asked.there, 'I am looking into it');
      const solution = { code: 'solved', notes: 'Restarted the router' };
      await act(asked, ['propose-solution', { resolution: solution }]);
      await pair.atRest();
      await ada.post(`${asked.here}/reject`, { reason: 'Still slow' }).expect(202);
      await pair.atRest();
      await act(asked, ['propose-solution', { resolution: { ...solution, notes: 'New router' } }]);
      await pair.atRest();
      await ada.post(`${asked.here}/accept`).expect(202);

      const { timeline, state, serviceRequest } = (await expectEqualSides(asked)) as ReturnType<
        typeof factsOf
      > & { state?: string };
      expect(state).toBe('closed');
      expect(serviceRequest).toMatchObject({ resolution: { notes: 'New router' } });
      const told = (timeline as Record<string, unknown>[]).map(({ kind, verb, to, comment }) =>
        kind === 'comment' ? (comment as { body: string }).body : [verb, to],
      );
      expect(told).toEqual([
        ['submit', 'new'],
        ['receive', 'received'],
        ['assign', 'work_in_progress'],
        ['request-info', 'awaiting_info'],
        'Bergen',
        // A comment that is awaited takes the request on, as soon as the provider has it.
        ['answer', 'work_in_progress'],
        'I am looking into it',
        ['propose-solution', 'resolved'],
        ['reject', 'work_in_progress'],
        ['propose-solution', 'resolved'],
        ['accept', 'closed'],
      ]);
    });
  });

  describe('among staff', () => {
    let sink: Awaited<ReturnType<typeof startWebhookSink>>;
    let application: ApplicationClient;

    beforeAll(async () => {
      sink = await startWebhookSink();
      application = await openApplication(pair.provider, await pair.provider.admin(), {
        shortCode: 'HOOK',
        hookUrl: sink.url,
      });
    });

    afterAll(async () => {
      await sink.close();
    });

    /** Asks for each of what a consumer without an instance is offered. */
    const askAsApplication = async (): Promise<Asked[]> => {
      const { data: items } = await application.get('/api/orderbridge/remote-catalog-items');
      const asked: Asked[] = [];
      for (const { documentId, form } of items) {
        const { data } = await application.post('/api/orderbridge/provider-tasks', {
          data: { lines: [{ item: documentId, answers: answersFor(form) }] },
        });
        asked.push(
          await parties.arrive({
            number: data.number as string,
            here: `/api/orderbridge/provider-tasks/${data.documentId as string}`,
          }),
        );
      }
      return asked;
    };

    const everyByte = (): [string, string][] => [
      ...(['toProvider', 'toConsumer'] as const).flatMap((direction) =>
        pair[direction].passed.map(({ path, headers, body, answer }): [string, string] => [
          `${direction} ${path}`,
          [path, JSON.stringify(headers), body.toString('utf8'), answer].join('\n'),
        ]),
      ),
      ...sink.received.map(({ headers, body }): [string, string] => [
        'webhook',
        [JSON.stringify(headers), body].join('\n'),
      ]),
    ];

    it('never leaves the provider: not one byte of a work note, in whatever form', async () => {
      const { ada, bea, max, clara, ask } = parties;
      const secret = `Nur für uns: "Kröte" \\ ${randomUUID()}`;
      const loud = `Für alle: "Ente" \\ ${randomUUID()}`;
      const own = [await ask(ada, 'order'), await ask(bea, 'help'), await ask(ada, 'change')];
      const theirs = await askAsApplication();
      expect(theirs).toHaveLength(4);

      for (const { parent, there } of [...own, ...theirs]) {
        const written = await clara
          .post(`${parent}/work-notes`, { data: { body: secret } })
          .expect(201);
        expect(written.body.data).toMatchObject({
          body: secret,
          author: { name: 'Clara Current' },
        });
        const { body } = await clara.get(parent).expect(200);
        expect(body.data.workNotes).toMatchObject([{ body: secret }]);
        // Everything that is sent of a request is sent once more with the note beside it.
        await say(clara, there, loud);
        await clara.post(`${parent}/assign`).expect(200);
        const isOrder = parent.includes('/orders/');
        for (const step of isOrder
          ? (['approve', 'start', 'complete'] as const)
          : (['close'] as const)) {
          const body = step === 'close' ? { reason: 'Done' } : {};
          await clara.post(`${parent}/${step}`, body).expect(200);
        }
      }
      for (const { here } of own) await say(max, here, loud);
      await pair.atRest();
      await waitUntil('the webhooks', async () => {
        const waiting = await pair.provider.rows('orderbridge_outbox').where({ state: 'pending' });
        return waiting.length === 0;
      });

      const bytes = everyByte();
      expect(findText(secret, bytes)).toEqual([]);
      // The same search finds what was meant to leave, in both directions and in webhooks.
      const found = findText(loud, bytes);
      expect(found.some((where) => where.startsWith('toConsumer'))).toBe(true);
      expect(found.some((where) => where.startsWith('toProvider'))).toBe(true);
      expect(found).toContain('webhook');

      const there = await everythingIn(pair.provider.rows);
      expect(findText(secret, there)).toEqual(['orderbridge_work_notes']);
      expect(findText(loud, there)).toContain('orderbridge_outbox');
      expect(findText(secret, await everythingIn(pair.consumer.rows))).toEqual([]);

      const views: [string, string][] = [];
      for (const [client, asked] of [
        [ada, own[0]],
        [bea, own[1]],
        [max, own[2]],
      ] as const) {
        const here = asked?.here ?? '';
        for (const path of ['/api/orderbridge/provider-tasks', here, `${here}/comments`]) {
          views.push([path, (await client.get(path).expect(200)).text]);
        }
      }
      for (const { here } of theirs) {
        views.push([here, JSON.stringify(await application.get(here))]);
      }
      views.push([
        'list',
        JSON.stringify(await application.get('/api/orderbridge/provider-tasks')),
      ]);
      expect(findText(secret, views)).toEqual([]);
      expect(findText(loud, views).length).toBeGreaterThan(0);
    });

    it('finds a text in each form in which it could be hidden', () => {
      const text = 'Kröte "7" \\ hidden';
      const bytes = Buffer.from(`{"note":${JSON.stringify(text)}}`, 'utf8');
      const hidden: [string, string][] = [
        ['plain', `a ${text} b`],
        ['JSON', bytes.toString('utf8')],
        ['JSON in JSON', JSON.stringify({ body: bytes.toString('utf8') })],
        ['reversed', reversed(`a ${text} b`)],
        ['reversed JSON', reversed(bytes.toString('utf8'))],
        ['hex', bytes.toString('hex')],
        ...['', 'x', 'xy'].map((before): [string, string] => [
          `Base64 behind ${before.length}`,
          Buffer.from(`${before}${text}${before}`, 'utf8').toString('base64'),
        ]),
        ['Base64 of JSON', bytes.toString('base64')],
        ['address', encodeURIComponent(text)],
      ];
      expect(findText(text, hidden)).toEqual(hidden.map(([where]) => where));
      expect(findText(text, [['another', 'Kröte "8" \\ hidden']])).toEqual([]);
    });
  });
});
