import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { chunksOf } from './chunks';
import { rowsOf, type Transaction } from './transaction';

/** Columns that every content type has. */
export interface StoredRow {
  readonly id: number;
  readonly documentId: string;
}

type Value = string | number | boolean | Date | object | null | undefined;
export type Values<Row> = { readonly [Key in keyof Row]?: Value };
export type Where<Row> = Partial<Record<keyof Row, unknown>> & Record<string, unknown>;

export interface FindOptions {
  readonly orderBy?: Record<string, 'asc' | 'desc'> | Record<string, 'asc' | 'desc'>[];
  readonly limit?: number;
  readonly offset?: number;
  readonly populate?: string[] | Record<string, unknown>;
  readonly select?: string[];
}

interface Column {
  readonly name: string;
  readonly toDatabase: (value: Value) => Value;
}

interface Table {
  readonly name: string;
  readonly columns: ReadonlyMap<string, Column>;
  readonly isContentType: boolean;
}

const unchanged = (value: Value): Value => value ?? null;
const toJson = (value: Value): Value => (value == null ? null : JSON.stringify(value));
const toDate = (value: Value): Value =>
  typeof value === 'string' ? new Date(value) : (value ?? null);

const converters: Readonly<Record<string, (value: Value) => Value>> = {
  json: toJson,
  datetime: toDate,
};

interface AttributeMetadata {
  readonly type: string;
  readonly columnName?: string;
  readonly joinColumn?: { readonly name: string };
}

const describeTable = (strapi: Core.Strapi, uid: string): Table => {
  const { tableName, attributes } = strapi.db.metadata.get(uid);
  const columns = new Map<string, Column>();
  for (const [key, raw] of Object.entries(attributes)) {
    const attribute = raw as unknown as AttributeMetadata;
    const name = attribute.joinColumn?.name ?? attribute.columnName;
    if (name === undefined) continue;
    columns.set(key, { name, toDatabase: converters[attribute.type] ?? unchanged });
  }
  return {
    name: tableName,
    columns,
    isContentType: uid in strapi.contentTypes,
  };
};

/** Rows of one insert: SQLite takes 500, and PostgreSQL 65 535 values. */
export const MAX_INSERTED_ROWS = 500;

/**
 * The rows of one owned type or of one table of the plugin. Reads go through Strapi's query engine,
 * which joins the transaction of the caller; writes are lean statements of that transaction, a
 * fraction of what the Document Service would cost. Attribute names in, column names out.
 */
export const createRepository = <Row extends { readonly id: number }>(uid: string) => {
  const tables = new WeakMap<Core.Strapi, Table>();
  const tableOf = (strapi: Core.Strapi): Table => {
    const known = tables.get(strapi);
    if (known) return known;
    const table = describeTable(strapi, uid);
    tables.set(strapi, table);
    return table;
  };
  const query = (strapi: Core.Strapi) => strapi.db.query(uid);

  const toColumns = (table: Table, values: Values<Row>): Record<string, Value> => {
    const columns: Record<string, Value> = {};
    for (const [key, value] of Object.entries<Value>(values as Record<string, Value>)) {
      if (value === undefined) continue;
      const column = table.columns.get(key);
      if (column === undefined) throw new Error(`${uid} has no column for "${key}"`);
      columns[column.name] = column.toDatabase(value);
    }
    return columns;
  };

  const withDefaults = (table: Table, row: Values<Row>, at: Date): Record<string, Value> => ({
    ...(table.isContentType && {
      document_id: randomUUID(),
      created_at: at,
      updated_at: at,
      published_at: at,
    }),
    ...toColumns(table, row),
  });

  return {
    uid,

    async findOne(strapi: Core.Strapi, where: Where<Row>, options: FindOptions = {}) {
      return (await query(strapi).findOne({ where, ...options })) as Row | null;
    },

    async findMany(strapi: Core.Strapi, where: Where<Row>, options: FindOptions = {}) {
      return (await query(strapi).findMany({ where, ...options })) as unknown as Row[];
    },

    async count(strapi: Core.Strapi, where: Where<Row>) {
      return query(strapi).count({ where });
    },

    /** Inserts rows, many in one statement, and answers their ids. */
    async insert(
      transaction: Transaction,
      rows: readonly Values<Row>[],
    ): Promise<{ id: number; documentId: string }[]> {
      if (rows.length === 0) return [];
      const table = tableOf(transaction.strapi);
      const inserted: { id: number; document_id: string }[] = [];
      for (const some of chunksOf(rows, MAX_INSERTED_ROWS)) {
        inserted.push(
          ...(await rowsOf<{ id: number; document_id: string }>(
            transaction
              .table(table.name)
              .insert(some.map((row) => withDefaults(table, row, transaction.now)))
              .returning(table.isContentType ? ['id', 'document_id'] : ['id']),
          )),
        );
      }
      return inserted.map(({ id, document_id: documentId }) => ({ id, documentId }));
    },

    async insertOne(
      transaction: Transaction,
      row: Values<Row>,
    ): Promise<{ id: number; documentId: string }> {
      const [inserted] = await this.insert(transaction, [row]);
      if (inserted === undefined) throw new Error(`${uid}: the database answered no id`);
      return inserted;
    },

    /**
     * Holds the row that equals `where` until the change is over: whoever wants the same one waits and
     * then sees what became of it. SQLite, which has one writer, holds everything already.
     *
     * @param options.besideReferences whether those go on who only need that the row is there and stays:
     * PostgreSQL's `FOR NO KEY UPDATE`
     */
    async lock(
      transaction: Transaction,
      where: Values<Row>,
      { besideReferences = false }: { besideReferences?: boolean } = {},
    ): Promise<number | undefined> {
      const table = tableOf(transaction.strapi);
      const found = transaction.table(table.name).where(toColumns(table, where));
      const [row] = await rowsOf<{ id: number }>(
        (besideReferences ? found.forNoKeyUpdate() : found.forUpdate()).select('id'),
      );
      return row?.id;
    },

    /** Updates the rows that equal `where` in one statement, and answers their document ids. */
    async updateAll(
      transaction: Transaction,
      where: Values<Row>,
      values: Values<Row>,
    ): Promise<string[]> {
      const table = tableOf(transaction.strapi);
      const rows = await rowsOf<{ document_id: string }>(
        transaction
          .table(table.name)
          .where(toColumns(table, where))
          .update({ updated_at: transaction.now, ...toColumns(table, values) })
          .returning(['document_id']),
      );
      return rows.map(({ document_id: documentId }) => documentId);
    },

    /**
     * Updates the rows that equal `where` and answers how many there were. With the expected state
     * in `where` this is the compare-and-swap that every change of state is made by.
     */
    async update(
      transaction: Transaction,
      where: Values<Row>,
      values: Values<Row>,
    ): Promise<number> {
      const table = tableOf(transaction.strapi);
      const count: number = await transaction
        .table(table.name)
        .where(toColumns(table, where))
        .update({
          ...(table.isContentType && { updated_at: transaction.now }),
          ...toColumns(table, values),
        });
      return count;
    },
  };
};

export type Repository<Row extends { readonly id: number }> = ReturnType<
  typeof createRepository<Row>
>;
