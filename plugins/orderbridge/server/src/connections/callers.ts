import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { cutText } from '../kernel/cut-text';
import { OrderbridgeError } from '../kernel/errors';
import { PLUGIN_ID } from '../kernel/plugin-id';
import { nameOfAdmin, type Actor } from '../history';
import {
  membershipOf,
  TOKEN_STRATEGY,
  USER_STRATEGY,
  type Ability,
  type AuthState,
} from './membership-of';

/** Who asks over the content API, and for which consumer. */
export interface Caller {
  readonly actor: Actor;
  readonly consumerId: number;
  readonly organisation: string;
  /** Whether the caller sees all requests of the consumer, or only their own. */
  readonly seesAll: boolean;
  /** Whether a right of the content API is theirs: `provider-task.cancel`. */
  readonly may: (right: string) => boolean;
}

/** What Strapi's own strategies let through: a full-access token everything, others what they were given. */
const hasRight = ({ ability, credentials }: AuthState, right: string): boolean =>
  credentials?.type === 'full-access' || (ability?.can(`plugin::${PLUGIN_ID}.${right}`) ?? false);

/**
 * Finds out for whom a request of the content API is made.
 *
 * @throws `membership.missing` for a user or token that belongs to no consumer.
 */
export const findCaller = async (strapi: Core.Strapi, ctx: Context): Promise<Caller> => {
  const auth = ctx.state['auth'] as AuthState | undefined;
  if (auth?.credentials == null) {
    throw new OrderbridgeError('request.not_authenticated', 'Sign in, or send an API token.');
  }
  const { strategy, credentials } = auth;
  const isUser = strategy.name === USER_STRATEGY;
  if (!isUser && strategy.name !== TOKEN_STRATEGY) {
    throw new OrderbridgeError('request.not_authenticated', 'Sign in, or send an API token.');
  }
  const { consumerId, consumerName } = (await membershipOf(strapi, auth)) ?? {};
  if (consumerId == null) {
    const who = isUser ? 'You belong' : 'This token belongs';
    throw new OrderbridgeError('membership.missing', `${who} to no consumer.`);
  }
  return {
    actor: {
      kind: isUser ? 'user' : 'application',
      id: String(credentials.id),
      name: cutText(credentials.username ?? credentials.name ?? ''),
    },
    consumerId,
    organisation: cutText(consumerName ?? ''),
    seesAll: !isUser || credentials.role?.type === 'requester-manager',
    may: (right) => hasRight(auth, right),
  };
};

/**
 * Lets only the provider's own systems through, which have API tokens. One that acts for a consumer has
 * been turned away before (`confine-tokens.ts`).
 *
 * @throws `request.not_authenticated`
 */
export const assertOwnSystem = (ctx: Context): void => {
  const auth = ctx.state['auth'] as AuthState | undefined;
  if (auth?.credentials == null || auth.strategy.name !== TOKEN_STRATEGY) {
    throw new OrderbridgeError('request.not_authenticated', 'Send an API token of the provider.');
  }
};

/** The admin user behind a request of the admin panel. */
export const findAdmin = (ctx: Context): Actor => {
  const user = ctx.state['user'] as
    { id: number; firstname?: string | null; lastname?: string | null } | undefined;
  if (user === undefined) {
    throw new OrderbridgeError('request.not_authenticated', 'Sign in to the admin panel.');
  }
  return { kind: 'admin', id: String(user.id), name: nameOfAdmin(user) };
};

/** Somebody who works in the admin panel, and what their roles let them do. */
export interface Staff {
  readonly actor: Actor;
  /** Whether a right of the plugin is theirs: `order.approve`. */
  readonly may: (right: string) => boolean;
}

/** The admin user behind a request of the admin panel, with their rights. */
export const findStaff = (ctx: Context): Staff => {
  const ability = ctx.state['userAbility'] as Ability | undefined;
  return {
    actor: findAdmin(ctx),
    may: (right) => ability?.can(`plugin::${PLUGIN_ID}.${right}`) ?? false,
  };
};

/** Whether the admin user behind a request may do something with a type in the content manager. */
export const mayInContentManager = (ctx: Context, action: 'publish', subject: string): boolean => {
  const ability = ctx.state['userAbility'] as Ability | undefined;
  return ability?.can(`plugin::content-manager.explorer.${action}`, subject) ?? false;
};
