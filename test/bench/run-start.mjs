/** Runs the repository's application in this process, and says what memory it takes when asked. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { applyInstanceEnv } from '../../scripts/instance-env.mjs';
import { ROOT } from '../../scripts/setup.mjs';
import { answerParent } from './child.mjs';

applyInstanceEnv({ nodeEnv: 'production' });
// Required, not imported: Strapi's plugins are CommonJS and have to find this same copy.
const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');
const strapi = await createStrapi({ appDir: ROOT, distDir: path.join(ROOT, 'dist') }).start();

/** Of what is in use: the parent starts this process with `--expose-gc`. */
const readMemory = () => {
  globalThis.gc();
  return process.memoryUsage();
};

answerParent({ readMemory }, { strapi: strapi.config.get('info.strapi') });
