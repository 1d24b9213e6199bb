/** `npm run check` runs every check that needs no running instance, and says which ones failed. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureSetup, ROOT } from './setup.mjs';
import { STRAPI_ENVIRONMENT } from './strapi-environment.mjs';

const PLUGIN = path.join(ROOT, 'plugins/orderbridge');

const CHECKS = [
  { name: 'format', command: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: 'eslint', args: ['--max-warnings', '0', '.'] },
  { name: 'types of the host', command: 'tsc', args: ['--noEmit', '--project', 'tsconfig.json'] },
  { name: 'types of the plugin', command: 'tsc', args: ['--project', 'plugins/orderbridge'] },
  {
    name: 'types of the plugin’s panel',
    command: 'tsc',
    args: ['--project', 'plugins/orderbridge/admin'],
  },
  { name: 'types of the tests', command: 'tsc', args: ['--project', 'test'] },
  { name: 'dead code', command: 'knip', args: [] },
  { name: 'lock file', command: process.execPath, args: ['scripts/check-lock-file.mjs'] },
  { name: 'plugin package', command: 'strapi-plugin', args: ['verify'], cwd: PLUGIN },
];

await ensureSetup({ quiet: true });

const failed = CHECKS.filter(({ name, command, args, cwd = ROOT }) => {
  console.log(`\n${name}`);
  // Node's own binary is an absolute path, and stays one.
  const { status } = spawnSync(path.resolve(ROOT, 'node_modules/.bin', command), args, {
    cwd,
    env: { ...process.env, ...STRAPI_ENVIRONMENT },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status !== 0;
});

console.log(
  failed.length === 0
    ? '\nAll checks passed.'
    : `\nFailed: ${failed.map(({ name }) => name).join(', ')}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
