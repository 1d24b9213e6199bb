import type { Feature } from './kernel/feature';
import type { PluginRoute } from './kernel/routes';

const merge = <Value>(kind: string, entries: readonly (readonly [string, Value])[]) => {
  const merged = new Map<string, Value>();
  for (const [key, value] of entries) {
    if (merged.has(key)) throw new Error(`Two features export ${kind}.${key}`);
    merged.set(key, value);
  }
  return Object.fromEntries(merged);
};

const toRouter = (type: PluginRoute['type'], routes: readonly PluginRoute[]) => ({
  type,
  routes: routes
    .filter((route) => route.type === type)
    .map(({ method, path, handler, config }) => ({ method, path, handler, config })),
});

/**
 * Puts the features' parts into the layers that Strapi takes a plugin's server export apart by.
 *
 * @throws when two features export the same name.
 */
export const composeFeatures = (features: readonly Feature[]) => {
  const routes = features.flatMap((feature) => feature.routes ?? []);
  return {
    contentTypes: merge(
      'contentTypes',
      features.flatMap((feature) =>
        (feature.contentTypes ?? []).map(
          ({ schema }) => [schema.info.singularName, { schema }] as const,
        ),
      ),
    ),
    services: merge(
      'services',
      features.flatMap((feature) =>
        (feature.services ?? []).map(({ name, create }) => [name, create] as const),
      ),
    ),
    controllers: merge(
      'controllers',
      features.flatMap((feature) => Object.entries(feature.controllers ?? {})),
    ),
    routes: { admin: toRouter('admin', routes), 'content-api': toRouter('content-api', routes) },
  };
};
