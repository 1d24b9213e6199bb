/**
 * `npm run bench [-- --json] [--profile] [--only placing|latency|catalog|volume|start] [--rounds N]
 * [--seconds N] [--specifications N] [--orders N] [--postgres URL]` measures what Orderbridge promises
 * to be fast at, each figure against a baseline of the same run.
 *
 * The catalogue has four offerings for each specification. Alone it is measured at 500 of them, which
 * takes longer than everything else together; otherwise at fewer.
 *
 * Placing orders, many orders and the start are measured on SQLite and, with `--postgres`, on that
 * server too: databases are made there beside the one that the address names, and dropped again.
 *
 * With `--json`, standard output holds one figure a line and nothing else.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../../scripts/setup.mjs';

const HOME = path.join(ROOT, '.tmp/bench');

const positive = (name, text) => {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} needs a number above 0, not "${text}".`);
  return value;
};

const PARTS = ['placing', 'latency', 'catalog', 'volume', 'start'];
/** A start is one figure of a process, and needs more of them than a rate does. */
const LEAST_STARTS = 7;
const SPECIFICATIONS = { alone: 500, among: 100 };
/** A catalogue is also measured at a quarter of its size, with forms for every segment of consumers. */
const SPECIFICATIONS_STEP = 20;

const chooseParts = (only) => {
  if (only === undefined) return PARTS;
  if (!PARTS.includes(only)) throw new Error(`--only takes ${PARTS.join(', ')}, not "${only}".`);
  return [only];
};

const chooseSpecifications = (text, parts) => {
  if (text === undefined) return SPECIFICATIONS[parts.length === 1 ? 'alone' : 'among'];
  const count = positive('specifications', text);
  if (count % SPECIFICATIONS_STEP === 0) return count;
  throw new Error(`--specifications needs a multiple of ${SPECIFICATIONS_STEP}, not "${text}".`);
};

/** With fewer, some of the lists have no full page. */
const LEAST_ORDERS = 10_000;

const chooseOrders = (text) => {
  const count = Math.ceil(positive('orders', text));
  if (count >= LEAST_ORDERS) return count;
  throw new Error(`--orders needs ${LEAST_ORDERS} or more, not "${text}".`);
};

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      only: { type: 'string' },
      specifications: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      orders: { type: 'string', default: '100000' },
      postgres: { type: 'string' },
    },
  });
  const parts = chooseParts(values.only);
  return {
    ...values,
    parts,
    specifications: chooseSpecifications(values.specifications, parts),
    rounds: Math.ceil(positive('rounds', values.rounds)),
    seconds: positive('seconds', values.seconds),
    orders: chooseOrders(values.orders),
  };
};

const toThreeDecimals = (_key, value) =>
  typeof value === 'number' ? Number(value.toFixed(3)) : value;

/** In a process of its own: what it writes must not come between the figures. */
const setUp = () => {
  const script = `
    import { ensureSetup } from './scripts/setup.mjs';
    await ensureSetup({ quiet: true });`;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: ROOT,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status !== 0) process.exit(status ?? 1);
};

const runBench = async (options) => {
  const { json, profile, parts, rounds, seconds, specifications, orders, postgres } = options;
  // Imported only now, because the set-up may just have installed what they use.
  const { measurePlacing } = await import('./place-order.mjs');
  const { measureLatency } = await import('./latency.mjs');
  const { measureCatalog } = await import('./catalog.mjs');
  const { measureVolume } = await import('./volume.mjs');
  const { measureStart } = await import('./start.mjs');
  const { catalogFigures, latencyFigures, placingFigures, startFigures, volumeFigures } =
    await import('./figures.mjs');
  const { describeEnvironment, loadAverage } = await import('./environment.mjs');
  const { environmentText, latencyText, placingText, startText } = await import('./report.mjs');
  const { catalogText } = await import('./catalog-report.mjs');
  const { volumeText } = await import('./volume-report.mjs');
  const say = (text) => console.error(`${text} …`);
  const print = (text, figures) => {
    if (json) figures.forEach((figure) => console.log(JSON.stringify(figure, toThreeDecimals)));
    (json ? console.error : console.log)(`\n${text}\n`);
  };

  rmSync(HOME, { recursive: true, force: true });
  const admin = { email: 'admin@example.com', password: `Bench-${randomUUID()}` };
  const shared = { home: HOME, admin, profile, say };

  const measures = {
    placing: async () => {
      const results = await measurePlacing({ ...shared, rounds, seconds, postgres });
      const texts = results.map((result) =>
        placingText(result, placingFigures(result), { profile }),
      );
      const figures = results.flatMap(placingFigures);
      return { database: results[0].database, figures, text: texts.join('\n\n') };
    },
    latency: async () => {
      const latency = await measureLatency({ ...shared, seconds: rounds * seconds });
      const figures = latencyFigures(latency);
      return { figures, text: latencyText(latency, figures) };
    },
    catalog: async () => {
      const catalog = await measureCatalog({ ...shared, specifications });
      const figures = catalogFigures(catalog);
      return { ...catalog, figures, text: catalogText(catalog, figures) };
    },
    volume: async () => {
      const volume = await measureVolume({ ...shared, orders, postgres });
      const figures = volumeFigures(volume);
      return { ...volume, figures, text: volumeText(volume, figures) };
    },
    start: async () => {
      const start = await measureStart({
        ...shared,
        rounds: Math.max(rounds, LEAST_STARTS),
        postgres,
      });
      const figures = startFigures(start);
      return { figures, text: startText(start, figures) };
    },
  };
  const loadBefore = loadAverage();
  for (const [index, part] of parts.entries()) {
    const { figures, text, database } = await measures[part]();
    if (index === 0) print(environmentText(describeEnvironment({ ...database, loadBefore })), []);
    print(text, figures);
  }
};

try {
  const options = readOptions();
  setUp();
  await runBench(options);
} catch (error) {
  console.error(`\nThe bench failed: ${error.message}`);
  process.exitCode = 1;
}
