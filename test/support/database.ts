import { randomBytes } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import knex, { type Knex } from 'knex';

/** Which database this project of Jest runs on; `scripts/test.mjs` decides. */
declare global {
  var ORDERBRIDGE_TEST_DATABASE: 'sqlite' | 'postgres' | undefined;
}

export type DatabaseKind = 'sqlite' | 'postgres';

export const DATABASE: DatabaseKind = globalThis.ORDERBRIDGE_TEST_DATABASE ?? 'sqlite';

const SERVER = 'postgres://postgres@127.0.0.1:5432';

/** A database of one instance of one test. */
export interface TestDatabase {
  /** SQLite's file, or the name at the server: what a copy is made of while nobody uses it. */
  readonly name: string;
  /** The environment that makes an instance use it. */
  readonly env: Record<string, string>;
  /** Rows as they lie there, past every API. */
  open(): Knex;
  drop(): Promise<void>;
}

const asAdmin = async (statement: string): Promise<void> => {
  const server = knex({ client: 'pg', connection: `${SERVER}/postgres` });
  try {
    await server.raw(statement);
  } finally {
    await server.destroy();
  }
};

const createPostgres = async (template?: string): Promise<TestDatabase> => {
  const name = `orderbridge_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(`create database ${name}${template === undefined ? '' : ` template ${template}`}`);
  const url = `${SERVER}/${name}`;
  const open: Knex[] = [];
  return {
    name,
    env: { DATABASE_CLIENT: 'postgres', DATABASE_URL: url },
    open: () => {
      const database = knex({ client: 'pg', connection: url, pool: { min: 0, max: 2 } });
      open.push(database);
      return database;
    },
    drop: async () => {
      await Promise.all(open.map((database) => database.destroy()));
      await asAdmin(`drop database if exists ${name} with (force)`);
    },
  };
};

const createSqlite = (folder: string, template?: string): TestDatabase => {
  const filename = path.join(folder, 'data.db');
  if (template !== undefined) copyFileSync(template, filename);
  const open: Knex[] = [];
  return {
    name: filename,
    env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: filename },
    open: () => {
      const database = knex({
        client: 'better-sqlite3',
        connection: { filename },
        useNullAsDefault: true,
      });
      open.push(database);
      return database;
    },
    drop: async () => {
      await Promise.all(open.map((database) => database.destroy()));
    },
  };
};

/**
 * A database of its own. The folder's owner removes the folder.
 *
 * @param template the `name` of the database that it is a copy of; an empty one where there is none
 * @param kind what this run is for, where nothing else is said
 */
export const createTestDatabase = (
  folder: string,
  { template, kind = DATABASE }: { template?: string | undefined; kind?: DatabaseKind } = {},
): Promise<TestDatabase> =>
  kind === 'postgres' ? createPostgres(template) : Promise.resolve(createSqlite(folder, template));

/** The names of all tables of the plugin. */
export const listTables = async (rows: Knex): Promise<string[]> => {
  const found: { name: string }[] =
    DATABASE === 'postgres'
      ? await rows('information_schema.tables')
          .where({ table_schema: 'public' })
          .select('table_name as name')
      : await rows('sqlite_master').where({ type: 'table' }).select('name');
  return found
    .map(({ name }) => name)
    .filter((name) => name.startsWith('orderbridge_'))
    .sort();
};
