import type { Context } from 'koa';
import { cutText } from '../kernel/cut-text';
import type { Actor } from './index';

interface Named {
  readonly firstname?: string | null;
  readonly lastname?: string | null;
}

/** How an admin user is called. Names cross the bridge; addresses of people do not. */
export const nameOfAdmin = ({ firstname, lastname }: Named): string => {
  const name = [firstname, lastname].filter(Boolean).join(' ');
  return name === '' ? 'Staff' : cutText(name);
};

interface Credentials extends Named {
  readonly id: number;
  readonly name?: string;
  readonly username?: string;
}

interface AuthState {
  readonly strategy: { readonly name: string };
  readonly credentials?: Credentials | null;
}

const KINDS: Readonly<Record<string, Actor['kind']>> = {
  admin: 'admin',
  // A token of the admin API acts as the person that it belongs to.
  'admin-token': 'admin',
  'users-permissions': 'user',
  'content-api-token': 'application',
};

/** The person or application that Strapi has signed in for a request; nothing where there is none. */
export const findActor = (ctx: Context): Actor | undefined => {
  const auth = ctx.state['auth'] as AuthState | undefined;
  const kind = KINDS[auth?.strategy.name ?? ''];
  const who = (kind === 'admin' ? ctx.state['user'] : auth?.credentials) as Credentials | undefined;
  if (kind === undefined || who == null) return undefined;
  const name = kind === 'admin' ? nameOfAdmin(who) : cutText(who.username ?? who.name ?? '');
  return { kind, id: String(who.id), name };
};
