/**
 * Packs the plugin as it is published and adds it to a fresh Strapi application by the steps of the
 * plugin's README, word for word; then builds and starts that and looks whether everything is there.
 *
 * `.ci/run` calls it. It takes about two minutes, and needs npm's cache or the registry for nothing but
 * what the plugin depends on.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signInAdmin, waitFor } from './demo/clients.mjs';
import { findFreePort } from './free-port.mjs';
import { writeApplication } from './package/fresh-application.mjs';
import { findPackageDefects } from './package/packed-files.mjs';
import { readSteps } from './package/readme-steps.mjs';
import { ensureSetup, ROOT } from './setup.mjs';
import { STRAPI_ENVIRONMENT } from './strapi-environment.mjs';

const PLUGIN = path.join(ROOT, 'plugins/orderbridge');
const START_LIMIT_MS = 60_000;
/** How the README calls the file that `npm pack` writes, with the folder in which it lies. */
const TARBALL = /\S*strapi-plugin-orderbridge-\S+\.tgz/;
const ADMIN = { email: 'admin@example.com', password: 'Try-password-1' };

const environment = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  ...STRAPI_ENVIRONMENT,
  NODE_ENV: 'production',
};

const run = (command, { cwd, env = environment }) => {
  console.log(`$ ${command}`);
  const { status, stdout, stderr } = spawnSync(command, {
    cwd,
    env,
    shell: true,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`${command} failed.\n${stdout}\n${stderr}`);
  return stdout;
};

/** Packs, and looks at what came of it before anything is installed. */
const pack = (command, { folder, readme }) => {
  const written = run(`${command} --json --pack-destination ${folder}`, { cwd: ROOT });
  const [{ filename, files, size }] = JSON.parse(written);
  const defects = findPackageDefects(
    files.map((file) => file.path),
    readme,
  );
  assert.deepEqual(defects, [], 'the package holds what it needs, and nothing else');
  console.log(`${filename}: ${files.length} files, ${Math.round(size / 1024)} KiB`);
  return path.join(folder, filename);
};

const startApplication = async (command, { cwd, url }) => {
  console.log(`$ ${command}`);
  // With `exec`, so that the signal reaches Strapi and no shell of npm's.
  const child = spawn(path.join(cwd, 'node_modules/.bin/strapi'), ['start'], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  let hasEnded = false;
  const exit = new Promise((resolve) => {
    child.once('exit', () => {
      hasEnded = true;
      resolve();
    });
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await exit;
  };
  try {
    await waitFor(
      'the application',
      async () => {
        if (hasEnded) throw new Error('it ended');
        return (await fetch(`${url}/_health`).catch(() => undefined))?.status === 204;
      },
      { timeoutMs: START_LIMIT_MS },
    );
  } catch (error) {
    await stop();
    throw new Error(`The application did not start: ${error.message}\n${output}`, { cause: error });
  }
  return { stop };
};

const registerAdmin = async (url) => {
  const answer = await fetch(`${url}/admin/register-admin`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...ADMIN, firstname: 'Admin' }),
  });
  assert.equal(answer.status, 200, 'the first admin registers');
  return signInAdmin(url, ADMIN);
};

/** What somebody finds who has followed the README to its end. */
const lookAround = async (url) => {
  const description = await (await fetch(`${url}/api/orderbridge/openapi.json`)).json();
  assert.match(description.openapi, /^3\.1/);
  assert.ok(Object.keys(description.paths).length > 0, 'the API describes itself');

  const admin = await registerAdmin(url);
  const { data: types } = await admin.get('/content-manager/content-types');
  const shown = types
    .filter(({ uid, isDisplayed }) => uid.startsWith('plugin::orderbridge.') && isDisplayed)
    .map(({ uid }) => uid.split('.')[1]);
  for (const type of ['consumer', 'product-offering', 'product-specification', 'order']) {
    assert.ok(shown.includes(type), `${type} stands in the content manager`);
  }
  const consumer = await admin.create('consumer', { name: 'Nordwind Logistics' });
  const { data } = await admin.post('/orderbridge/connections/invitations', {
    consumer: consumer.documentId,
    shortCode: 'NORD',
  });
  assert.equal(typeof data.invitation, 'string', 'a consumer can be invited');
  console.log(
    `${shown.length} types in the content manager, ${Object.keys(description.paths).length} addresses in the API`,
  );
};

/** The built panel has the plugin's part: its address is in one of the files. */
const checkPanel = async (folder, url) => {
  const { status } = await fetch(`${url}/admin`);
  assert.equal(status, 200, 'the panel is served');
  const build = path.join(folder, 'build');
  const holdsPlugin = readdirSync(build)
    .filter((file) => file.endsWith('.js'))
    .some((file) =>
      readFileSync(path.join(build, file), 'utf8').includes('plugin::orderbridge.order'),
    );
  assert.ok(holdsPlugin, 'the panel has the plugin’s pages');
};

const tryPackage = async (folder) => {
  const readme = readFileSync(path.join(PLUGIN, 'README.md'), 'utf8');
  const { files, commands } = readSteps(readme);
  const [[setup, makePackage], [install], [build, start]] = commands;
  // What is not tried here must not be told there.
  assert.deepEqual(
    commands.map(({ length }) => length),
    [2, 1, 2],
  );
  assert.equal(setup, 'npm run setup');
  assert.match(install, TARBALL);
  assert.equal(start, 'npm start');
  const tarball = pack(makePackage, { folder, readme });

  const application = path.join(folder, 'my-strapi');
  const url = `http://127.0.0.1:${await findFreePort()}`;
  writeApplication(application, { url, files });
  const cached = '--prefer-offline --no-audit --no-fund --no-update-notifier';
  run(`${install.replace(TARBALL, tarball)} ${cached}`, { cwd: application });
  run(build, { cwd: application });
  const { stop } = await startApplication(start, { cwd: application, url });
  try {
    await lookAround(url);
    await checkPanel(application, url);
  } finally {
    await stop();
  }
};

await ensureSetup({ quiet: true });
const folder = mkdtempSync(path.join(tmpdir(), 'orderbridge-package-'));
try {
  await tryPackage(folder);
  console.log('The package does what its README says.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
