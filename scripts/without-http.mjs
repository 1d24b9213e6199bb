/** Runs something in the instance of the current environment, in this process and without HTTP. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { applyInstanceEnv } from './instance-env.mjs';
import { untilDatabaseIsQuiet } from './quiet-database.mjs';
import { ensureSetup, ROOT } from './setup.mjs';

/** Standard output is for what the caller prints: of the log, warnings remain, on standard error. */
const keepOutOfTheWay = (log) => {
  log.level = 'warn';
  for (const transport of log.transports) transport.stderrLevels = { error: true, warn: true };
};

/**
 * @template Result
 * @param {(strapi: any) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export const withoutHttp = async (work) => {
  await ensureSetup({ quiet: true });
  applyInstanceEnv({ nodeEnv: 'production' });
  // Required, not imported: Strapi's plugins are CommonJS and have to find this same copy.
  const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');
  const strapi = createStrapi({ appDir: ROOT, distDir: path.join(ROOT, 'dist') });
  keepOutOfTheWay(strapi.log);
  await strapi.load();
  try {
    return await work(strapi);
  } finally {
    await untilDatabaseIsQuiet(strapi);
    await strapi.destroy();
  }
};
