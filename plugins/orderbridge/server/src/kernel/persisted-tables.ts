import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from './plugin-id';

type PersistedTable = string | { readonly name: string };

/**
 * Lists the plugin's tables as ones that Strapi keeps. Without this, one boot in which the plugin is
 * not loaded (disabled, failed install) drops them with every row.
 */
export const keepTables = async (strapi: Core.Strapi): Promise<void> => {
  const tables = (await strapi.db.dialect.schemaInspector.getTables()).filter((name) =>
    name.startsWith(`${PLUGIN_ID}_`),
  );
  const store = { type: 'core', key: 'persisted_tables' };
  const known = ((await strapi.store.get(store)) ?? []) as PersistedTable[];
  const names = new Set(known.map((table) => (typeof table === 'string' ? table : table.name)));
  const added = tables.filter((name) => !names.has(name));
  if (added.length > 0) await strapi.store.set({ ...store, value: [...known, ...added] });
};
