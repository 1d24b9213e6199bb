import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { addressOf, describeDatabases, makeDatabases } from './databases.mjs';

const ROLES = ['provider', 'consumer'];

test('each side has a database of the demo’s own on the server, reached in the same way', () => {
  const server = new URL('postgres://me:s%40crt@db.example:6432/postgres?sslmode=require');
  expect(ROLES.map((role) => addressOf(server, role).href)).toEqual([
    'postgres://me:s%40crt@db.example:6432/orderbridge_demo_provider?sslmode=require',
    'postgres://me:s%40crt@db.example:6432/orderbridge_demo_consumer?sslmode=require',
  ]);
});

test('where the rows are is told without the password', () => {
  const server = new URL('postgres://me:secret@db.example/postgres');
  expect(describeDatabases(server, ROLES)).toBe(
    'on db.example: orderbridge_demo_provider, orderbridge_demo_consumer',
  );
  expect(describeDatabases(undefined, ROLES)).toBeUndefined();
});

test('without a server nothing is made, and instances use their files', async () => {
  const environmentOf = await makeDatabases(undefined, ROLES);
  expect(environmentOf('provider')).toEqual({});
});

test('a server that does not answer is named in one sentence', async () => {
  const server = createServer();
  const { port } = await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address()));
  });
  await new Promise((resolve) => {
    server.close(resolve);
  });
  const address = new URL(`postgres://me:secret@127.0.0.1:${port}/postgres`);
  await expect(makeDatabases(address, ROLES)).rejects.toThrow(
    `PostgreSQL does not let the demo in at 127.0.0.1:${port}: connect ECONNREFUSED`,
  );
});
