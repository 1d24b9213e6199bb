import type { Core } from '@strapi/strapi';
import { digestOf } from './digest';
import { PLUGIN_ID } from './plugin-id';

/** What the content manager takes over from a schema, where it has nothing of its own yet. */
const PARTS: readonly string[] = ['settings', 'layouts', 'metadatas'];

type Layout = Record<string, unknown>;

interface LaidOut {
  config?: Layout;
}

interface SyncHook {
  register(handler: () => Promise<void>): void;
}

const CONFIGURATION = 'plugin_content_manager_configuration';
const TOLD = { type: 'plugin', name: PLUGIN_ID, key: 'told-layouts' };

/** The plugin's types and components, by the keys that the content manager keeps them under. */
const laidOutOf = (strapi: Core.Strapi): Map<string, LaidOut> => {
  const ofKind = (kind: string, schemas: object, prefix: string): [string, LaidOut][] =>
    Object.entries(schemas as Record<string, LaidOut>)
      .filter(([uid]) => uid.startsWith(prefix))
      .map(([uid, schema]) => [`${CONFIGURATION}_${kind}::${uid}`, schema]);
  return new Map([
    ...ofKind('content_types', strapi.contentTypes, `plugin::${PLUGIN_ID}.`),
    ...ofKind('components', strapi.components, `${PLUGIN_ID}.`),
  ]);
};

interface StoreRow {
  readonly key: string;
  readonly value: string;
}

/** Whether the content manager has something of its own for all that it would be told of. */
const areAllKept = async (
  strapi: Core.Strapi,
  laidOut: ReadonlyMap<string, LaidOut>,
): Promise<boolean> => {
  const rows = (await strapi.db
    .query('strapi::core-store')
    .findMany({ where: { key: { $in: [...laidOut.keys()] } } })) as readonly StoreRow[];
  const kept = new Map(
    rows.map(({ key, value }) => [key, JSON.parse(value) as { metadatas?: object }]),
  );
  return [...laidOut].every(([key, { config }]) => {
    const known = kept.get(key)?.metadatas ?? {};
    return Object.keys(config?.['metadatas'] ?? {}).every((name) => name in known);
  });
};

/** What to do at the bootstrap. */
const endings = new WeakMap<Core.Strapi, () => Promise<void>>();

/**
 * Takes the layouts off the schemas while the content manager brings its own up to date, where it has
 * been told these very ones. It would use nothing of them but examine each field of each at every
 * start, which took a third of the time that the plugin adds to it and 40 to 60 MiB.
 *
 * To be called when the types are registered; {@link returnLayouts} ends it.
 */
export const withholdKnownLayouts = (strapi: Core.Strapi): void => {
  const hook = strapi.hook('strapi::content-types.afterSync') as unknown as SyncHook;
  hook.register(async () => {
    const laidOut = laidOutOf(strapi);
    const digest = digestOf([...laidOut].map(([key, { config }]) => [key, config]));
    if ((await strapi.store.get(TOLD)) !== digest) {
      endings.set(strapi, async () => {
        if (await areAllKept(strapi, laidOut)) await strapi.store.set({ ...TOLD, value: digest });
      });
      return;
    }
    if (!(await areAllKept(strapi, laidOut))) return;
    const whole = [...laidOut.values()].map((schema) => [schema, schema.config] as const);
    for (const [schema, config] of whole) {
      const rest = Object.entries(config ?? {}).filter(([part]) => !PARTS.includes(part));
      schema.config = Object.fromEntries(rest);
    }
    endings.set(strapi, () => {
      for (const [schema, config] of whole) Object.assign(schema, { config });
      return Promise.resolve();
    });
  });
};

/** To be called after the content manager's own start. */
export const returnLayouts = async (strapi: Core.Strapi): Promise<void> => {
  await endings.get(strapi)?.();
  endings.delete(strapi);
};
