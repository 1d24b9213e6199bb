/**
 * The application that a provider is measured on: the repository's own configuration, and beside the
 * plugin types of its own and an empty route to compare with.
 */
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT } from '../../scripts/setup.mjs';
import { startChild } from './child.mjs';
import { sqliteIn } from './database.mjs';
import { findFreePort } from '../../scripts/free-port.mjs';

const TEMPLATE = path.join(import.meta.dirname, 'host');
const COMPILED = path.join(ROOT, 'dist');

/** What differs from the configuration of the repository's application. */
const CHANGES = {
  'admin.js': 'serveAdminPanel: false',
  'plugins.js': `orderbridge: { ...own.orderbridge, resolve: ${JSON.stringify(
    path.join(ROOT, 'plugins/orderbridge'),
  )} }`,
};

const requireCompiled = (file) => `require(${JSON.stringify(path.join(COMPILED, file))})`;

const configText = (name) => {
  const change = CHANGES[name];
  const compiled = `${requireCompiled(`config/${name}`)}.default`;
  if (change === undefined) return `module.exports = ${compiled};\n`;
  return `module.exports = (params) => {
  const own = ${compiled}(params);
  return { ...own, ${change} };
};
`;
};

/** Writes the application into a folder inside the repository, where Node finds its packages. */
const writeHost = (folder) => {
  cpSync(TEMPLATE, folder, { recursive: true });
  mkdirSync(path.join(folder, 'config'));
  for (const name of readdirSync(path.join(COMPILED, 'config'))) {
    if (name.endsWith('.js')) writeFileSync(path.join(folder, 'config', name), configText(name));
  }
  writeFileSync(
    path.join(folder, 'src/index.js'),
    `module.exports = ${requireCompiled('src/index.js')}.default;\n`,
  );
  // Strapi finds the plugins that are packages among the dependencies.
  const { dependencies } = createRequire(import.meta.url)(path.join(ROOT, 'package.json'));
  const manifest = { name: 'orderbridge-bench-host', private: true, dependencies };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
};

/** Starts a provider on a fresh database; its greeting says what it runs on. */
export const startHost = async (folder, admin, database = sqliteIn(folder)) => {
  writeHost(folder);
  const url = `http://127.0.0.1:${await findFreePort()}`;
  const child = await startChild(new URL('./run-host.mjs', import.meta.url), {
    cwd: folder,
    logFile: path.join(folder, 'host.log'),
    env: {
      NODE_ENV: 'production',
      PORT: new URL(url).port,
      PUBLIC_URL: url,
      ...database.env,
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      ORDERBRIDGE_ROLES: 'provider',
      // The receiver of the webhooks listens on loopback.
      ORDERBRIDGE_ALLOWED_PRIVATE_CIDRS: '127.0.0.0/8',
      // One application places as many as it can.
      ORDERBRIDGE_SUBMITS_PER_MINUTE: '1000000',
    },
  });
  return { ...child, url, databaseFile: database.file };
};
