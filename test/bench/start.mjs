/**
 * How long the application takes from the start of its process until it answers, and what memory it
 * then holds, with the plugin and without it: each on a database of its own, because a boot without the
 * plugin clears out what the plugin left in Strapi's tables.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { createPostgres, sqliteIn } from './database.mjs';
import { findFreePort } from '../../scripts/free-port.mjs';
import { median } from './statistics.mjs';

/** How much longer a start may take with the plugin, and how much more memory it may hold. */
export const START_GOAL = 1.5;
export const MEMORY_GOAL = 1.25;

const LOOK_MS = 5;
const START_LIMIT_MS = 120_000;
const IDLE_MS = 5_000;

const SUBJECTS = { plugin: 'true', bare: 'false' };

/** The process may not listen yet, which is no failure until the time is over. */
const isHealthy = (url) =>
  fetch(`${url}/_health`).then(
    ({ status }) => status === 204,
    () => false,
  );

const untilHealthy = async (url, isOver) => {
  while (!isOver()) {
    if (await isHealthy(url)) return;
    await sleep(LOOK_MS);
  }
};

/** @returns the time to its first answer, and the process */
const start = async ({ folder, subject, database, admin }) => {
  const url = `http://127.0.0.1:${await findFreePort()}`;
  const startedAt = performance.now();
  let hasFailed = false;
  const isOver = () => hasFailed || performance.now() - startedAt > START_LIMIT_MS;
  const starting = startChild(new URL('./run-start.mjs', import.meta.url), {
    cwd: folder,
    logFile: path.join(folder, 'log.txt'),
    execArgv: ['--expose-gc'],
    env: {
      NODE_ENV: 'production',
      PORT: new URL(url).port,
      PUBLIC_URL: url,
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      ORDERBRIDGE_ENABLED: SUBJECTS[subject],
      ...database.env,
    },
  }).catch((error) => {
    hasFailed = true;
    throw error;
  });
  const [child, ms] = await Promise.all([
    starting,
    untilHealthy(url, isOver).then(() => performance.now() - startedAt),
  ]);
  return { child, ms };
};

/** A first boot makes all tables; the second one finds them, and is looked at while nothing happens. */
const takeBoots = async (options) => {
  const first = await start(options);
  await first.child.stop();
  const second = await start(options);
  await sleep(IDLE_MS);
  const { rss, heapUsed } = await second.child.ask('readMemory');
  await second.child.stop();
  const { strapi } = second.child.greeting;
  return { strapi, firstMs: first.ms, secondMs: second.ms, rss, heap: heapUsed };
};

const MEASURES = ['firstMs', 'secondMs', 'rss', 'heap'];

/** The median of each measure, with the range that the single boots have. */
const summarise = (boots) =>
  Object.fromEntries(
    MEASURES.map((measure) => {
      const values = boots.map((boot) => boot[measure]);
      return [
        measure,
        { median: median(values), least: Math.min(...values), most: Math.max(...values) },
      ];
    }),
  );

const measureOn = async (name, createDatabase, { home, admin, rounds, say }) => {
  const boots = { plugin: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    say(`start-up on ${name}, round ${round + 1} of ${rounds}`);
    const subjects = Object.keys(SUBJECTS);
    for (const subject of round % 2 === 0 ? subjects : subjects.reverse()) {
      const folder = path.join(home, 'start', name, `${subject}-${round}`);
      const database = await createDatabase(folder);
      try {
        boots[subject].push(await takeBoots({ folder, subject, database, admin }));
      } finally {
        await database.drop();
      }
    }
  }
  return { name, plugin: summarise(boots.plugin), bare: summarise(boots.bare) };
};

/**
 * @param {object} options
 * @param {string} [options.postgres] a server on which databases are made besides
 */
export const measureStart = async ({ postgres, ...options }) => {
  const runs = [await measureOn('sqlite', sqliteIn, options)];
  if (postgres !== undefined) {
    runs.push(await measureOn('postgres', () => createPostgres(postgres), options));
  }
  return { rounds: options.rounds, runs };
};
