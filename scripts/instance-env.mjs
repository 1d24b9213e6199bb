import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import util from 'node:util';
import { STRAPI_ENVIRONMENT } from './strapi-environment.mjs';

const secret = () => randomBytes(32).toString('base64url');

/** Strapi's own secrets, under the names that `config/` and users-permissions read. */
const SECRETS = {
  APP_KEYS: () => Array.from({ length: 4 }, secret).join(','),
  API_TOKEN_SALT: secret,
  ADMIN_JWT_SECRET: secret,
  TRANSFER_TOKEN_SALT: secret,
  JWT_SECRET: secret,
  ENCRYPTION_KEY: secret,
};

export const SECRET_NAMES = Object.keys(SECRETS);

/**
 * Reads the env file of one instance, after adding a fresh secret for each that is neither in the
 * file nor in `given`. What the file holds already is never changed: another secret would make
 * every session and every encrypted value of the instance worthless.
 */
export const ensureInstanceEnv = (file, given = {}) => {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const values = util.parseEnv(text);
  const missing = SECRET_NAMES.filter((name) => !(name in values) && !(name in given));
  if (missing.length === 0) return values;

  const lines = missing.map((name) => `${name}=${SECRETS[name]()}\n`).join('');
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  // Created empty, then made private: at no moment can another user read a secret in it.
  if (text === '') writeFileSync(file, '', { mode: 0o600 });
  chmodSync(file, 0o600);
  appendFileSync(file, text === '' || text.endsWith('\n') ? lines : `\n${lines}`);
  return util.parseEnv(readFileSync(file, 'utf8'));
};

/**
 * Completes the environment of this process for the instance whose working folder is the current
 * one: its env file, its database file and its public folder are looked for there. Instances with
 * a working folder each share the checkout's build and nothing else.
 */
export const applyInstanceEnv = ({ nodeEnv }) => {
  const envFile = path.resolve(process.env.ENV_PATH ?? '.env');
  const values = { ...ensureInstanceEnv(envFile, process.env), ...process.env };
  const publicDir = path.resolve(values.PUBLIC_DIR ?? 'public');
  // Strapi refuses to boot without this folder.
  mkdirSync(path.join(publicDir, 'uploads'), { recursive: true });
  Object.assign(process.env, {
    ...STRAPI_ENVIRONMENT,
    ...values,
    ENV_PATH: envFile,
    NODE_ENV: values.NODE_ENV ?? nodeEnv,
    PUBLIC_DIR: publicDir,
  });
};
