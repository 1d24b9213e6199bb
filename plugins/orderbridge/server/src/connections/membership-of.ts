import type { Core } from '@strapi/strapi';
import { rowsOf } from '../kernel/transaction';

/** Strapi's own answer to what somebody may do. */
export interface Ability {
  can(action: string, subject?: string): boolean;
}

/** What Strapi knows of who asks, once it has let them in: one object for each request. */
export interface AuthState {
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

export const USER_STRATEGY = 'users-permissions';
export const TOKEN_STRATEGY = 'content-api-token';

/** For which consumer somebody acts. */
export interface Membership {
  /** Nothing where the consumer is gone; whoever was tied to it is tied all the same. */
  readonly consumerId: number | null;
  readonly consumerName: string | null;
}

const known = new WeakMap<AuthState, Promise<Membership | undefined>>();

const readMembership = async (
  strapi: Core.Strapi,
  { strategy, credentials }: AuthState,
): Promise<Membership | undefined> => {
  if (credentials == null) return undefined;
  const column = strategy.name === USER_STRATEGY ? 'user_id' : 'api_token_id';
  const [row] = await rowsOf<Membership>(
    strapi.db
      .getConnection('orderbridge_memberships as m')
      .leftJoin('orderbridge_consumers as c', 'c.id', 'm.consumer_id')
      .where(`m.${column}`, credentials.id)
      .select('c.id as consumerId', 'c.name as consumerName')
      .limit(1),
  );
  return row;
};

/** Reads the membership of who asks, once for each request. */
export const membershipOf = (
  strapi: Core.Strapi,
  auth: AuthState,
): Promise<Membership | undefined> => {
  const asked = known.get(auth) ?? readMembership(strapi, auth);
  known.set(auth, asked);
  return asked;
};
