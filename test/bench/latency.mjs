/**
 * How long a change of the state of an order or of a service request takes from the provider to the
 * consumer: from just before the verb is sent until the row of the task in the consumer's database
 * shows the new state.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ANSWERS } from '../../scripts/demo/catalog.mjs';
import { signInAdmin, signInRequester, waitFor } from '../../scripts/demo/clients.mjs';
import { activateItems } from '../../scripts/demo/items.mjs';
import { runMainPath } from '../../scripts/demo/main-path.mjs';
import { startInstance } from '../../scripts/start.mjs';
import { startChild } from './child.mjs';
import { monotonicMs } from './clock.mjs';
import { findFreePort } from '../../scripts/free-port.mjs';
import { openLedger } from './ledger.mjs';
import { silentTimeline } from './prepare-provider.mjs';
import { percentile } from './statistics.mjs';

/** What half of the changes, and 99 of 100, have to stay under. */
export const GOALS_MS = { p50: 50, p99: 250 };

const CHANGES_PER_SECOND = 20;
const INTERVAL_MS = 1000 / CHANGES_PER_SECOND;
const WARM_UP_CHANGES = 2 * CHANGES_PER_SECOND;

/** What is asked for and the way that it takes, with the state that each verb leads to. */
const WAYS = {
  order: {
    kind: 'order',
    path: '/orderbridge/orders',
    line: { quantity: 2, answers: ANSWERS },
    steps: [
      { verb: 'approve', state: 'acknowledged' },
      { verb: 'start', state: 'in_progress' },
      { verb: 'complete', state: 'completed' },
    ],
  },
  serviceRequest: {
    kind: 'help',
    path: '/orderbridge/service-requests',
    line: {
      quantity: 1,
      answers: {
        characteristics: {
          subject: 'Video calls break up',
          description: 'Every morning from nine to ten, in all meeting rooms.',
          priority: 'high',
        },
      },
    },
    steps: [
      { verb: 'assign', state: 'in_progress' },
      {
        verb: 'request-info',
        state: 'awaiting_info',
        body: { reason: 'How many people are in those calls?' },
      },
      {
        verb: 'propose-solution',
        state: 'resolved',
        body: { resolution: { code: 'solved', notes: 'The line has twice the bandwidth now.' } },
      },
    ],
  },
};

const createSide = async (role, { home, admin }) => {
  const port = await findFreePort();
  const cwd = path.join(home, role);
  const instance = startInstance({
    cwd,
    logFile: path.join(home, `${role}.log`),
    env: {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATABASE_FILENAME: 'data.db',
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      ORDERBRIDGE_ROLES: role,
      ORDERBRIDGE_ALLOWED_PRIVATE_CIDRS: '127.0.0.0/8',
      ORDERBRIDGE_SUBMITS_PER_MINUTE: '1000000',
    },
  });
  return { ...instance, databaseFile: path.join(cwd, 'data.db') };
};

/** Submits requests at the consumer, and waits until the provider's answers have come back. */
const submitRequests = async (requester, way, { count, ledgers }) => {
  const { data: items } = await requester.get('/api/orderbridge/remote-catalog-items');
  const item = items.find(({ kind }) => kind === way.kind);
  const line = { item: item.documentId, ...way.line };
  const numbers = [];
  while (numbers.length < count) {
    const { data } = await requester.post('/api/orderbridge/provider-tasks', {
      data: { lines: [line] },
    });
    numbers.push(data.number);
  }
  await waitFor('the requests', () => ledgers.consumer.countUnanswered() === 0);
  const parentByTask = ledgers.provider.parentByTask();
  return numbers.map((task) => ({ task, parent: `${way.path}/${parentByTask.get(task)}` }));
};

const planChanges = (requests, { steps }) =>
  steps.flatMap((step, rank) => requests.map((request) => ({ ...request, ...step, rank })));

const perform = async (provider, change, { dueAt, before }) => {
  await before;
  const sentAt = monotonicMs();
  await provider.post(`${change.parent}/${change.verb}`, change.body);
  return { ...change, dueAt, sentAt, answeredAt: monotonicMs() };
};

/**
 * Sends at a constant rate, whether earlier verbs were answered or not. Only for one and the same
 * request a verb waits for the one before, which otherwise would be refused on an overloaded machine.
 */
const performAll = async (provider, plan) => {
  const startAt = monotonicMs();
  const lastOf = new Map();
  const underWay = [];
  for (const [index, change] of plan.entries()) {
    const dueAt = startAt + index * INTERVAL_MS;
    await sleep(Math.max(0, dueAt - monotonicMs()));
    const performed = perform(provider, change, { dueAt, before: lastOf.get(change.task) });
    // A failure is thrown below, once all are sent; until then it must not end the process.
    performed.catch(() => undefined);
    lastOf.set(change.task, performed);
    underWay.push(performed);
  }
  return Promise.all(underWay);
};

/** Adds to each change when the consumer's row first showed its state, or one after it. */
const joinSightings = (performed, sightings, { steps }) => {
  const rankOf = (state) => steps.findIndex((step) => step.state === state);
  return performed.map((change) => {
    const seen = sightings.find(
      ({ number, state }) => number === change.task && rankOf(state) >= change.rank,
    );
    return { ...change, seenAt: seen?.at };
  });
};

const waitForSightings = (watcher, performed, way) =>
  waitFor('the last changes at the consumer', async () => {
    const changes = joinSightings(performed, await watcher.ask('changes'), way);
    return changes.every(({ seenAt }) => seenAt !== undefined) && changes;
  });

const spread = (changes, durationOf) => {
  const durations = changes.map(durationOf);
  return { p50: percentile(durations, 0.5), p99: percentile(durations, 0.99) };
};

/** Offers the form for help, which comes with the plugin as a draft. */
const offerHelp = async (sides, admin) => {
  const provider = await signInAdmin(sides.provider.url, admin);
  const consumer = await signInAdmin(sides.consumer.url, admin);
  const [form] = await provider.find('remote-record-producer', 'filters[kind][$eq]=help');
  const [everybody] = await provider.find('consumer-criteria', 'filters[name][$eq]=All consumers');
  await provider.post(`/orderbridge/remote-record-producers/${form.documentId}/publish`, {
    criteria: [everybody.documentId],
  });
  await activateItems(consumer, { identities: [form.identity] }, silentTimeline());
};

/** Takes one order the whole way, which pairs the two, activates the item and checks both sides. */
const pairSides = async ({ provider, consumer }, admin) => {
  const password = `Bench-${randomUUID()}`;
  const { requester } = await runMainPath({
    providerUrl: provider.url,
    consumerUrl: consumer.url,
    admin,
    requesterPassword: password,
    timeline: silentTimeline(),
  });
  await offerHelp({ provider, consumer }, admin);
  return {
    manager: await signInAdmin(provider.url, admin),
    requester: await signInRequester(consumer.url, { identifier: requester, password }),
  };
};

const measureWay = async (way, { manager, requester, watcher, ledgers }, { seconds, say }) => {
  const wanted = WARM_UP_CHANGES + seconds * CHANGES_PER_SECOND;
  say(`state changes of kind ${way.kind}, submitting the requests`);
  const count = Math.ceil(wanted / way.steps.length);
  const plan = planChanges(await submitRequests(requester, way, { count, ledgers }), way);

  say(`state changes of kind ${way.kind}, ${plan.length} at ${CHANGES_PER_SECOND} a second`);
  const performed = await performAll(manager, plan);
  const changes = (await waitForSightings(watcher, performed, way)).slice(WARM_UP_CHANGES);
  return {
    count: changes.length,
    total: spread(changes, ({ sentAt, seenAt }) => seenAt - sentAt),
    answer: spread(changes, ({ sentAt, answeredAt }) => answeredAt - sentAt),
    answerToRow: spread(changes, ({ answeredAt, seenAt }) => seenAt - answeredAt),
    latestSendMs: Math.max(...changes.map(({ dueAt, sentAt }) => sentAt - dueAt)),
  };
};

const measureBetween = async ({ provider, consumer, watcher, ledgers }, { admin, ...options }) => {
  const people = await pairSides({ provider, consumer }, admin);
  await watcher.ask('watch', consumer.databaseFile);
  const measure = (way) => measureWay(way, { ...people, watcher, ledgers }, options);
  return {
    perSecond: CHANGES_PER_SECOND,
    order: await measure(WAYS.order),
    serviceRequest: await measure(WAYS.serviceRequest),
  };
};

/** Runs the whole measure in a folder of its own, and ends everything that it started. */
export const measureLatency = async ({ home, admin, ...options }) => {
  const running = [];
  const ledgers = {};
  const startSide = async (role) => {
    const instance = await createSide(role, { home, admin });
    running.push(instance);
    await instance.waitUntilReady();
    ledgers[role] = openLedger(instance.databaseFile);
    return instance;
  };
  try {
    const provider = await startSide('provider');
    const consumer = await startSide('consumer');
    const watcher = await startChild(new URL('./watch-rows.mjs', import.meta.url), {
      logFile: path.join(home, 'watch-rows.log'),
    });
    running.push(watcher);
    return await measureBetween({ provider, consumer, watcher, ledgers }, { admin, ...options });
  } finally {
    Object.values(ledgers).forEach((ledger) => ledger.close());
    await Promise.all(running.map((instance) => instance.stop()));
  }
};
