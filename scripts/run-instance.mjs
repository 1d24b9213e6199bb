/**
 * Runs one instance in this process, from the environment and the env file of its working folder.
 *
 * It calls `createStrapi` as `strapi start` does, without the start-up time of Strapi's whole
 * command line.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { applyInstanceEnv } from './instance-env.mjs';
import { isMain } from './is-main.mjs';
import { ROOT } from './setup.mjs';

const SHUTDOWN_LIMIT_MS = 30_000;

/** Strapi shuts down on a signal, and waits for ever for a plugin whose `destroy()` hangs. */
const limitShutdown = () => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, () => {
      setTimeout(() => {
        console.error(`The shutdown took longer than ${SHUTDOWN_LIMIT_MS / 1000} s.`);
        process.exit(1);
      }, SHUTDOWN_LIMIT_MS).unref();
    });
  }
};

/** An instance that another process has spawned ends with it, also where that one was killed. */
const endWithParent = () => {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
};

export const runInstance = async () => {
  applyInstanceEnv({ nodeEnv: 'production' });
  // Required, not imported: Strapi's plugins are CommonJS and have to find this same copy.
  const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');
  const strapi = createStrapi({ appDir: ROOT, distDir: path.join(ROOT, 'dist') });
  limitShutdown();
  endWithParent();
  await strapi.start();
  process.send?.('ready');
};

if (isMain(import.meta.url)) void runInstance();
