import type { Core } from '@strapi/strapi';

/** Columns that are called otherwise now. Strapi would drop the old ones with what is in them. */
const RENAMED = [
  { table: 'orderbridge_remote_record_producers', from: 'offering_id', to: 'source_id' },
  { table: 'orderbridge_order_lines', from: 'offering_id', to: 'subject_id' },
];

const renameColumns = async (strapi: Core.Strapi): Promise<void> => {
  const hasColumn = (table: string, column: string) =>
    strapi.db.getSchemaConnection().hasColumn(table, column);
  for (const { table, from, to } of RENAMED) {
    if (!(await hasColumn(table, from)) || (await hasColumn(table, to))) continue;
    await strapi.db.getSchemaConnection().alterTable(table, (columns) => {
      columns.renameColumn(from, to);
    });
  }
};

/** What Strapi's types leave open of a hook. */
interface Hook {
  register(handler: () => Promise<void>): unknown;
}

/** Renames before Strapi compares the tables with the types. */
export const renameColumnsInTime = (strapi: Core.Strapi): void => {
  const hook = strapi.hook('strapi::content-types.beforeSync') as Hook;
  hook.register(() => renameColumns(strapi));
};
