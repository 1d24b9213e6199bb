import type { RouteContract } from './contract';
import { PLUGIN_ID } from './plugin-id';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface PluginRoute {
  readonly type: 'admin' | 'content-api';
  readonly method: Method;
  readonly path: string;
  readonly handler: string;
  readonly config: Record<string, unknown>;
}

type ClosedContract = RouteContract & { readonly for: Exclude<RouteContract['for'], 'everybody'> };

/**
 * A contract, or what makes it when the API is described. Schemas take kilobytes each: where no controller
 * parses with them, an instance that nobody asks for its description need not have them.
 */
type ContractSource = RouteContract | (() => ClosedContract);

/** A route that everybody programs against, with what is promised of it. */
export interface ContentApiRoute extends PluginRoute {
  readonly config: { readonly contract: ContractSource } & Record<string, unknown>;
}

export const contractOf = ({ config: { contract } }: ContentApiRoute): RouteContract =>
  typeof contract === 'function' ? contract() : contract;

const MIDDLEWARES = [`plugin::${PLUGIN_ID}.answerErrors`];

/** A route of the admin panel, `/orderbridge/...`, behind one right. */
export const adminRoute = (
  method: Method,
  path: string,
  handler: string,
  action: string,
): PluginRoute => ({
  type: 'admin',
  method,
  path,
  handler,
  config: {
    middlewares: MIDDLEWARES,
    policies: [
      'admin::isAuthenticatedAdmin',
      { name: 'admin::hasPermissions', config: { actions: [`plugin::${PLUGIN_ID}.${action}`] } },
    ],
  },
});

/** A route for requesters and applications, `/api/orderbridge/...`; its right is the handler's name. */
export const contentApiRoute = (
  method: Method,
  path: string,
  handler: string,
  contract: ContractSource,
): ContentApiRoute => ({
  type: 'content-api',
  method,
  path,
  handler,
  config: {
    middlewares: MIDDLEWARES,
    ...(typeof contract === 'object' && contract.for === 'everybody' && { auth: false }),
    contract,
  },
});
