import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { findActor, type Actor } from '../history';
import { PLUGIN_ID } from '../kernel/plugin-id';
import type { Transaction } from '../kernel/transaction';
import { auditEntries, type Outcome } from './content-types';
import { sweepNowAndThen } from './sweep';

/** What something was done with. */
export interface Subject {
  /** A content type of the plugin, by its name alone. */
  readonly type: string;
  readonly documentId: string;
  /** What people call it: a number or a name. */
  readonly name: string | null;
}

interface Act {
  readonly actor: Actor;
  /** A thing and what was done with it: `order.approve`. */
  readonly action: string;
  readonly subject: Partial<Subject>;
  readonly outcome: Outcome;
  readonly code?: string | null;
  /** Of an edit: the names of what changed; never what it was changed to. */
  readonly fields?: readonly string[] | undefined;
  readonly via: string | null;
  readonly ip: string | null;
}

interface Route {
  readonly handler?: unknown;
  readonly info?: { readonly pluginName?: string };
}

/** The handler of the route of the plugin that a request came over: `order.approve`. */
export const handlerOf = (ctx: Context): string | null => {
  const { handler, info } = (ctx.state['route'] ?? {}) as Route;
  if (info?.pluginName !== PLUGIN_ID || typeof handler !== 'string') return null;
  // Staff reach some things over a controller of their own; what they do has one name.
  return handler.replace(/^plugin::[^.]+\./, '').replace('-staff.', '.');
};

const viaOf = (ctx: Context): string | null =>
  handlerOf(ctx) ?? (/^\/content-manager\//i.test(ctx.path) ? 'content-manager' : null);

/** Who asks for what this process is doing now, and from where; nothing where nobody does. */
export const findAsking = (strapi: Core.Strapi) => {
  const ctx = strapi.requestContext.get() as Context | undefined;
  const actor = ctx && findActor(ctx);
  return actor && { actor, handler: handlerOf(ctx), via: viaOf(ctx), ip: ctx.ip };
};

export const insertActs = async (transaction: Transaction, acts: readonly Act[]): Promise<void> => {
  await auditEntries.insert(
    transaction,
    acts.map(({ actor, action, subject, outcome, code, fields, via, ip }) => ({
      at: transaction.now,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      action,
      subjectType: subject.type ?? null,
      subjectId: subject.documentId ?? null,
      subjectName: subject.name ?? null,
      outcome,
      code: code ?? null,
      fields: fields ?? null,
      via,
      ip,
    })),
  );
  sweepNowAndThen(transaction);
};

const pendingOf = new WeakMap<Transaction, Map<string, Act>>();

/** `offering.update` and then `offering.publish` are what one person did at once. */
const merge = (first: Act | undefined, next: Act): Act => {
  if (first === undefined) return next;
  const verb = next.action.slice(next.action.lastIndexOf('.') + 1);
  const action = first.action.endsWith(verb) ? first.action : `${first.action}-and-${verb}`;
  const fields = first.fields ?? next.fields;
  return { ...next, action, fields };
};

/** Notes what somebody does, in the transaction that does it: both happen, or neither. */
export const noteAct = (
  transaction: Transaction,
  { subject, ...act }: Omit<Act, 'outcome' | 'subject'> & { readonly subject: Subject },
): void => {
  let pending = pendingOf.get(transaction);
  if (pending === undefined) {
    const acts = new Map<string, Act>();
    pending = acts;
    pendingOf.set(transaction, acts);
    transaction.beforeCommit('audit', () => insertActs(transaction, [...acts.values()]));
  }
  const key = `${subject.type}/${subject.documentId}`;
  pending.set(key, merge(pending.get(key), { ...act, subject, outcome: 'done' }));
};

/**
 * Notes what the request that is being answered does, under the name of its route's handler. What
 * nobody has signed in for leaves no entry: a message of a peer, or Orderbridge's own work.
 */
export const recordAct = (transaction: Transaction, subject: Subject): void => {
  const asking = findAsking(transaction.strapi);
  if (asking?.handler == null) return;
  const { actor, handler, via, ip } = asking;
  noteAct(transaction, { actor, action: handler, subject, via, ip });
};

/** Notes what a peer brings about without anybody being signed in here: that it pairs. */
export const recordActOfPeer = (
  transaction: Transaction,
  action: string,
  { peer, subject }: { peer: string; subject: Subject },
): void => {
  const { ip = null } = (transaction.strapi.requestContext.get() ?? {}) as { ip?: string };
  const actor = { kind: 'peer' as const, id: null, name: peer };
  noteAct(transaction, { actor, action, subject, via: 'bridge', ip });
};
