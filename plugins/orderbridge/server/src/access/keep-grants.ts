import type { Core } from '@strapi/strapi';
import { chunksOf } from '../kernel/chunks';
import type { TableModel } from '../kernel/feature';
import { createRepository } from '../kernel/repository';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { roleService } from './admin-services';
import {
  findGone,
  findRows,
  isOfPlugin,
  KEPT_SOURCES,
  restoreRow,
  type KeptSource,
} from './kept-sources';
import { lockAccess } from './lock';

interface KeptRow {
  readonly id: number;
  /** The name of the source, and the id that the row has there. */
  readonly source: string;
  readonly rowId: number;
  /** What the row is made again with, as JSON. */
  readonly value: string;
}

const required = { notNullable: true };

/** Copies of grants and layouts that stand in tables of Strapi's. */
export const keptRowsTable: TableModel = {
  uid: 'plugin::orderbridge.kept-row-table',
  tableName: 'orderbridge_kept_rows',
  singularName: 'kept-row-table',
  attributes: {
    id: { type: 'increments' },
    source: { type: 'string', column: required },
    rowId: { type: 'integer', column: required },
    value: { type: 'text', column: required },
  },
  indexes: [{ name: 'orderbridge_kept_rows_row', columns: ['source', 'row_id'], type: 'unique' }],
};

const keptRows = createRepository<KeptRow>(keptRowsTable.uid);

const MAX_IDS = 500;

/** Makes the copies say what the rows say: all of a source, or those with these ids. */
const keepSource = async (
  transaction: Transaction,
  source: KeptSource,
  ids?: readonly number[],
): Promise<void> => {
  const { strapi } = transaction;
  const rows = await findRows(strapi, source, ids);
  const kept = await keptRows.findMany(strapi, {
    source: source.name,
    ...(ids !== undefined && { rowId: { $in: ids } }),
  });
  const values = new Map(rows.map(({ id, value }) => [id, value]));
  const keptValues = new Map(kept.map(({ rowId, value }) => [rowId, value]));
  const stale = kept.filter(({ rowId, value }) => values.get(rowId) !== value);
  for (const some of chunksOf(stale, MAX_IDS)) {
    await transaction
      .table(keptRowsTable.tableName)
      .whereIn(
        'id',
        some.map(({ id }) => id),
      )
      .delete();
  }
  await keptRows.insert(
    transaction,
    rows
      .filter(({ id, value }) => keptValues.get(id) !== value)
      .map(({ id, value }) => ({ source: source.name, rowId: id, value })),
  );
};

const underLock = (strapi: Core.Strapi, work: (transaction: Transaction) => Promise<void>) =>
  inTransaction(strapi, async (transaction) => {
    await lockAccess(transaction);
    await work(transaction);
  });

const keepAll = async (transaction: Transaction): Promise<void> => {
  for (const source of KEPT_SOURCES) await keepSource(transaction, source);
};

/**
 * Puts back what is kept and no longer there. To be called where the boot before went without the plugin,
 * and before Strapi looks at grants and layouts: it then tidies up what was put back like everything else.
 */
export const restoreGrants = (strapi: Core.Strapi): Promise<void> =>
  underLock(strapi, async (transaction) => {
    for (const source of KEPT_SOURCES) {
      const kept = await keptRows.findMany(strapi, { source: source.name });
      for (const some of chunksOf(kept, MAX_IDS)) {
        const gone = await findGone(
          strapi,
          source,
          some.map(({ rowId }) => rowId),
        );
        for (const { rowId, value } of some) {
          if (gone.has(rowId)) await restoreRow(strapi, source, value);
        }
      }
    }
    // The rows have new ids now.
    await keepAll(transaction);
  });

interface RowEvent {
  readonly model: { readonly uid: string };
  readonly params: { readonly data?: { readonly role?: unknown } };
  readonly result?: unknown;
}

/**
 * Copies every grant and layout of the plugin now, and from then on each that changes before whoever
 * changes it is answered: an instance can end at any moment, and the next boot be one without the plugin.
 */
export const keepGrants = async (strapi: Core.Strapi): Promise<void> => {
  await underLock(strapi, keepAll);

  const superAdmin = await roleService(strapi).getSuperAdmin();
  const sources = new Map<string, KeptSource>(KEPT_SOURCES.map((source) => [source.uid, source]));

  const followOne = async ({ model, params, result }: RowEvent): Promise<void> => {
    const source = sources.get(model.uid);
    const row = result as ({ readonly id: number } & Record<string, unknown>) | null | undefined;
    if (source === undefined || row == null || !isOfPlugin(source, row)) return;
    // A boot gives the super admin hundreds of them, which are not kept.
    if (superAdmin !== null && params.data?.role === superAdmin.id) return;
    await underLock(strapi, (transaction) => keepSource(transaction, source, [row.id]));
  };
  const followMany = async ({ model }: RowEvent): Promise<void> => {
    const source = sources.get(model.uid);
    if (source === undefined) return;
    await underLock(strapi, (transaction) => keepSource(transaction, source));
  };
  strapi.db.lifecycles.subscribe({
    models: [...sources.keys()],
    afterCreate: followOne,
    afterUpdate: followOne,
    afterDelete: followOne,
    afterCreateMany: followMany,
    afterUpdateMany: followMany,
    afterDeleteMany: followMany,
  });
};
