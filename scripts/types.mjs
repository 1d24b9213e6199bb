/**
 * `npm run types` writes `types/generated`, which is committed: without it the types of the
 * plugin's content are `any`. It reads the built plugin, so it builds that first.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { applyInstanceEnv } from './instance-env.mjs';
import { ensureSetup, ROOT } from './setup.mjs';

await ensureSetup({ quiet: true });
applyInstanceEnv({ nodeEnv: 'development' });
const strapi = path.join(ROOT, 'node_modules/.bin/strapi');
const { status } = spawnSync(strapi, ['ts:generate-types'], {
  cwd: ROOT,
  stdio: ['ignore', 'inherit', 'inherit'],
});
process.exitCode = status ?? 1;
