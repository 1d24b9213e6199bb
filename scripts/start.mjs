/**
 * `npm start` runs one instance from its environment, in this process: signals reach Strapi
 * directly and its exit code is the exit code. Scripts and tests that need an instance beside them
 * call `startInstance()`.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SECRET_NAMES } from './instance-env.mjs';
import { isMain } from './is-main.mjs';
import { runInstance } from './run-instance.mjs';
import { ensureSetup, ROOT } from './setup.mjs';

const LOG_TAIL_LINES = 40;

/** What belongs to one instance: the caller's own value must not leak into the one it starts. */
const INSTANCE_VARIABLES = new Set([
  ...[
    'NODE_ENV',
    'ENV_PATH',
    'HOST',
    'PORT',
    'PUBLIC_URL',
    'PUBLIC_DIR',
    'ADMIN_EMAIL',
    'ADMIN_PASSWORD',
  ],
  ...SECRET_NAMES,
]);
const isInherited = ([name]) =>
  !INSTANCE_VARIABLES.has(name) && !/^(DATABASE|ORDERBRIDGE)_/.test(name);

const tailOf = (file) =>
  readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');

/** Resolves with the promise, or rejects after the time; the timer ends with the race. */
const within = async (timeoutMs, promise) => {
  let timer;
  const timeout = new Promise((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`It was not ready within ${timeoutMs} ms.`)),
      timeoutMs,
    );
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
};

/**
 * Starts an instance in a process of its own; the checkout must be set up already.
 *
 * @param {object} options
 * @param {Record<string, string>} [options.env] its environment, as in the table for `npm start`
 * @param {string} [options.cwd] its working folder, which is made if it is missing: its env file,
 *   its database and its public folder are there unless `env` says otherwise
 * @param {string} [options.logFile] where its output is appended
 */
export const startInstance = ({
  env = {},
  cwd = ROOT,
  logFile = path.join(cwd, '.tmp/instance.log'),
} = {}) => {
  mkdirSync(cwd, { recursive: true });
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/run-instance.mjs')], {
    cwd,
    env: { ...Object.fromEntries(Object.entries(process.env).filter(isInherited)), ...env },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);

  /** @type {Promise<{ code: number | null, signal: string | null }>} */
  const exit = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  // Its own word, not an answer on its port: another process may hold that port.
  const ready = new Promise((resolve) => child.once('message', resolve));
  const endedEarly = exit.then(({ code, signal }) => {
    throw new Error(`It ended before it was ready (${signal ?? `exit code ${code}`}).`);
  });
  endedEarly.catch(() => undefined);

  const isReachedByLoopback = [undefined, '0.0.0.0', '::'].includes(env.HOST);
  const url = `http://${isReachedByLoopback ? '127.0.0.1' : env.HOST}:${env.PORT ?? 1337}`;

  const checkHealth = async () => {
    await ready;
    const { status } = await fetch(`${url}/_health`);
    if (status !== 204) throw new Error(`${url}/_health answered ${status}.`);
  };

  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    child.kill(signal);
    return exit;
  };

  return {
    pid: child.pid,
    url,
    /** Resolves once it answers; otherwise rejects with the end of its log. */
    waitUntilReady: async ({ timeoutMs = 180_000 } = {}) => {
      try {
        await within(timeoutMs, Promise.race([checkHealth(), endedEarly]));
      } catch (error) {
        throw new Error(
          `The instance at ${url} did not start. ${error.message}\n${tailOf(logFile)}`,
          { cause: error },
        );
      }
    },
    /** Resolves with how it ended, whoever ended it. */
    ended: () => exit,
    /** @param {NodeJS.Signals} signal does nothing where it has ended */
    signal: (signal) => child.kill(signal),
    /** Asks it to shut down, and resolves with how it ended. */
    stop: () => end('SIGTERM'),
    /** Ends it as a power cut would. */
    kill: () => end('SIGKILL'),
  };
};

if (isMain(import.meta.url)) void ensureSetup({ quiet: true }).then(runInstance);
