import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';
import type { ErrorCode } from '../../../shared/errors';
import { isConsumerRoute, isConsumerScope, toScopes, type RouteState } from './consumer-routes';
import { membershipOf, TOKEN_STRATEGY, USER_STRATEGY, type AuthState } from './membership-of';

/** Strapi's auth service: every route of the content API, of whatever plugin, asks it at each request. */
interface AuthService {
  verify(auth: AuthState | undefined, config?: { scope?: unknown } | false): Promise<unknown>;
}

/** A PolicyError, because Strapi answers every other ForbiddenError without its message. */
const refusal = (code: ErrorCode, message: string) => new errors.PolicyError(message, { code });

/**
 * Confines API tokens that act for a consumer to the routes for consumers, whatever their permissions:
 * one with full access would else reach the content API of the host and of every plugin. It stands at the
 * one door that all of them share, so a route that is added later is behind it too.
 *
 * Users are confined by their role. What a role lets them do with tasks and items, they do over the
 * plugin's routes alone, which look at whose rows are whose.
 */
export const confineTokens = (strapi: Core.Strapi): void => {
  const service: AuthService = strapi.get('auth');
  const verify = service.verify.bind(service);
  const routeNow = () => strapi.requestContext.get()?.state['route'] as RouteState | undefined;

  service.verify = async (auth, config) => {
    const scope = config === false ? undefined : config?.scope;
    if (config === false || auth === undefined || isConsumerRoute(routeNow(), scope)) {
      return verify(auth, config);
    }
    const { name } = auth.strategy;
    if (name === USER_STRATEGY && toScopes(scope).some(isConsumerScope)) {
      throw refusal(
        'request.forbidden',
        'These can be reached over the routes of Orderbridge only.',
      );
    }
    if (name === TOKEN_STRATEGY && (await membershipOf(strapi, auth)) !== undefined) {
      throw refusal(
        'membership.bound',
        'This token acts for a consumer, so it reaches the routes for consumers and no others.',
      );
    }
    return verify(auth, config);
  };
};
