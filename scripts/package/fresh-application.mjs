/**
 * A Strapi application as somebody has it who has never heard of Orderbridge, in a folder outside of this
 * checkout: what it needs and has not installed is missing there.
 */
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { ROOT } from '../setup.mjs';

const PLUGIN = 'strapi-plugin-orderbridge';

const link = (from, to) => {
  try {
    linkSync(from, to);
  } catch (error) {
    if (error.code !== 'EXDEV') throw error;
    copyFileSync(from, to);
  }
};

/** Makes the same tree out of the same files, which costs no space and next to no time. */
const linkTree = (from, to) => {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.isDirectory()) linkTree(source, target);
    else link(source, target);
  }
};

/** What npm has noted of its packages. */
const NOTE = '.package-lock.json';

/**
 * The installed packages. Their files are replaced by npm and never written to, so they can be shared; its
 * note is written to in place, and the caches of builds belong to this checkout.
 */
const shareModules = (from, to) => {
  mkdirSync(to);
  for (const { name } of readdirSync(from, { withFileTypes: true })) {
    if (name.startsWith('.') && name !== '.bin') continue;
    const [source, target] = [path.join(from, name), path.join(to, name)];
    // The plugin itself, which is a workspace here.
    if (lstatSync(source).isSymbolicLink()) continue;
    linkTree(source, target);
  }
  copyFileSync(path.join(from, NOTE), path.join(to, NOTE));
};

const secret = () => randomBytes(24).toString('base64url');

/** What `create-strapi` writes of it, as far as a boot needs it. */
const FILES = {
  'config/server.js': `module.exports = ({ env }) => ({
  host: env('HOST', '127.0.0.1'),
  port: env.int('PORT', 1337),
  url: env('PUBLIC_URL'),
  app: { keys: env.array('APP_KEYS') },
  logger: { updates: { enabled: false } },
});
`,
  'config/admin.js': `module.exports = ({ env }) => ({
  auth: { secret: env('ADMIN_JWT_SECRET') },
  apiToken: { salt: env('API_TOKEN_SALT') },
  transfer: { token: { salt: env('TRANSFER_TOKEN_SALT') } },
  secrets: { encryptionKey: env('ENCRYPTION_KEY') },
});
`,
  'config/api.js':
    'module.exports = { rest: { defaultLimit: 25, maxLimit: 100, withCount: true } };\n',
  'config/middlewares.js': `module.exports = [
  'strapi::logger',
  'strapi::errors',
  'strapi::security',
  'strapi::cors',
  'strapi::poweredBy',
  'strapi::query',
  'strapi::body',
  'strapi::session',
  'strapi::favicon',
  'strapi::public',
];
`,
  'src/index.js': 'module.exports = { register() {}, bootstrap() {} };\n',
  'src/api/.gitkeep': '',
  'public/uploads/.gitkeep': '',
};

const environment = ({ url }) => ({
  HOST: '127.0.0.1',
  PORT: new URL(url).port,
  PUBLIC_URL: url,
  APP_KEYS: `${secret()},${secret()}`,
  ADMIN_JWT_SECRET: secret(),
  API_TOKEN_SALT: secret(),
  TRANSFER_TOKEN_SALT: secret(),
  JWT_SECRET: secret(),
  ENCRYPTION_KEY: secret(),
});

const readRoot = (file) => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));

/** The host's own dependencies: Strapi with what it asks its applications for. */
const manifest = () => {
  const { engines, dependencies } = readRoot('package.json');
  const own = Object.entries(dependencies).filter(([name]) => name !== PLUGIN && name !== 'pg');
  return {
    name: 'my-strapi',
    version: '1.0.0',
    private: true,
    scripts: { build: 'strapi build', start: 'strapi start' },
    engines,
    dependencies: Object.fromEntries(own),
  };
};

/** The checkout's lock file, as that of this application: the same versions, and so the same files. */
const lockOf = (own) => {
  const { packages, ...lock } = readRoot('package-lock.json');
  const others = Object.entries(packages).filter(
    ([location]) =>
      location !== '' && !location.startsWith('plugins/') && location !== `node_modules/${PLUGIN}`,
  );
  const { name, version, engines, dependencies } = own;
  return {
    ...lock,
    name,
    version,
    packages: { '': { name, version, engines, dependencies }, ...Object.fromEntries(others) },
  };
};

const write = (folder, files) => {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
};

/**
 * Writes the application with its packages as they are in this checkout; `npm install` there takes away
 * what it does not ask for.
 */
export const writeApplication = (folder, { url, files }) => {
  const own = manifest();
  const asJson = (value) => `${JSON.stringify(value, null, 2)}\n`;
  const env = Object.entries(environment({ url })).map(([name, value]) => `${name}=${value}\n`);
  write(folder, {
    ...FILES,
    'package.json': asJson(own),
    'package-lock.json': asJson(lockOf(own)),
    '.env': env.join(''),
    ...files,
  });
  shareModules(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
};
