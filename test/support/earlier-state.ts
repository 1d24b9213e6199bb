import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { Knex } from 'knex';
import { DATABASE, listTables } from './database';

type Side = 'provider' | 'consumer';

const FOLDER = path.join(__dirname, '../earlier-states');

/** Where the two sides listened when their rows were written down. */
const ADDRESSES = { provider: 'http://127.0.0.1:41337', consumer: 'http://127.0.0.1:41338' };

/** The key that a side's secrets are encrypted with. */
export const encryptionKeyOf = (side: Side): string => `of-the-${side}-in-a-test`;

/** What the drivers of both databases have, which take many statements at once. */
interface RawConnection {
  exec?(sql: string): unknown;
  query?(sql: string): Promise<unknown>;
}

/** Runs many statements as they stand: knex would look for placeholders in them. */
const runScript = async (rows: Knex, sql: string): Promise<void> => {
  const client = rows.client as {
    acquireConnection(): Promise<RawConnection>;
    releaseConnection(connection: RawConnection): Promise<void>;
  };
  const connection = await client.acquireConnection();
  try {
    if (connection.exec) connection.exec(sql);
    else await connection.query?.(`${sql}\nset search_path to public;`);
  } finally {
    await client.releaseConnection(connection);
  }
};

/**
 * Fills an empty database with what a side of an earlier version had in it.
 *
 * @param addresses where the two sides listen now
 */
export const restoreEarlierState = async (
  rows: Knex,
  { state, side, addresses }: { state: string; side: Side; addresses: Record<Side, string> },
): Promise<void> => {
  // Both sides in one file: most of what they hold is the same, and costs its space once.
  const packed = readFileSync(path.join(FOLDER, state, `${DATABASE}.json.br`));
  const written = JSON.parse(brotliDecompressSync(packed).toString()) as Record<Side, string>;
  const sql = written[side]
    .replaceAll(ADDRESSES.provider, addresses.provider)
    .replaceAll(ADDRESSES.consumer, addresses.consumer);
  await runScript(rows, sql);
};

type Row = Record<string, unknown>;
type Rows = Map<string, Row[]>;

/** Every row of the plugin. On PostgreSQL each has the transaction that wrote it last. */
export const readAllRows = async (rows: Knex): Promise<Rows> => {
  const all: Rows = new Map();
  for (const table of await listTables(rows)) {
    const selected = rows(table).select('*').orderBy('id');
    if (DATABASE === 'postgres') void selected.select(rows.raw('xmin::text as written_by'));
    all.set(table, (await selected) as Row[]);
  }
  return all;
};
