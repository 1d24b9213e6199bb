/** The databases that providers of the bench run on: a file in a folder, or one of a server. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import knex from 'knex';

export const sqliteFile = (file) => ({
  kind: 'sqlite',
  env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: file },
  /** A connection of its own, past every API. */
  open: () =>
    knex({ client: 'better-sqlite3', connection: { filename: file }, useNullAsDefault: true }),
  drop: () => Promise.resolve(),
});

/** A SQLite file, which goes with its folder. */
export const sqliteIn = (folder) => sqliteFile(path.join(folder, 'data.db'));

const askServer = async (server, statement) => {
  const rows = knex({ client: 'pg', connection: server });
  try {
    await rows.raw(statement);
  } finally {
    await rows.destroy();
  }
};

/** @param {string} server the address of a database whose user may create others beside it */
export const createPostgres = async (server) => {
  const name = `orderbridge_bench_${randomBytes(6).toString('hex')}`;
  await askServer(server, `create database ${name}`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  return {
    kind: 'postgres',
    env: { DATABASE_CLIENT: 'postgres', DATABASE_URL: address.href },
    open: () => knex({ client: 'pg', connection: address.href, pool: { min: 0, max: 2 } }),
    drop: () => askServer(server, `drop database if exists ${name} with (force)`),
  };
};
