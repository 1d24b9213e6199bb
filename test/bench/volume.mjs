/**
 * What requests take with a great many orders in the database, against the same with few: two
 * providers side by side, each on a database of its own, asked in turn, one request at a time.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { startChild } from './child.mjs';
import { createPostgres, sqliteIn } from './database.mjs';
import { startHost } from './host.mjs';
import { median } from './statistics.mjs';
import { FEW, fewOrders, manyOrders } from './volume-facts.mjs';
import { insertOrders } from './volume-orders.mjs';
import { explainRequests } from './volume-plans.mjs';
import { REQUESTS } from './volume-requests.mjs';
import { createSide, prepareSide } from './volume-side.mjs';

/** How much more a request may take with many orders than with few. */
export const VOLUME_GOAL = 1.2;

const ROUNDS = 60;
const WARM_UP_ROUNDS = 10;

const takeRequest = async (side, { name, status, request, rows, note }) => {
  const { ms, body } = await side.ask(request(side.known), status);
  if (rows !== undefined) assert.equal(body.data.length, rows, `${name} answers ${rows} rows`);
  if (note) Object.assign(side.known, note(body));
  return ms;
};

/** Asks both sides for everything, each time another one first. */
const takeRound = async (sides, round, times) => {
  const inTurn = round % 2 === 0 ? sides : [...sides].reverse();
  for (const request of REQUESTS) {
    for (const side of inTurn) {
      const ms = await takeRequest(side, request);
      times?.get(request.name).get(side).push(ms);
      if (request.isWrite) await side.settle();
    }
  }
};

const measureSides = async ({ few, many }, { say }) => {
  const sides = [few, many];
  const times = new Map(
    REQUESTS.map(({ name }) => [name, new Map(sides.map((side) => [side, []]))]),
  );
  say('many orders, warm-up');
  for (let round = 1; round <= WARM_UP_ROUNDS; round += 1) await takeRound(sides, round);
  say(`many orders, ${ROUNDS} rounds`);
  for (let round = 1; round <= ROUNDS; round += 1) await takeRound(sides, round, times);
  return REQUESTS.map(({ name, isControl = false }) => ({
    name,
    isControl,
    fewMs: median(times.get(name).get(few)),
    manyMs: median(times.get(name).get(many)),
  }));
};

/** The list of all orders says how many there are: none is missing, and none is there twice. */
const assertCount = async (side, count) => {
  const { body } = await side.ask({ asker: 'admin', path: '/orderbridge/orders' });
  assert.equal(body.meta.pagination.total, count, 'all orders are there');
};

const measureOn = async (name, createDatabase, options) => {
  const { home, admin, orders, profile, say } = options;
  const endings = [];
  const startSide = async (folder, sink) => {
    const database = await createDatabase(folder);
    endings.push(() => database.drop());
    const host = await startHost(folder, admin, database);
    endings.push(() => host.stop());
    const rows = database.open();
    endings.push(() => rows.destroy());
    const side = createSide({ host, rows });
    endings.push(() => Promise.resolve(side.close()));
    return { side, seed: await prepareSide(side, { admin, sink }), kind: database.kind };
  };
  try {
    const sink = await startChild(new URL('./sink.mjs', import.meta.url), {
      logFile: path.join(home, `${name}-sink.log`),
    });
    endings.push(() => sink.stop());
    say(`many orders, on ${name}: preparing two providers`);
    const few = await startSide(path.join(home, `${name}-few`), sink);
    const many = await startSide(path.join(home, `${name}-many`), sink);
    say(`many orders, on ${name}: writing ${orders} of them`);
    const insert = ({ side, kind, seed }, count, describe) =>
      insertOrders({ kind, rows: side.rows }, { count, factsOf: describe({ ...seed, count }) });
    await insert(few, FEW, fewOrders);
    await insert(many, orders, manyOrders);
    await assertCount(few.side, FEW + 1);
    await assertCount(many.side, orders + 1);

    const requests = await measureSides({ few: few.side, many: many.side }, { say });
    const plans = profile ? await explainRequests(many.side, many.kind) : null;
    return { name, requests, plans, database: many.side.host.greeting };
  } finally {
    for (const end of endings.reverse()) await end();
  }
};

/**
 * Measures on SQLite and, where a server is named, on PostgreSQL.
 *
 * @param {{ orders: number, postgres?: string }} options how many orders are many, and the server
 */
export const measureVolume = async ({ postgres, ...options }) => {
  const runs = [await measureOn('sqlite', sqliteIn, options)];
  if (postgres !== undefined) {
    runs.push(await measureOn('postgres', () => createPostgres(postgres), options));
  }
  return { few: FEW, many: options.orders, rounds: ROUNDS, runs, database: runs[0].database };
};
