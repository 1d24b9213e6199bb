import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { cutText } from '../kernel/cut-text';
import { OrderbridgeError } from '../kernel/errors';
import { PLUGIN_ID } from '../kernel/plugin-id';
import { rowsOf } from '../kernel/transaction';
import { nameOfAdmin, type Actor } from '../history';

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

/** Strapi's own answer to what somebody may do. */
interface Ability {
  can(action: string): boolean;
}

interface AuthState {
  readonly strategy: { readonly name: string };
  /** Nothing for a visitor, where the role Public was given the right. */
  readonly credentials?: {
    readonly id: number;
    readonly name?: string;
    readonly username?: string;
    readonly role?: { readonly type?: string };
    /** Of an API token. */
    readonly type?: string;
  } | null;
  readonly ability?: Ability | null;
}

/** What Strapi's own strategies let through: a full-access token everything, others what they were given. */
const hasRight = ({ ability, credentials }: AuthState, right: string): boolean =>
  credentials?.type === 'full-access' || (ability?.can(`plugin::${PLUGIN_ID}.${right}`) ?? false);

const MEMBERSHIPS = 'orderbridge_memberships';
const CONSUMERS = 'orderbridge_consumers';

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
  const isUser = strategy.name === 'users-permissions';
  if (!isUser && strategy.name !== 'content-api-token') {
    throw new OrderbridgeError('request.not_authenticated', 'Sign in, or send an API token.');
  }
  const column = isUser ? 'user_id' : 'api_token_id';
  const [row] = await rowsOf<{ id: number; name: string }>(
    strapi.db
      .getConnection(`${MEMBERSHIPS} as m`)
      .join(`${CONSUMERS} as c`, 'c.id', 'm.consumer_id')
      .where(`m.${column}`, credentials.id)
      .select('c.id as id', 'c.name as name')
      .limit(1),
  );
  if (row === undefined) {
    const who = isUser ? 'You belong' : 'This token belongs';
    throw new OrderbridgeError('membership.missing', `${who} to no consumer.`);
  }
  return {
    actor: {
      kind: isUser ? 'user' : 'application',
      id: String(credentials.id),
      name: cutText(credentials.username ?? credentials.name ?? ''),
    },
    consumerId: row.id,
    organisation: cutText(row.name),
    seesAll: !isUser || credentials.role?.type === 'requester-manager',
    may: (right) => hasRight(auth, right),
  };
};

/**
 * Lets only the provider's own systems through: a token that acts for a consumer reaches the routes of
 * consumers and nothing else, whatever its permissions.
 *
 * @throws `request.not_authenticated`, `membership.bound`
 */
export const assertOwnSystem = async (strapi: Core.Strapi, ctx: Context): Promise<void> => {
  const auth = ctx.state['auth'] as AuthState | undefined;
  if (auth?.credentials == null || auth.strategy.name !== 'content-api-token') {
    throw new OrderbridgeError('request.not_authenticated', 'Send an API token of the provider.');
  }
  const bound = await rowsOf<{ id: number }>(
    strapi.db
      .getConnection(MEMBERSHIPS)
      .where('api_token_id', auth.credentials.id)
      .select('id')
      .limit(1),
  );
  if (bound.length > 0) {
    throw new OrderbridgeError(
      'membership.bound',
      'This token acts for a consumer, so it does not reach the catalogue.',
    );
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
