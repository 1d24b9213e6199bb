import type { Response } from 'supertest';
import { pairFakeConsumer } from '../../support/fake-consumer';
import { hireStaff } from '../../support/people';
import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
} from '../../support/selling-provider';
import { waitUntil } from '../../support/wait-until';
import { createSinks, type WebhookSink } from '../../support/webhook-sink';

type Open = Organisation & { readonly sink: WebhookSink; readonly path: string };

const CONNECTIONS = '/orderbridge/connections';

describe('a connection', () => {
  let house: SellingProvider;
  const sinks = createSinks();
  let count = 0;

  beforeAll(async () => {
    house = await startSellingProvider();
  });

  afterAll(async () => {
    await house.dispose();
    await sinks.close();
  });

  /** An organisation with a receiver of its own, that has been told everything there is. */
  const open = async (): Promise<Open> => {
    const sink = await sinks.open();
    const organisation = await house.open(`P${String((count += 1))}`, { url: sink.url });
    const path = `${CONNECTIONS}/${organisation.connection.documentId}`;
    const opened = { ...organisation, sink, path };
    await settled(opened);
    return opened;
  };

  const view = async ({ path }: Pick<Open, 'path'>) =>
    (await house.staff.get(path).expect(200)).body.data;
  const act = (connection: Pick<Open, 'path'>, verb: string, body = {}) =>
    house.staff.post(`${connection.path}/${verb}`, body);
  const codeOf = ({ status, body }: Response) => [status, body.error?.details?.code as unknown];
  const actionsOf = async (connection: Pick<Open, 'path'>) =>
    Object.fromEntries(
      (await view(connection)).actions.map((each: { action: string; code?: string }) => [
        each.action,
        each.code ?? 'allowed',
      ]),
    ) as Record<string, string>;

  const settled = (connection: Pick<Open, 'path'>) =>
    waitUntil('everything to be told', async () => {
      const { health } = await view(connection);
      return health.waitingMessages === 0;
    });

  const place = async ({ applications: [application], requestFor }: Open): Promise<string> => {
    const { body } = await application.post(TASKS, requestFor('order')).expect(201);
    return body.data.number as string;
  };
  const toldAbout = ({ sink }: Open, number: string) =>
    sink.received.filter(({ body }) => body.includes(`"task/${number}"`));

  const streamsOf = ({ shortCode }: Open) => {
    const { rows } = house.provider;
    const connection = rows('orderbridge_connections').where({ short_code: shortCode });
    const link = rows('orderbridge_links').whereIn('connection_id', connection.select('id'));
    return rows('orderbridge_streams_out').whereIn('link_id', link.select('id'));
  };

  describe('that is paused', () => {
    it('sends nothing and keeps all of it, and sends it in order once it is resumed', async () => {
      const nord = await open();
      const { body } = await act(nord, 'pause').expect(200);
      expect(body.data.health).toMatchObject({ state: 'paused', pausedBy: 'admin', live: false });
      const number = await place(nord);
      const before = await view(nord);
      expect(before.health.waitingMessages).toBeGreaterThan(0);
      // Another connection goes on meanwhile: the sender has been at work since.
      const other = await open();
      await place(other);
      await settled(other);
      expect(toldAbout(nord, number)).toEqual([]);

      await act(nord, 'resume').expect(200);
      await settled(nord);
      const told = toldAbout(nord, number).map(
        ({ body: text }) => (JSON.parse(text) as { data: { sequence: number } }).data.sequence,
      );
      expect(told).toHaveLength(before.health.waitingMessages as number);
      expect(told).toEqual(told.map((_sequence, index) => index + 1));
      expect((await view(nord)).health).toMatchObject({ state: 'active', pausedBy: null });
    });

    it('stays so where its address is changed', async () => {
      const nord = await open();
      await act(nord, 'pause').expect(200);
      await house.staff.patch(`${nord.path}/webhook`, { url: nord.sink.url }).expect(200);
      expect((await view(nord)).health).toMatchObject({ state: 'paused', pausedBy: 'admin' });
      const number = await place(nord);
      const other = await open();
      await place(other);
      await settled(other);
      expect(toldAbout(nord, number)).toEqual([]);
    });

    it('is one that a receiver has ended, too, and is tried again where somebody resumes it', async () => {
      const nord = await open();
      nord.sink.answerWith(410);
      const number = await place(nord);
      await waitUntil('the pause', async () => (await view(nord)).health.state === 'paused');
      expect((await view(nord)).health.pausedBy).toBe('peer');
      nord.sink.answerWith(204);
      await act(nord, 'resume').expect(200);
      await settled(nord);
      expect(toldAbout(nord, number).length).toBeGreaterThan(0);
    });

    it('takes in what its peer sends', async () => {
      const peer = await pairFakeConsumer(house.provider, 'TALKS');
      const { body } = await house.staff.get(CONNECTIONS).expect(200);
      const connections = body.data as { shortCode: string; documentId: string }[];
      const found = connections.find(({ shortCode }) => shortCode === 'TALKS');
      const path = `${CONNECTIONS}/${found?.documentId ?? ''}`;
      await act({ path }, 'pause').expect(200);
      const answer = await peer.send(peer.message('catalog_item/paused', 1));
      expect(answer).toMatchObject({ status: 200, body: { result: 'applied' } });
    });

    it('says what can be done with it, and refuses the rest with that reason', async () => {
      const nord = await open();
      expect(await actionsOf(nord)).toEqual({
        pause: 'allowed',
        resume: 'connection.not_paused',
        release: 'connection.nothing_parked',
        'rotate-keys': 'connection.not_an_instance',
        'replace-secret': 'allowed',
        'change-webhook': 'allowed',
        end: 'allowed',
      });
      expect(codeOf(await act(nord, 'resume'))).toEqual([409, 'connection.not_paused']);
      expect(codeOf(await act(nord, 'release'))).toEqual([409, 'connection.nothing_parked']);
      expect(codeOf(await act(nord, 'rotate-keys'))).toEqual([409, 'connection.not_an_instance']);
      await act(nord, 'pause').expect(200);
      expect(await actionsOf(nord)).toMatchObject({
        pause: 'connection.paused',
        resume: 'allowed',
      });
      expect(codeOf(await act(nord, 'pause'))).toEqual([409, 'connection.paused']);
      expect(codeOf(await act({ path: `${CONNECTIONS}/nowhere` }, 'pause'))).toEqual([
        404,
        'connection.not_found',
      ]);
    });

    it('of those who pause it at once, is paused by one', async () => {
      const nord = await open();
      const answers = await Promise.all([1, 2, 3].map(() => act(nord, 'pause')));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    });
  });

  describe('with streams that are parked', () => {
    const park = async (nord: Open, number: string) => {
      await waitUntil('an attempt', async () => {
        const parked = await streamsOf(nord)
          .where({ stream_key: `task/${number}` })
          .where('attempts', '>', 0)
          .whereNull('lease_owner')
          .update({ blocked_reason: 'tried for 75 hours', blocked_since: 1_767_225_600_000 });
        return parked > 0;
      });
    };

    it('shows each with its reason and what it waits with, and lets one or all go on', async () => {
      const nord = await open();
      nord.sink.answerWith(500);
      const [one, other] = [await place(nord), await place(nord)];
      for (const number of [one, other]) await park(nord, number);
      nord.sink.answerWith(204);
      const { body } = await house.staff.get(`${nord.path}/parked-streams`).expect(200);
      expect(body.meta.pagination).toMatchObject({ total: 2 });
      expect(body.data).toEqual(
        [one, other].map((number) => ({
          stream: `task/${number}`,
          since: '2026-01-01T00:00:00.000Z',
          reason: 'tried for 75 hours',
          waitingMessages: expect.any(Number),
          first: {
            id: expect.stringMatching(/^msg_/),
            type: 'task.accepted',
            sequence: 1,
            createdAt: expect.any(String),
          },
        })),
      );
      expect((await view(nord)).health.blockedStreams).toBe(2);

      const stream = `task/${one}`;
      const { body: released } = await act(nord, 'release', { stream }).expect(200);
      expect(released.data).toMatchObject({ releasedStreams: 1, health: { blockedStreams: 1 } });
      await waitUntil('what was released', () => toldAbout(nord, one).length > 0);
      expect(toldAbout(nord, other)).toEqual([]);
      expect(codeOf(await act(nord, 'release', { stream }))).toEqual([
        409,
        'connection.nothing_parked',
      ]);
      await act(nord, 'release').expect(200);
      await settled(nord);
      const sequences = toldAbout(nord, other).map(
        ({ body: text }) => (JSON.parse(text) as { data: { sequence: number } }).data.sequence,
      );
      expect(sequences).toEqual(sequences.map((_sequence, index) => index + 1));
    });

    it('goes on where it stood, once it is released while it is paused', async () => {
      const nord = await open();
      nord.sink.answerWith(500);
      const number = await place(nord);
      await park(nord, number);
      nord.sink.answerWith(204);
      await act(nord, 'pause').expect(200);
      await act(nord, 'release').expect(200);
      expect((await view(nord)).health).toMatchObject({ state: 'paused', blockedStreams: 0 });
      expect(toldAbout(nord, number)).toEqual([]);
      await act(nord, 'resume').expect(200);
      await settled(nord);
      expect(toldAbout(nord, number).length).toBeGreaterThan(0);
    });
  });

  it('is shown to whoever may read it, with what their rights keep from them', async () => {
    const nord = await open();
    const reader = await hireStaff(house.provider, {
      firstname: 'Rita',
      lastname: 'Reader',
      rights: ['connection.read', 'connection.release'],
    });
    const { body } = await reader.get(nord.path).expect(200);
    expect(body.data.actions).toContainEqual({
      action: 'pause',
      allowed: false,
      code: 'request.forbidden',
      reason: 'None of your roles has the right to do this.',
    });
    await reader.post(`${nord.path}/pause`).expect(403);
    await reader.get(`${nord.path}/parked-streams`).expect(200);
    expect(codeOf(await reader.post(`${nord.path}/release`))).toEqual([
      409,
      'connection.nothing_parked',
    ]);
  });
});
