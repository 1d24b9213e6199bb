import type { Core, UID } from '@strapi/strapi';
import { PLUGIN_ID } from '../kernel/plugin-id';

/** A row as Strapi's query engine answers it. */
type Row = { readonly id: number } & Readonly<Record<string, unknown>>;

/** A table of Strapi's, rows of which are deleted in a boot without the plugin. */
export interface KeptSource {
  /** Stands in what is kept: not to be renamed. */
  readonly name: string;
  readonly uid: UID.Schema;
  /** What a row is made again with. */
  readonly fields: readonly string[];
  /** The fields by which a row is the plugin's, with what they then begin with. */
  readonly mentions: Readonly<Record<string, readonly string[]>>;
  /** Who has the grant: relations, and what they lead to. */
  readonly holders: Readonly<Record<string, UID.Schema>>;
}

const OWN = `plugin::${PLUGIN_ID}.`;
const LAYOUT = 'plugin_content_manager_configuration_';

export const KEPT_SOURCES: readonly KeptSource[] = [
  {
    name: 'admin-permission',
    uid: 'admin::permission',
    fields: ['action', 'actionParameters', 'subject', 'properties', 'conditions'],
    mentions: { action: [OWN], subject: [OWN] },
    holders: { role: 'admin::role', apiToken: 'admin::api-token' },
  },
  {
    name: 'user-permission',
    uid: 'plugin::users-permissions.permission',
    fields: ['action'],
    mentions: { action: [OWN] },
    holders: { role: 'plugin::users-permissions.role' },
  },
  {
    name: 'token-permission',
    uid: 'admin::api-token-permission',
    fields: ['action'],
    mentions: { action: [OWN] },
    holders: { token: 'admin::api-token' },
  },
  {
    name: 'layout',
    uid: 'strapi::core-store' as UID.Schema,
    fields: ['key', 'value', 'type', 'environment', 'tag'],
    mentions: { key: [`${LAYOUT}content_types::${OWN}`, `${LAYOUT}components::${PLUGIN_ID}.`] },
    holders: {},
  },
];

/** Whether a row would be deleted in a boot without the plugin. */
export const isOfPlugin = ({ mentions }: KeptSource, row: Readonly<Record<string, unknown>>) =>
  Object.entries(mentions).some(([field, beginnings]) => {
    const value = row[field];
    return typeof value === 'string' && beginnings.some((beginning) => value.startsWith(beginning));
  });

interface Holder {
  readonly id: number;
  readonly code?: string;
}

/** Strapi gives the super admin everything at each boot. */
const isKeptFor = (holder: Holder): boolean => holder.code !== 'strapi-super-admin';

/** The rows of the plugin, or those of them that have these ids, each with what it is made again with. */
export const findRows = async (
  strapi: Core.Strapi,
  source: KeptSource,
  ids?: readonly number[],
): Promise<{ id: number; value: string }[]> => {
  const holders = Object.keys(source.holders);
  const rows = (await strapi.db.query(source.uid).findMany({
    where: {
      $or: Object.entries(source.mentions).flatMap(([field, beginnings]) =>
        beginnings.map((beginning) => ({ [field]: { $startsWith: beginning } })),
      ),
      ...(ids !== undefined && { id: { $in: ids } }),
    },
    populate: holders,
  })) as Row[];
  return rows.flatMap((row) => {
    // "_" stands for any letter in what the database compares by.
    if (!isOfPlugin(source, row)) return [];
    const held = holders.flatMap((name) => {
      const holder = row[name] as Holder | null | undefined;
      return holder != null && isKeptFor(holder) ? [[name, holder.id] as const] : [];
    });
    if (holders.length > 0 && held.length === 0) return [];
    const fields = source.fields.map((name) => [name, row[name] ?? null] as const);
    return [{ id: row.id, value: JSON.stringify(Object.fromEntries([...fields, ...held])) }];
  });
};

/** Makes a row again; not where nobody is there any more who could have the grant. */
export const restoreRow = async (
  strapi: Core.Strapi,
  source: KeptSource,
  value: string,
): Promise<void> => {
  const data = JSON.parse(value) as Record<string, unknown>;
  for (const [name, uid] of Object.entries(source.holders)) {
    const id = data[name];
    if (id !== undefined && (await strapi.db.query(uid).count({ where: { id } })) === 0) return;
  }
  await strapi.db.query(source.uid).create({ data });
};

/** Which of the ids belong to no row now. */
export const findGone = async (
  strapi: Core.Strapi,
  source: KeptSource,
  ids: readonly number[],
): Promise<ReadonlySet<number>> => {
  const gone = new Set(ids);
  const rows = (await strapi.db
    .query(source.uid)
    .findMany({ where: { id: { $in: ids } }, select: ['id'] })) as Row[];
  for (const { id } of rows) gone.delete(id);
  return gone;
};
