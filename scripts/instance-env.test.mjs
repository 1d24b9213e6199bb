import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ensureInstanceEnv, SECRET_NAMES } from './instance-env.mjs';

let folder;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'orderbridge-env-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a new env file holds every secret and can be read by its owner only', () => {
  const file = path.join(folder, 'new/.env');
  expect(Object.keys(ensureInstanceEnv(file)).sort()).toEqual([...SECRET_NAMES].sort());
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('two instances share no secret', () => {
  const secretsOf = (name) => Object.values(ensureInstanceEnv(path.join(folder, name)));
  const secrets = [...secretsOf('provider'), ...secretsOf('consumer')].flatMap((value) =>
    value.split(','),
  );
  expect(new Set(secrets).size).toBe(secrets.length);
});

test('what an env file holds already is never changed', () => {
  const file = path.join(folder, '.env');
  const text = '# Ours.\nPORT=4000\nJWT_SECRET="kept"';
  writeFileSync(file, text);
  const values = ensureInstanceEnv(file);
  expect(values).toMatchObject({ PORT: '4000', JWT_SECRET: 'kept' });
  expect(Object.keys(values)).toEqual(expect.arrayContaining(SECRET_NAMES));
  const completed = readFileSync(file, 'utf8');
  expect(completed.startsWith(`${text}\n`)).toBe(true);
  expect(ensureInstanceEnv(file)).toEqual(values);
  expect(readFileSync(file, 'utf8')).toBe(completed);
});

test('a secret that the environment gives is not generated', () => {
  const given = Object.fromEntries(SECRET_NAMES.map((name) => [name, 'given']));
  expect(ensureInstanceEnv(path.join(folder, '.env'), given)).toEqual({});
});
