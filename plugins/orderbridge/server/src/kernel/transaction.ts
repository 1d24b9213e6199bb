import { AsyncLocalStorage } from 'node:async_hooks';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { now } from './config';

/** One change of the business: everything in it happens, or nothing. */
export interface Transaction {
  readonly strapi: Core.Strapi;
  /** The moment of the change: one for all its rows. */
  readonly now: Date;
  /** A query on a table, inside the transaction and in the schema that Strapi uses. */
  table(name: string): Knex.QueryBuilder;
  raw: Knex.Transaction['raw'];
  /** Runs last inside the transaction, once per key: what must see the whole change. */
  beforeCommit(key: string, work: () => Promise<void>): void;
  /** Runs when the change is durable. It may only wake somebody: it must neither throw nor write. */
  afterCommit(work: () => void): void;
}

const current = new AsyncLocalStorage<Transaction>();

/**
 * Runs a change in one database transaction. A change inside a change joins it: there are no
 * savepoints, so an error must leave the outermost one. No network call belongs in here.
 */
export const inTransaction = async <Result>(
  strapi: Core.Strapi,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> => {
  const outer = current.getStore();
  if (outer !== undefined && strapi.db.inTransaction()) return work(outer);

  return strapi.db.transaction(async ({ trx, onCommit }) => {
    const schema = strapi.db.getSchemaName();
    const endings = new Map<string, () => Promise<void>>();
    const transaction: Transaction = {
      strapi,
      now: now(strapi),
      table: (name) => (schema === undefined ? trx(name) : trx(name).withSchema(schema)),
      raw: trx.raw.bind(trx) as Knex.Transaction['raw'],
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
  }) as Promise<Result>;
};
