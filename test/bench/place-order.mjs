/**
 * Placing an order over REST, with an idempotency key and without one, against Strapi's own create of
 * one row and against a route that does nothing: one server, the same clients, each in turn.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { waitFor } from '../../scripts/demo/clients.mjs';
import { startChild } from './child.mjs';
import { createPostgres, sqliteIn } from './database.mjs';
import { startHost } from './host.mjs';
import { openLedger } from './ledger.mjs';
import { LINES_PER_ORDER, prepareProvider } from './prepare-provider.mjs';
import { profilePlacing } from './profile-placing.mjs';
import { median, percentile } from './statistics.mjs';

/** How many times as many orders as rows of Strapi's own create. */
export const GOAL_RATIO = 1.5;

const CLIENTS = 8;
const WARM_UP_SECONDS = 2;
const CEILING_SECONDS = 1;
const DRAIN_LIMIT_MS = 120_000;

const measureCeiling = async (load, { trivialUrl }, { method, body }) => {
  const target = { url: trivialUrl, method, body, expectedStatus: 204 };
  const { perSecond } = await load.ask('run', {
    target,
    clients: CLIENTS,
    seconds: CEILING_SECONDS,
  });
  return perSecond;
};

/** Keeps what was answered, and compares it with what is there and with what the receiver got. */
const createAudit = ({ ledger, sink }) => {
  const answered = { order: [], orderWithoutKey: [], create: 0 };

  const assertOrders = async () => {
    const linesByTask = await ledger.linesByTask();
    const isTold = new Set(await sink.ask('acceptedTasks'));
    const numbers = [...answered.order, ...answered.orderWithoutKey];
    for (const number of numbers) {
      assert.equal(linesByTask.get(number), LINES_PER_ORDER, `${number} is there with its lines`);
      assert.ok(isTold.has(number), `the receiver was told of ${number}`);
    }
    assert.equal(linesByTask.size, numbers.length, 'there are no other orders');
    assert.equal(await ledger.countKeys(), answered.order.length, 'every key is kept');
  };

  return {
    note(name, { taskNumbers, answered: count }) {
      if (name === 'create') answered.create += count;
      else answered[name]?.push(...taskNumbers);
    },
    /** Waits until all deliveries are done: the next measure must not pay for them. */
    async settle() {
      const startedAt = performance.now();
      await waitFor('the deliveries', () => ledger.isDrained(), { timeoutMs: DRAIN_LIMIT_MS });
      const drainMs = performance.now() - startedAt;
      await assertOrders();
      assert.equal(await ledger.countBenchRows(), answered.create, 'every created row is there');
      return drainMs;
    },
    countOrders: () => answered.order.length + answered.orderWithoutKey.length,
  };
};

const summarise = (rounds) => ({
  perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  p50: median(rounds.map(({ latenciesMs }) => percentile(latenciesMs, 0.5))),
  p99: median(rounds.map(({ latenciesMs }) => percentile(latenciesMs, 0.99))),
});

/** The throughput of orders as a share of another one's, with how far the rounds lie apart. */
const compare = (order, other) => {
  const ratios = order.map(({ perSecond }, round) => perSecond / other[round].perSecond);
  return {
    ratio: summarise(order).perSecond / summarise(other).perSecond,
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
  };
};

const measureOn = async (
  { host, load, sink, ledger },
  { admin, rounds, seconds, profile, say },
) => {
  const targets = await prepareProvider({ url: host.url, admin, hookUrl: sink.greeting.hookUrl });
  const audit = createAudit({ ledger, sink });
  const run = async (name, duration) => {
    const target = targets[name];
    const result = await load.ask('run', { target, clients: CLIENTS, seconds: duration });
    audit.note(name, result);
    return { ...result, drainMs: await audit.settle() };
  };

  const ceiling = await measureCeiling(load, sink.greeting, targets.order);
  const results = { order: [], orderWithoutKey: [], create: [], empty: [] };
  say('placing orders, warm-up');
  for (const name of Object.keys(results)) await run(name, WARM_UP_SECONDS);
  for (let round = 1; round <= rounds; round += 1) {
    say(`placing orders, round ${round} of ${rounds}`);
    for (const name of Object.keys(results)) results[name].push(await run(name, seconds));
  }

  const againstCreate = compare(results.order, results.create);
  const isExplained = profile || againstCreate.ratio < GOAL_RATIO;
  if (isExplained) say('placing orders, looking where the time goes');
  return {
    clients: CLIENTS,
    rounds,
    seconds,
    ceiling,
    order: summarise(results.order),
    orderWithoutKey: summarise(results.orderWithoutKey),
    create: summarise(results.create),
    empty: summarise(results.empty),
    againstCreate,
    withoutKeyAgainstCreate: compare(results.orderWithoutKey, results.create),
    againstEmpty: compare(results.order, results.empty),
    drainMs: median(results.order.map(({ drainMs }) => drainMs)),
    cost: isExplained ? await profilePlacing(host, run) : null,
    orders: audit.countOrders(),
  };
};

/** Runs the whole measure on one database, and ends everything that it started. */
const measureDatabase = async (database, folder, { admin, ...options }) => {
  const running = [];
  const keep = (child) => {
    running.push(child);
    return child;
  };
  let ledger;
  try {
    const logTo = (name) => ({ logFile: path.join(folder, `${name}.log`) });
    const sink = keep(await startChild(new URL('./sink.mjs', import.meta.url), logTo('sink')));
    const load = keep(await startChild(new URL('./load.mjs', import.meta.url), logTo('load')));
    const host = keep(await startHost(path.join(folder, 'host'), admin, database));
    ledger = openLedger(host.openRows());
    const result = await measureOn({ host, load, sink, ledger }, { admin, ...options });
    return { ...result, kind: database.kind, database: host.greeting };
  } finally {
    await ledger?.close();
    await Promise.all(running.map((child) => child.stop()));
    await database.drop();
  }
};

/**
 * Measures on SQLite and, where the address of a server is given, on that as well.
 *
 * @returns a result for each database
 */
export const measurePlacing = async ({ home, postgres, ...options }) => {
  const onSqlite = path.join(home, 'placing-sqlite');
  const results = [await measureDatabase(sqliteIn(path.join(onSqlite, 'host')), onSqlite, options)];
  if (postgres !== undefined) {
    const database = await createPostgres(postgres);
    results.push(await measureDatabase(database, path.join(home, 'placing-postgres'), options));
  }
  return results;
};
