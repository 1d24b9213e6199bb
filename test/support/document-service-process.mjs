/**
 * A Strapi without HTTP whose Document Service takes calls from its parent process. Tests that need
 * the service itself talk to a real one this way: Jest's own module loader is no place for a Strapi.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { applyInstanceEnv } from '../../scripts/instance-env.mjs';
import { untilDatabaseIsQuiet } from '../../scripts/quiet-database.mjs';
import { ROOT } from '../../scripts/setup.mjs';

applyInstanceEnv({ nodeEnv: 'production' });
const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');
const strapi = await createStrapi({ appDir: ROOT, distDir: path.join(ROOT, 'dist') }).load();

process.on('message', async ({ id, uid, action, params }) => {
  try {
    process.send({ id, result: await strapi.documents(uid)[action](params) });
  } catch (error) {
    process.send({
      id,
      error: { name: error.name, message: error.message, details: error.details },
    });
  }
});
process.on('disconnect', async () => {
  await untilDatabaseIsQuiet(strapi);
  await strapi.destroy();
  process.exit(0);
});
process.send({ ready: true });
