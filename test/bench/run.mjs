/**
 * `npm run bench [-- --json] [--profile] [--rounds N] [--seconds N]` measures what Orderbridge
 * promises to be fast at, each figure against a baseline of the same run.
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

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
    },
  });
  return {
    ...values,
    rounds: Math.ceil(positive('rounds', values.rounds)),
    seconds: positive('seconds', values.seconds),
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

const runBench = async ({ json, profile, rounds, seconds }) => {
  // Imported only now, because the set-up may just have installed what they use.
  const { measurePlacing } = await import('./place-order.mjs');
  const { measureLatency } = await import('./latency.mjs');
  const { placingFigures, latencyFigures } = await import('./figures.mjs');
  const { describeEnvironment, loadAverage } = await import('./environment.mjs');
  const { environmentText, latencyText, placingText } = await import('./report.mjs');
  const say = (text) => console.error(`${text} …`);
  const print = (text, figures) => {
    if (json) figures.forEach((figure) => console.log(JSON.stringify(figure, toThreeDecimals)));
    (json ? console.error : console.log)(`\n${text}\n`);
  };

  rmSync(HOME, { recursive: true, force: true });
  const admin = { email: 'admin@example.com', password: `Bench-${randomUUID()}` };
  const shared = { home: HOME, admin, say };
  const loadBefore = loadAverage();

  const placing = await measurePlacing({ ...shared, rounds, seconds, profile });
  print(environmentText(describeEnvironment({ ...placing.database, loadBefore })), []);
  const placed = placingFigures(placing);
  print(placingText(placing, placed, { profile }), placed);

  const latency = await measureLatency({ ...shared, seconds: rounds * seconds });
  const changed = latencyFigures(latency);
  print(latencyText(latency, changed), changed);
};

try {
  const options = readOptions();
  setUp();
  await runBench(options);
} catch (error) {
  console.error(`\nThe bench failed: ${error.message}`);
  process.exitCode = 1;
}
