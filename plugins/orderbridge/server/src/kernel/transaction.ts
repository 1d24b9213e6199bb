import { AsyncLocalStorage } from 'node:async_hooks';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { now } from './config';

interface DatabaseTransaction {
  readonly trx: Knex.Transaction;
  readonly onCommit: (callback: () => void) => void;
}

type RunTransaction = <Result>(
  change: (transaction: DatabaseTransaction) => Promise<Result>,
) => Promise<Result>;

/** One change of the business: everything in it happens, or nothing. */
export interface Transaction {
  readonly strapi: Core.Strapi;
  /** The moment of the change: one for all its rows. */
  readonly now: Date;
  /** A query on a table, inside the transaction and in the schema that Strapi uses. */
  table(name: string): Knex.QueryBuilder;
  /** A piece of SQL within a query. */
  raw(sql: string, bindings?: readonly (string | number)[]): Knex.Raw;
  /** Runs last inside the transaction, once per key: what must see the whole change. */
  beforeCommit(key: string, work: () => Promise<void>): void;
  /** Runs when the change is durable. It may only wake somebody: it must neither throw nor write. */
  afterCommit(work: () => void): void;
}

/**
 * The rows that a query answers. knex cannot know the columns of a table that is named at run time;
 * this is the one place where the asker says what they are.
 */
export const rowsOf = async <Row>(query: PromiseLike<unknown>): Promise<Row[]> =>
  (await query) as Row[];

const current = new AsyncLocalStorage<Transaction>();

const runOnce = <Result>(
  strapi: Core.Strapi,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> => {
  // Strapi's own types leave the transaction `any`.
  const change = async ({ trx, onCommit }: DatabaseTransaction): Promise<Result> => {
    const schema = strapi.db.getSchemaName();
    const endings = new Map<string, () => Promise<void>>();
    const transaction: Transaction = {
      strapi,
      now: now(strapi),
      table: (name) => (schema === undefined ? trx(name) : trx(name).withSchema(schema)),
      raw: (sql, bindings = []) => trx.raw(sql, bindings),
      beforeCommit: (key, ending) => {
        endings.set(key, ending);
      },
      afterCommit: (callback) => {
        onCommit(callback);
      },
    };
    return current.run(transaction, async () => {
      const result = await work(transaction);
      for (const ending of endings.values()) await ending();
      return result;
    });
  };
  const database: { transaction: RunTransaction } = strapi.db;
  return database.transaction(change);
};

const MAX_ATTEMPTS = 3;

/**
 * PostgreSQL's serialization failure and deadlock, and SQLite's refusal of a change that has read what
 * another process has changed since: the same change may succeed when tried again.
 */
const CONFLICT_CODES: readonly unknown[] = [
  '40001',
  '40P01',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
];

const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && CONFLICT_CODES.includes(error.code);

/**
 * Runs a change in one database transaction. A change inside a change joins it: there are no
 * savepoints, so an error must leave the outermost one. A change that the database gave up because of another is
 * tried again, so `work` must touch nothing else; no network call belongs in here.
 */
export const inTransaction = async <Result>(
  strapi: Core.Strapi,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> => {
  const outer = current.getStore();
  if (outer !== undefined && strapi.db.inTransaction()) return work(outer);

  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(strapi, work);
    } catch (error) {
      // Inside somebody else's transaction the whole of that one would have to be tried again.
      const mayRetry = attempt < MAX_ATTEMPTS && !strapi.db.inTransaction();
      if (!mayRetry || !isConflict(error)) throw error;
    }
  }
};
