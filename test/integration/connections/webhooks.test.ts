import { Webhook } from 'standardwebhooks';
import { WEBHOOK_EVENT_TYPES } from '../../../plugins/orderbridge/shared/messages';
import { generateAgreementKeys } from '../../../plugins/orderbridge/server/src/connections/key-agreement';
import { invite, pairingRequest, postPairing } from '../../support/fake-consumer';
import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
} from '../../support/selling-provider';
import { waitUntil } from '../../support/wait-until';
import { createSinks, type WebhookSink } from '../../support/webhook-sink';

interface Told {
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly stream: string;
    readonly sequence: number;
    readonly task?: {
      readonly state: string;
      readonly parentState: string;
      readonly version: number;
    };
  };
}

const CONNECTIONS = '/orderbridge/connections';

describe('a receiver of webhooks', () => {
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

  /** An organisation with a receiver of its own. */
  const open = async (eventTypes?: readonly string[]) => {
    const sink = await sinks.open();
    const shortCode = `W${String((count += 1))}`;
    const organisation = await house.open(shortCode, {
      url: sink.url,
      ...(eventTypes && { eventTypes }),
    });
    const [application] = organisation.applications;
    return { ...organisation, sink, application };
  };

  const codeOf = ({ status, body }: { status: number; body: { error?: unknown } }) => {
    const { details } = (body.error ?? {}) as { details?: { code?: string } };
    return [status, details?.code];
  };

  const webhookOf = ({ connection }: Organisation) =>
    `${CONNECTIONS}/${connection.documentId}/webhook`;
  const secretOf = ({ connection }: Organisation) =>
    `${CONNECTIONS}/${connection.documentId}/webhook-secret`;

  const verify = (secret: string, { headers, body }: WebhookSink['received'][number]) =>
    new Webhook(secret).verify(body, headers) as Told;

  const isSignedBy = (secret: string, message: WebhookSink['received'][number]): boolean => {
    try {
      verify(secret, message);
      return true;
    } catch {
      return false;
    }
  };

  const signaturesOf = ({ headers }: WebhookSink['received'][number]) =>
    headers['webhook-signature']?.split(' ').length;

  const place = async ({ application, requestFor }: Awaited<ReturnType<typeof open>>) => {
    const { body } = await application.post(TASKS, requestFor('order')).expect(201);
    const { documentId, number } = body.data;
    const { body: whole } = await application.get(`${TASKS}/${String(documentId)}`).expect(200);
    return {
      number: number as string,
      path: `${TASKS}/${String(documentId)}`,
      order: `/orderbridge/orders/${String(whole.data.order.documentId)}`,
    };
  };

  const act = (path: string, verb: string, body = {}) =>
    house.staff.post(`${path}/${verb}`, body).expect(200);

  const eventsAbout = (sink: WebhookSink, number: string, secret: string): Told[] =>
    sink.received
      .filter(({ body }) => body.includes(`"task/${number}"`))
      .map((message) => verify(secret, message));

  const settled = (organisation: Organisation) =>
    waitUntil('everything that was told', async () => {
      const { body } = await house.staff.get(
        `${CONNECTIONS}/${organisation.connection.documentId}`,
      );
      return body.data.health.waitingMessages === 0;
    });

  it('lives the whole life of an order and of a request for help by REST and webhooks that the reference library verifies', async () => {
    const nord = await open();
    const { application, sink } = nord;
    const { secret } = nord.connection;

    const order = await place(nord);
    for (const verb of ['approve', 'start']) await act(order.order, verb);
    await act(order.order, 'request-information', { reason: 'On which floor?' });
    await waitUntil('the question', () =>
      eventsAbout(sink, order.number, secret).some(
        ({ data }) => data.task?.state === 'awaiting_info',
      ),
    );
    const { body: comment } = await application
      .post(`${order.path}/comments`, { data: { body: 'On the third.' } })
      .expect(201);
    await application
      .patch(`${order.path}/comments/${String(comment.data.id)}`, { data: { body: 'The second.' } })
      .expect(200);
    await act(order.order, 'resume');
    await act(order.order, 'complete');

    const { body: asked } = await application.post(TASKS, nord.requestFor('help')).expect(201);
    const path = `${TASKS}/${String(asked.data.documentId)}`;
    const { body: whole } = await application.get(path).expect(200);
    const help = `/orderbridge/service-requests/${String(whole.data.serviceRequest.documentId)}`;
    const solution = { resolution: { code: 'solved', notes: 'Done.' } };
    const answerTo = async (verb: string, body: object, times: number) => {
      const news = await waitUntil('a solution', () => {
        const solutions = eventsAbout(sink, asked.data.number, secret).filter(
          ({ data }) => data.task?.parentState === 'resolved',
        );
        return solutions.length === times ? solutions.at(-1) : undefined;
      });
      await application
        .post(`${path}/${verb}`, { expectedVersion: news.data.task?.version, ...body })
        .expect(200);
    };
    await act(help, 'assign');
    await act(help, 'propose-solution', solution);
    await answerTo('reject', { reason: 'It is not.' }, 1);
    await act(help, 'propose-solution', solution);
    await answerTo('accept', {}, 2);

    const { body: third } = await application.post(TASKS, nord.requestFor('issue')).expect(201);
    await application.post(`${TASKS}/${String(third.data.documentId)}/cancel`, {}).expect(200);

    await settled(nord);
    for (const [number, state] of [
      [order.number, 'closed'],
      [asked.data.number, 'closed'],
      [third.data.number, 'cancelled'],
    ]) {
      const events = eventsAbout(sink, number, secret);
      expect(events.map(({ data }) => data.sequence)).toEqual(
        events.map((_event, index) => index + 1),
      );
      const { body: task } = await application.get(`${TASKS}?filters[number]=${String(number)}`);
      const told = events.filter(({ data }) => data.task).at(-1)?.data.task;
      expect(told).toMatchObject({ state, version: task.data[0].version });
    }
    const types = new Set(sink.received.map((message) => verify(secret, message).type));
    const catalogue = ['catalog_item.changed', 'catalog_item.withdrawn'];
    expect([...types, ...catalogue].sort()).toEqual([...WEBHOOK_EVENT_TYPES].sort());
  });

  it('gets every kind of news about the catalogue, and none that cannot be subscribed to', async () => {
    const nord = await open();
    const [{ documentId }] = await house.admin.find(
      'remote-record-producer',
      'filters[sourceType][$eq]=ready-made&filters[kind][$eq]=change&filters[state][$eq]=published',
    );
    const producer = `/orderbridge/remote-record-producers/${String(documentId)}`;
    const { body: draft } = await house.staff.post(`${producer}/checkout`).expect(200);
    await house.staff
      .post(`/orderbridge/remote-record-producers/${String(draft.data.documentId)}/publish`)
      .expect(200);
    await house.staff.post(`${producer}/archive`).expect(200);
    await house.staff
      .post(`/orderbridge/remote-record-producers/${String(draft.data.documentId)}/retire`)
      .expect(200);
    await settled(nord);
    const told = nord.sink.received.map((message) => verify(nord.connection.secret, message).type);
    expect(told).toContain('catalog_item.offered');
    expect(told).toContain('catalog_item.changed');
    expect(told).toContain('catalog_item.withdrawn');
    for (const type of told) expect(WEBHOOK_EVENT_TYPES).toContain(type);
  });

  describe('with a subscription', () => {
    it('gets what it has subscribed to and nothing else, in sequences without gaps', async () => {
      const nord = await open(['task.state_changed', 'comment.added', 'comment.added']);
      const { number, order, path } = await place(nord);
      await act(order, 'approve');
      await nord.application.post(`${path}/comments`, { data: { body: 'Hello.' } }).expect(201);
      await act(order, 'start');
      await settled(nord);
      const events = eventsAbout(nord.sink, number, nord.connection.secret);
      expect(events.map(({ type, data }) => [type, data.sequence])).toEqual([
        ['task.state_changed', 1],
        ['comment.added', 2],
        ['task.state_changed', 3],
      ]);
      expect(nord.sink.received).toHaveLength(events.length);
      const { body } = await house.staff.get(`${CONNECTIONS}/${nord.connection.documentId}`);
      expect(body.data.eventTypes).toEqual(['task.state_changed', 'comment.added']);
    });

    it('sees a change of it at once, and goes on where the sequence was', async () => {
      const nord = await open(['order.changed']);
      const { number, order } = await place(nord);
      const change = async (eventTypes: readonly string[] | null) => {
        const { body } = await house.staff.patch(webhookOf(nord), { eventTypes }).expect(200);
        expect(body.data.eventTypes).toEqual(eventTypes);
      };
      await act(order, 'approve');
      await change(['task.state_changed']);
      await act(order, 'start');
      await change(null);
      await act(order, 'complete');
      await settled(nord);
      const events = eventsAbout(nord.sink, number, nord.connection.secret);
      expect(events.map(({ type, data }) => [type, data.sequence])).toEqual([
        ['order.changed', 1],
        ['task.state_changed', 2],
        ['order.changed', 3],
        ['task.state_changed', 4],
      ]);
    });

    it('takes effect for changes made at the same moment: what is sent has no gap', async () => {
      const nord = await open(['task.state_changed', 'order.changed']);
      const placed = await Promise.all([1, 2, 3, 4].map(() => place(nord)));
      const flips = [['order.changed'], ['task.state_changed'], ['order.changed']].map(
        (eventTypes) => house.staff.patch(webhookOf(nord), { eventTypes }).expect(200),
      );
      await Promise.all([...placed.map(({ order }) => act(order, 'approve')), ...flips]);
      await settled(nord);
      for (const { number } of placed) {
        const events = eventsAbout(nord.sink, number, nord.connection.secret);
        expect(events.map(({ data }) => data.sequence)).toEqual(
          events.map((_event, index) => index + 1),
        );
      }
    });

    it('is refused for a type that there is not, with those that there are', async () => {
      const nord = await open();
      for (const eventTypes of [['task.exploded'], ['command.accepted'], ['task.accepted', 'x']]) {
        const { body } = await house.staff.patch(webhookOf(nord), { eventTypes }).expect(400);
        expect(body.error.details.code).toBe('request.invalid');
        for (const type of WEBHOOK_EVENT_TYPES) expect(body.error.message).toContain(type);
      }
      for (const eventTypes of [[], 'task.accepted', {}]) {
        await house.staff.patch(webhookOf(nord), { eventTypes }).expect(400);
      }
      const opening = await house.staff.post(`${CONNECTIONS}/webhooks`, {
        consumer: nord.consumer,
        shortCode: 'NOTYPE',
        url: nord.sink.url,
        eventTypes: ['nothing'],
      });
      expect(codeOf(opening)).toEqual([400, 'request.invalid']);
      const { body } = await house.staff.get(`${CONNECTIONS}/${nord.connection.documentId}`);
      expect(body.data.eventTypes).toBeNull();
    });
  });

  describe('that moves to another address', () => {
    it('gets there what waits and what was parked, in order and under the same ids', async () => {
      const nord = await open();
      await settled(nord);
      nord.sink.answerWith(500);
      const [waiting, parked] = [await place(nord), await place(nord)];
      await act(waiting.order, 'approve');
      const streams = () => house.provider.rows('orderbridge_streams_out');
      await waitUntil('failed attempts at both', async () => {
        const tried = await streams()
          .whereIn('stream_key', [`task/${waiting.number}`, `task/${parked.number}`])
          .where('attempts', '>', 0);
        return tried.length === 2;
      });
      await streams()
        .where({ stream_key: `task/${parked.number}` })
        .update({ blocked_reason: 'tried for 75 hours' });
      const ids = await house.provider
        .rows('orderbridge_outbox as m')
        .join('orderbridge_streams_out as s', 's.id', 'm.stream_id')
        .whereIn('s.stream_key', [`task/${waiting.number}`, `task/${parked.number}`])
        .pluck('m.message_id');

      const there = await sinks.open();
      const { body } = await house.staff.patch(webhookOf(nord), { url: there.url }).expect(200);
      expect(body.data).toMatchObject({ peerUrl: there.url, eventTypes: null });
      await settled(nord);
      expect(there.received.map(({ headers }) => headers['webhook-id']).sort()).toEqual(ids.sort());
      const { secret } = nord.connection;
      expect(eventsAbout(there, waiting.number, secret).map(({ data }) => data.sequence)).toEqual([
        1, 2, 3,
      ]);
      expect(eventsAbout(there, parked.number, secret)).toHaveLength(1);
    });

    it('is told again, where the old address has ended the connection', async () => {
      const nord = await open();
      await settled(nord);
      nord.sink.answerWith(410);
      const { number } = await place(nord);
      const view = async () =>
        (await house.staff.get(`${CONNECTIONS}/${nord.connection.documentId}`)).body.data;
      await waitUntil('the pause', async () => (await view()).health.state === 'paused');
      const there = await sinks.open();
      await house.staff.patch(webhookOf(nord), { url: there.url }).expect(200);
      await waitUntil('the news', () =>
        eventsAbout(there, number, nord.connection.secret).length > 0 ? true : undefined,
      );
      expect((await view()).health.state).toBe('active');
    });

    it('is refused an address that the provider must not reach', async () => {
      const nord = await open();
      for (const url of [
        'http://10.0.0.1/hook',
        'http://example.com:80@127.0.0.1/',
        'ftp://a.b/',
      ]) {
        const answer = await house.staff.patch(webhookOf(nord), { url });
        expect(codeOf(answer)).toEqual([400, 'connection.url_not_allowed']);
      }
      const { body } = await house.staff.get(`${CONNECTIONS}/${nord.connection.documentId}`);
      expect(body.data.peerUrl).toBe(nord.sink.url);
    });
  });

  describe('with a new secret', () => {
    const replace = async (organisation: Organisation, body = {}) => {
      const { body: answer } = await house.staff.post(secretOf(organisation), body).expect(200);
      return answer.data as { secret: string; oldSecretEndsAt: string };
    };

    /** The next webhook that is told of a new request. */
    const nextOf = async (nord: Awaited<ReturnType<typeof open>>) => {
      const { number } = await place(nord);
      return waitUntil('the news', () =>
        nord.sink.received.find(({ body }) => body.includes(`"task/${number}"`)),
      );
    };

    it('gets webhooks signed with both for a day, then with the new one alone', async () => {
      const nord = await open();
      const before = nord.connection.secret;
      const { secret, oldSecretEndsAt } = await replace(nord);
      expect(secret).not.toBe(before);
      const left = Date.parse(oldSecretEndsAt) - Date.now();
      expect(Math.abs(left - 24 * 3_600_000)).toBeLessThan(60_000);
      const both = await nextOf(nord);
      expect([before, secret].map((each) => isSignedBy(each, both))).toEqual([true, true]);
      expect(signaturesOf(both)).toBe(2);

      await house.provider
        .rows('orderbridge_link_keys')
        .where({ state: 'retired' })
        .update({ expires_at: Date.now() - 1 });
      // A node looks again after some seconds.
      const after = await waitUntil('a webhook with one signature', async () => {
        const message = await nextOf(nord);
        return signaturesOf(message) === 1 ? message : undefined;
      });
      expect([before, secret].map((each) => isSignedBy(each, after))).toEqual([false, true]);
    });

    it('can replace it again before the first is known there: all three sign', async () => {
      const nord = await open();
      const [second, third] = [await replace(nord), await replace(nord)];
      const message = await nextOf(nord);
      const secrets = [nord.connection.secret, second.secret, third.secret];
      expect(secrets.map((each) => isSignedBy(each, message))).toEqual([true, true, true]);
    });

    it('of those who ask at once, ends with one that is current', async () => {
      const nord = await open();
      const made = await Promise.all([1, 2, 3].map(() => replace(nord)));
      const message = await nextOf(nord);
      for (const { secret } of made) expect(isSignedBy(secret, message)).toBe(true);
      const current = await house.provider
        .rows('orderbridge_link_keys as k')
        .join('orderbridge_links as l', 'l.id', 'k.link_id')
        .join('orderbridge_connections as c', 'c.id', 'l.connection_id')
        .where({ 'c.document_id': nord.connection.documentId, 'k.state': 'current' });
      expect(current).toHaveLength(1);
    });

    it('ends every old one at once where one is compromised, for what waits too', async () => {
      const nord = await open();
      await settled(nord);
      nord.sink.answerWith(500);
      const { number } = await place(nord);
      const second = await replace(nord);
      const third = await replace(nord, { compromised: true });
      expect(Date.parse(third.oldSecretEndsAt)).toBeLessThanOrEqual(Date.now());
      nord.sink.answerWith(204);
      const message = await waitUntil('the news', () =>
        nord.sink.received.find(({ body }) => body.includes(`"task/${number}"`)),
      );
      const secrets = [nord.connection.secret, second.secret, third.secret];
      expect(secrets.map((each) => isSignedBy(each, message))).toEqual([false, false, true]);
      const { body } = await house.staff.get(`${CONNECTIONS}/${nord.connection.documentId}`);
      expect(JSON.stringify(body)).not.toContain('whsec_');
    });
  });

  it('alone can be changed so: a connection to an instance is refused, and so is none', async () => {
    const request = pairingRequest(
      await invite(house.admin, 'INST'),
      generateAgreementKeys().publicKey,
      'http://127.0.0.1:9',
    );
    await postPairing(house.provider, request);
    const { body } = await house.staff.get(CONNECTIONS).expect(200);
    const instance = body.data.find(({ shortCode }: { shortCode: string }) => shortCode === 'INST');
    expect(instance.eventTypes).toBeNull();
    for (const [id, expected] of [
      [instance.documentId, [409, 'connection.not_a_webhook']],
      ['nothing', [404, 'connection.not_found']],
    ]) {
      const path = `${CONNECTIONS}/${String(id)}`;
      expect(codeOf(await house.staff.patch(`${path}/webhook`, { eventTypes: null }))).toEqual(
        expected,
      );
      expect(codeOf(await house.staff.post(`${path}/webhook-secret`, {}))).toEqual(expected);
    }
  });
});
