/** What the figures were measured on, without which they say little. */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../../scripts/setup.mjs';

const GIB = 1024 ** 3;

const versionOf = (manifest) => JSON.parse(readFileSync(path.join(ROOT, manifest), 'utf8')).version;

/** One minute's load average; far above 0 before the bench has begun, the figures are noise. */
export const loadAverage = () => os.loadavg()[0];

/** @param running what a running instance says of itself, and the load before the bench began */
export const describeEnvironment = ({ strapi, database, loadBefore }) => ({
  node: process.versions.node,
  platform: `${os.platform()} ${os.arch()}`,
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cores: os.availableParallelism(),
  memoryGib: Math.round(os.totalmem() / GIB),
  loadBefore,
  strapi,
  database,
  plugin: versionOf('plugins/orderbridge/package.json'),
});
