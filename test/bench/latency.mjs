/**
 * How long a change of an order's state takes from the provider to the consumer: from just before
 * the verb is sent until the row of the task in the consumer's database shows the new state.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ANSWERS } from '../../scripts/demo/catalog.mjs';
import { signInAdmin, signInRequester, waitFor } from '../../scripts/demo/clients.mjs';
import { runMainPath } from '../../scripts/demo/main-path.mjs';
import { startInstance } from '../../scripts/start.mjs';
import { startChild } from './child.mjs';
import { monotonicMs } from './clock.mjs';
import { findFreePort } from './free-port.mjs';
import { openLedger } from './ledger.mjs';
import { silentTimeline } from './prepare-provider.mjs';
import { percentile } from './statistics.mjs';

/** What half of the changes, and 99 of 100, have to stay under. */
export const GOALS_MS = { p50: 50, p99: 250 };

const CHANGES_PER_SECOND = 20;
const INTERVAL_MS = 1000 / CHANGES_PER_SECOND;
const WARM_UP_CHANGES = 2 * CHANGES_PER_SECOND;
/** An order's way, with the state that each verb leads to. */
const STEPS = [
  { verb: 'approve', state: 'acknowledged' },
  { verb: 'start', state: 'in_progress' },
  { verb: 'complete', state: 'completed' },
];

const rankOf = (state) => STEPS.findIndex((step) => step.state === state);

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
    },
  });
  return { ...instance, databaseFile: path.join(cwd, 'data.db') };
};

/** Submits requests at the consumer, and waits until the provider's answers have come back. */
const placeOrders = async (requester, { count, ledgers }) => {
  const { data: items } = await requester.get('/api/orderbridge/remote-catalog-items');
  const line = { item: items[0].documentId, quantity: 2, answers: ANSWERS };
  const numbers = [];
  while (numbers.length < count) {
    const { data } = await requester.post('/api/orderbridge/provider-tasks', {
      data: { lines: [line] },
    });
    numbers.push(data.number);
  }
  await waitFor('the orders', () => ledgers.consumer.countUnanswered() === 0);
  const orderByTask = ledgers.provider.orderByTask();
  return numbers.map((task) => ({ task, order: orderByTask.get(task) }));
};

const planChanges = (orders) =>
  STEPS.flatMap((step) => orders.map((order) => ({ ...order, ...step })));

const perform = async (provider, { task, order, verb, state }, { dueAt, before }) => {
  await before;
  const sentAt = monotonicMs();
  await provider.post(`/orderbridge/orders/${order}/${verb}`);
  return { task, state, dueAt, sentAt, answeredAt: monotonicMs() };
};

/**
 * Sends at a constant rate, whether earlier verbs were answered or not. Only for one and the same
 * order a verb waits for the one before, which otherwise would be refused on an overloaded machine.
 */
const performAll = async (provider, plan) => {
  const startAt = monotonicMs();
  const lastOf = new Map();
  const underWay = [];
  for (const [index, change] of plan.entries()) {
    const dueAt = startAt + index * INTERVAL_MS;
    await sleep(Math.max(0, dueAt - monotonicMs()));
    const performed = perform(provider, change, { dueAt, before: lastOf.get(change.order) });
    // A failure is thrown below, once all are sent; until then it must not end the process.
    performed.catch(() => undefined);
    lastOf.set(change.order, performed);
    underWay.push(performed);
  }
  return Promise.all(underWay);
};

/** Adds to each change when the consumer's row first showed its state, or one after it. */
const joinSightings = (performed, sightings) =>
  performed.map((change) => {
    const seen = sightings.find(
      ({ number, state }) => number === change.task && rankOf(state) >= rankOf(change.state),
    );
    return { ...change, seenAt: seen?.at };
  });

const waitForSightings = (watcher, performed) =>
  waitFor('the last changes at the consumer', async () => {
    const changes = joinSightings(performed, await watcher.ask('changes'));
    return changes.every(({ seenAt }) => seenAt !== undefined) && changes;
  });

const spread = (changes, durationOf) => {
  const durations = changes.map(durationOf);
  return { p50: percentile(durations, 0.5), p99: percentile(durations, 0.99) };
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
  return {
    manager: await signInAdmin(provider.url, admin),
    requester: await signInRequester(consumer.url, { identifier: requester, password }),
  };
};

const measureBetween = async (
  { provider, consumer, watcher, ledgers },
  { admin, seconds, say },
) => {
  const { manager, requester } = await pairSides({ provider, consumer }, admin);
  const wanted = WARM_UP_CHANGES + seconds * CHANGES_PER_SECOND;
  say('state changes, placing the orders');
  const count = Math.ceil(wanted / STEPS.length);
  const plan = planChanges(await placeOrders(requester, { count, ledgers }));

  await watcher.ask('watch', consumer.databaseFile);
  say(`state changes, ${plan.length} at ${CHANGES_PER_SECOND} a second`);
  const performed = await performAll(manager, plan);
  const changes = (await waitForSightings(watcher, performed)).slice(WARM_UP_CHANGES);
  return {
    count: changes.length,
    perSecond: CHANGES_PER_SECOND,
    total: spread(changes, ({ sentAt, seenAt }) => seenAt - sentAt),
    answer: spread(changes, ({ sentAt, answeredAt }) => answeredAt - sentAt),
    answerToRow: spread(changes, ({ answeredAt, seenAt }) => seenAt - answeredAt),
    latestSendMs: Math.max(...changes.map(({ dueAt, sentAt }) => sentAt - dueAt)),
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
