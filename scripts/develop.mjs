/**
 * `npm run develop [-- --watch-admin]` runs Strapi's development server beside the plugin's own
 * watcher.
 *
 * Strapi watches the host's sources and ignores every `dist/`, so by itself it would restart with
 * the plugin's old build, or not at all. It ignores the plugin's sources instead
 * (`watchIgnoreFiles` in `config/admin.ts`), and each finished build of the plugin rewrites one
 * watched file, which restarts it once.
 *
 * It serves the built admin panel, which keeps a restart short. `--watch-admin` runs Vite's server
 * for the panel's own pages; Strapi deletes the built panel then, and the next set-up rebuilds it.
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync, watchFile, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyInstanceEnv } from './instance-env.mjs';
import { ensureSetup, ROOT } from './setup.mjs';

const PLUGIN = path.join(ROOT, 'plugins/orderbridge');
const BUILT_SERVER = path.join(PLUGIN, 'dist/server/index.js');
const RESTART_FILE = path.join(ROOT, 'src/plugin-build.txt');
const POLL_MS = 200;
/** A build writes the file in several steps; it is finished when the file rests. */
const SETTLE_MS = 400;
const SHUTDOWN_LIMIT_MS = 10_000;

/** The process groups that were started: Strapi's server is a grandchild, and outlives its parent. */
const groups = [];
let isStopping = false;

const signalGroup = (group, signal) => {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
};

/** All that was started ends together: with Ctrl-C, with a signal, or when one of them gives up. */
const stop = async (exitCode) => {
  if (isStopping) return;
  isStopping = true;
  const isAlive = (group) => signalGroup(group, 0);
  const deadline = Date.now() + SHUTDOWN_LIMIT_MS;
  groups.forEach((group) => signalGroup(group, 'SIGTERM'));
  while (groups.some(isAlive) && Date.now() < deadline) await sleep(POLL_MS);
  groups.forEach((group) => signalGroup(group, 'SIGKILL'));
  process.exit(exitCode);
};

const start = (tool, args, cwd) => {
  const child = spawn(path.join(ROOT, 'node_modules/.bin', tool), args, {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own: Ctrl-C reaches this script only, which then ends both in order.
    detached: true,
  });
  groups.push(child.pid);
  child.once('exit', (code) => void stop(code ?? 1));
};

const builtAt = () => (existsSync(BUILT_SERVER) ? statSync(BUILT_SERVER).mtimeMs : 0);

const onPluginBuilt = (callback) => {
  let timer;
  watchFile(BUILT_SERVER, { interval: POLL_MS }, ({ size }) => {
    clearTimeout(timer);
    if (size > 0) timer = setTimeout(callback, SETTLE_MS);
  });
};

const panelOptions = process.argv.includes('--watch-admin')
  ? []
  : ['--no-watch-admin', '--no-build-admin'];

const restartStrapi = () => writeFileSync(RESTART_FILE, `${new Date().toISOString()}\n`);

await ensureSetup({ quiet: true });
applyInstanceEnv({ nodeEnv: 'development' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));

// The watcher begins with a build, which empties the folder that Strapi is about to load.
const before = builtAt();
let isRunning = false;
onPluginBuilt(() => {
  if (isRunning) return restartStrapi();
  if (builtAt() === before) return;
  isRunning = true;
  restartStrapi();
  start('strapi', ['develop', '--no-install-deps', ...panelOptions], ROOT);
});
start('strapi-plugin', ['watch'], PLUGIN);
