import { answersFor } from '../../scripts/demo/answers.mjs';
import { findFreePort } from '../../scripts/free-port.mjs';
import { encryptionKeyOf, readAllRows, restoreEarlierState } from '../support/earlier-state';
import { startTestInstance, type TestInstance } from '../support/instance';
import { REQUESTER_CREDENTIALS } from '../support/pair';
import { signInStaff, signInUser, type RestClient } from '../support/rest-client';
import { waitUntil } from '../support/wait-until';

const TASKS = '/api/orderbridge/provider-tasks';
const STAFF_TASKS = '/orderbridge/provider-tasks';

type Side = 'provider' | 'consumer';
type Row = Record<string, unknown>;
type Rows = Awaited<ReturnType<typeof readAllRows>>;

/** The states of this repository that somebody may have rows of, oldest first, with what has another shape now. */
const STATES = [
  {
    state: 'first-order',
    // It told each side's own history; the later ones tell one timeline on both.
    tellsOneTimeline: false,
    reshaped: [
      'orderbridge_remote_record_producers.offering_id',
      'orderbridge_remote_record_producers.form',
      'orderbridge_catalog_versions.snapshot',
      'orderbridge_order_lines.offering_id',
      'orderbridge_order_lines.answers',
      'orderbridge_order_line_mirrors.answers',
      'orderbridge_provider_tasks.requested_lines',
      'orderbridge_remote_catalog_items.offered_form',
      'orderbridge_remote_catalog_items.active_form',
    ],
  },
  { state: 'service-requests', tellsOneTimeline: true, reshaped: [] },
];

/** Written by every sign of life of a peer, and by nothing that the business does. */
const SIGNS_OF_LIFE = new Set(['orderbridge_links', 'orderbridge_attempts']);

/** Sequences that nobody is given a number of: each boot takes one, so that nodes begin one by one. */
const LOCKS = new Set<unknown>(['access', 'task-state-map', 'resolution-codes', 'upgrade']);

/** What a boot or a sign of life may write, whatever the business does. */
const isIncidental = (table: string, row: Row): boolean =>
  SIGNS_OF_LIFE.has(table) ||
  (table === 'orderbridge_sequences' && LOCKS.has(row['name'])) ||
  // Strapi completes the layouts of new components at the second boot, and the copies follow.
  (table === 'orderbridge_kept_rows' && row['source'] === 'layout');

const withoutIncidental = (all: Rows): Rows =>
  new Map(
    [...all].map(([table, rows]) => [table, rows.filter((row) => !isIncidental(table, row))]),
  );

/** Starts both sides on the rows of an earlier version; answers with what these were. */
const startUpgraded = async (state: string) => {
  const ports = { provider: await findFreePort(), consumer: await findFreePort() };
  const addresses = {
    provider: `http://127.0.0.1:${String(ports.provider)}`,
    consumer: `http://127.0.0.1:${String(ports.consumer)}`,
  };
  const before = new Map<Side, Rows>();
  const start = (side: Side) =>
    startTestInstance(
      side,
      { ENCRYPTION_KEY: encryptionKeyOf(side) },
      {
        port: ports[side],
        fill: async (rows) => {
          await restoreEarlierState(rows, { state, side, addresses });
          before.set(side, await readAllRows(rows));
        },
      },
    );
  const [provider, consumer] = await Promise.all([start('provider'), start('consumer')]);
  return { provider, consumer, before };
};

/** What a row has lost or shows differently, of what it had. */
const findLosses = (
  table: string,
  { before, after, reshaped }: { before: Row; after: Row | undefined; reshaped: string[] },
): string[] => {
  const name = `${table} ${String(before['id'])}`;
  if (after === undefined) return [`${name} is gone`];
  return Object.keys(before)
    .filter((column) => column !== 'written_by' && before[column] !== null)
    .filter((column) => !reshaped.includes(`${table}.${column}`))
    .filter((column) => JSON.stringify(before[column]) !== JSON.stringify(after[column]))
    .map(
      (column) =>
        `${name}: ${column} was ${JSON.stringify(before[column])} and is ${JSON.stringify(after[column])}`,
    );
};

const findAllLosses = (before: Rows, after: Rows, reshaped: string[]): string[] =>
  [...withoutIncidental(before)].flatMap(([table, rows]) => {
    const there = new Map((after.get(table) ?? []).map((row) => [row['id'], row]));
    return rows.flatMap((row) =>
      findLosses(table, { before: row, after: there.get(row['id']), reshaped }),
    );
  });

/** What both sides must tell alike of a request. */
const factsOf = (task: Row) => {
  const { number, title, state, parentKind, parentNumber, parentState, version } = task;
  const { comments, timeline, order, serviceRequest } = task as Record<string, Row[] | Row | null>;
  const parent = (order ?? serviceRequest) as Row | null;
  return {
    ...{ number, title, state, parentKind, parentNumber, parentState, version },
    comments: (comments as Row[]).map(({ body, createdAt }) => ({ body, createdAt })),
    timeline: (timeline as Row[]).map(({ at, kind, verb, parentState: to }) => ({
      at,
      kind,
      verb,
      to,
    })),
    parent: parent && { number: parent['number'], state: parent['state'], lines: parent['lines'] },
  };
};

describe.each(STATES)('rows of the state "$state", with this version', (earlier) => {
  const { state, tellsOneTimeline, reshaped } = earlier;
  let provider: TestInstance;
  let consumer: TestInstance;
  let before: Map<Side, Rows>;
  let staff: RestClient;
  let requester: RestClient;

  beforeAll(async () => {
    ({ provider, consumer, before } = await startUpgraded(state));
    staff = await signInStaff(provider);
    requester = await signInUser(consumer, REQUESTER_CREDENTIALS);
  });

  afterAll(async () => {
    await Promise.all([provider.dispose(), consumer.dispose()]);
  });

  const readAll = async (client: RestClient, path: string): Promise<Row[]> => {
    const { body } = await client.get(`${path}?pagination[pageSize]=100`).expect(200);
    return Promise.all(
      (body.data as { documentId: string }[]).map(async ({ documentId }) => {
        const { body: whole } = await client.get(`${path}/${documentId}`).expect(200);
        return whole.data as Row;
      }),
    );
  };

  const byNumber = (tasks: Row[]) =>
    new Map(
      tasks.map((task) => {
        const { timeline, ...facts } = factsOf(task);
        expect(timeline.length).toBeGreaterThan(0);
        return [String(task['number']), { ...facts, ...(tellsOneTimeline && { timeline }) }];
      }),
    );

  it('are all there, with all that they had in them', async () => {
    for (const [side, { rows }] of Object.entries({ provider, consumer })) {
      const had = before.get(side as Side) ?? new Map();
      expect(had.size).toBeGreaterThan(0);
      expect(findAllLosses(had, await readAllRows(rows), [...reshaped])).toEqual([]);
    }
  });

  it('tell the same of every request on both sides', async () => {
    const there = byNumber(await readAll(staff, STAFF_TASKS));
    const here = byNumber(await readAll(requester, TASKS));
    expect(there.size).toBeGreaterThan(2);
    expect(here).toEqual(there);
    for (const { parent } of here.values()) expect(parent).not.toBeNull();
  });

  const complete = async (order: string, verbs: string[]) => {
    for (const verb of verbs) await staff.post(`${order}/${verb}`).expect(200);
  };

  const seesClosed = (number: string) =>
    waitUntil(`${number} to be closed at the consumer`, async () => {
      const { body } = await requester.get(`${TASKS}?filters[number][$eq]=${number}`).expect(200);
      return body.data[0]?.state === 'closed' ? true : undefined;
    });

  it('have orders under way that can be finished', async () => {
    const { body } = await staff.get('/orderbridge/orders?filters[state][$eq]=acknowledged');
    expect(body.data.length).toBeGreaterThan(0);
    for (const { documentId } of body.data as { documentId: string }[]) {
      const order = `/orderbridge/orders/${documentId}`;
      await complete(order, ['start', 'complete']);
      const { body: whole } = await staff.get(order).expect(200);
      await seesClosed(whole.data.task.number);
    }
  });

  it('have items that can be ordered, up to a completed order', async () => {
    const { body: listed } = await requester.get('/api/orderbridge/remote-catalog-items');
    const item = (listed.data as Row[]).find(({ kind }) => kind === 'order');
    expect(item).toBeDefined();
    const line = {
      item: item?.['documentId'],
      quantity: 1,
      answers: answersFor(item?.['form'] as Parameters<typeof answersFor>[0]),
    };
    const { body: submitted } = await requester
      .post(TASKS, { data: { lines: [line] } })
      .expect(201);
    const { number } = submitted.data;
    const order = await waitUntil(`${String(number)} to arrive`, async () => {
      const { body } = await staff.get(`${STAFF_TASKS}?filters[number][$eq]=${String(number)}`);
      const id = body.data[0]?.documentId;
      if (id === undefined) return undefined;
      const { body: whole } = await staff.get(`${STAFF_TASKS}/${String(id)}`);
      return whole.data.order?.documentId;
    });
    await complete(`/orderbridge/orders/${String(order)}`, ['approve', 'start', 'complete']);
    await seesClosed(number);
  });

  it('are not written again by a restart', async () => {
    for (const instance of [provider, consumer]) {
      await waitUntil('everything to be sent', async () => {
        const waiting = await instance.rows('orderbridge_outbox').where({ state: 'pending' });
        return waiting.length === 0 ? true : undefined;
      });
    }
    await Promise.all([provider.kill(), consumer.kill()]);
    for (const instance of [provider, consumer]) {
      const left = await readAllRows(instance.rows);
      await instance.start();
      expect(withoutIncidental(await readAllRows(instance.rows))).toEqual(withoutIncidental(left));
    }
  });
});
