/**
 * `npm run demo`: a provider and a consumer, each an instance of its own, and the main job between
 * them, with the demo's own catalogue or, with `--catalog DIR`, with a folder of TM Forum files; then
 * what becomes of requests that are rejected, cancelled or declined, and a request for help. Their
 * databases are files, or with `--postgres URL` two of that server. Both keep running for a look; with
 * `--once` they end, and the exit code says whether everything was as it should be.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { readCatalogFolder } from './catalog-files.mjs';
import { findValidMoment } from './demo/catalog-clock.mjs';
import { runCatalogPath } from './demo/catalog-path.mjs';
import { describeDatabases, makeDatabases } from './demo/databases.mjs';
import { readOptions } from './demo/options.mjs';
import { OWN_CATALOG, OWN_CATALOG_FOLDER } from './demo/own-catalog.mjs';
import { runStories } from './demo/stories.mjs';
import { createTimeline } from './demo/timeline.mjs';
import { findFreePort } from './free-port.mjs';
import { ensureSetup, ROOT } from './setup.mjs';
import { startInstance } from './start.mjs';

const HOME = path.join(ROOT, '.tmp/demo');
const PREFERRED_PORTS = { provider: 1337, consumer: 1338 };
const ROLES = Object.keys(PREFERRED_PORTS);

const start = async (role, organisation, { admin, clockOffsetMs, environmentOf }) => {
  const port = await findFreePort(PREFERRED_PORTS[role]);
  const instance = startInstance({
    cwd: path.join(HOME, role),
    logFile: path.join(HOME, role, 'log.txt'),
    env: {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      ORDERBRIDGE_ROLES: role,
      ORDERBRIDGE_ORGANISATION: organisation,
      ORDERBRIDGE_CLOCK_OFFSET_MS: String(clockOffsetMs),
      // The two talk over loopback, which no peer may be reached at unless the host allows it.
      ORDERBRIDGE_ALLOWED_PRIVATE_CIDRS: '127.0.0.0/8',
      ...environmentOf(role),
    },
  });
  await instance.waitUntilReady();
  return instance;
};

const newPassword = () => `Demo-${randomBytes(9).toString('base64url')}1`;

const readCatalog = (folder) => {
  const entries = readCatalogFolder(folder ?? OWN_CATALOG_FOLDER);
  if (entries.length === 0) throw new Error(`${folder} has no JSON files.`);
  return { entries, moment: findValidMoment(entries), own: folder ? undefined : OWN_CATALOG };
};

const runDemo = async ({ once, catalog, server }) => {
  const { entries, moment, own } = readCatalog(catalog);
  await ensureSetup();
  const environmentOf = await makeDatabases(server, ROLES);
  rmSync(HOME, { recursive: true, force: true });
  const admin = { email: 'admin@example.com', password: newPassword() };
  const requesterPassword = newPassword();
  const instances = [];
  const stopAll = () => Promise.all(instances.map((instance) => instance.stop()));
  try {
    console.log(
      `Starting a provider and a consumer; for both it is ${moment.toISOString().slice(0, 10)}, when the catalogue is valid …`,
    );
    const settings = { admin, clockOffsetMs: moment.getTime() - Date.now(), environmentOf };
    instances.push(await start('provider', 'Fjordnet', settings));
    instances.push(await start('consumer', 'Nordwind Logistics', settings));
    const [provider, consumer] = instances;
    const timeline = createTimeline();
    const { sides, item, username } = await runCatalogPath({
      providerUrl: provider.url,
      consumerUrl: consumer.url,
      admin,
      requesterPassword,
      timeline,
      entries,
      own,
    });
    await runStories(sides, { item, now: moment });
    timeline.summary();
    console.log('Every state is as it should be, on both sides.');
    if (once) return;
    console.log(`
Have a look; Ctrl-C ends both.
  provider  ${provider.url}/admin  ${admin.email}  ${admin.password}
  consumer  ${consumer.url}/admin  ${admin.email}  ${admin.password}
            ${consumer.url}/api/orderbridge  user ${username}  ${requesterPassword}
  logs      ${path.relative(process.cwd(), HOME)}/*/log.txt`);
    if (server) console.log(`  rows      ${describeDatabases(server, ROLES)}`);
    await new Promise((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    });
  } finally {
    await stopAll();
  }
};

const fail = (error) => {
  console.error(`\nThe demo failed: ${error.message}`);
  if (error.body?.error?.details) console.error(JSON.stringify(error.body.error.details, null, 2));
  process.exitCode = 1;
};

try {
  await runDemo(readOptions());
} catch (error) {
  fail(error);
}
