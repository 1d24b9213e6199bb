import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../kernel/plugin-id';

/** The types whose routes of the content API are for consumers; each route looks at whose row it is. */
const CONSUMER_TYPES = ['provider-task', 'remote-catalog-item'];
const PREFIXES = CONSUMER_TYPES.map((type) => `plugin::${PLUGIN_ID}.${type}.`);

/** What Strapi notes of the route that a request came to. */
export interface RouteState {
  readonly info?: { readonly type?: string; readonly pluginName?: string };
}

/** Whether a right of the content API is one of those that consumers have. */
export const isConsumerScope = (scope: string): boolean =>
  PREFIXES.some((prefix) => scope.startsWith(prefix));

/** The rights of a route, however Strapi was told of them. */
export const toScopes = (scope: unknown): string[] =>
  [scope].flat().filter((one): one is string => typeof one === 'string');

/**
 * Whether a request came to one of the routes for consumers. The right alone does not say so: GraphQL, or
 * a relation of another type, asks for the same rights and knows nothing of whose rows are whose.
 */
export const isConsumerRoute = (route: RouteState | undefined, scope: unknown): boolean => {
  const scopes = toScopes(scope);
  return (
    route?.info?.type === 'content-api' &&
    route.info.pluginName === PLUGIN_ID &&
    scopes.length > 0 &&
    scopes.every(isConsumerScope)
  );
};

/** Every right that a route for consumers asks for. */
export const consumerRights = (strapi: Core.Strapi): string[] =>
  strapi.contentAPI.permissions.providers.action.keys().filter(isConsumerScope);
