import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { findActor } from '../history';
import { readContentManagerPath } from '../kernel/content-manager-path';
import { cutText } from '../kernel/cut-text';
import { findJsonDefect } from '../kernel/plain-json';
import { PLUGIN_ID } from '../kernel/plugin-id';
import { inTransaction } from '../kernel/transaction';
import { handlerOf, insertActs, type Subject } from './acts';

/** Refusals that say something of who asked, or of when: the rest is what was typed wrong. */
const STATUSES: ReadonlySet<number> = new Set([403, 409]);
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const OWN = `plugin::${PLUGIN_ID}.`;
const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', DELETE: 'delete' };

interface Attempt {
  readonly action: string;
  readonly subject: Partial<Subject>;
  readonly via: string;
}

const withId = (type: string, documentId: string | undefined): Partial<Subject> => ({
  type,
  // It is as it was typed, and may be nothing that can be kept.
  ...(documentId !== undefined &&
    findJsonDefect(documentId) === undefined && { documentId: cutText(documentId) }),
});

/** `<id>/actions/publish`, `actions/bulkPublish`, `clone/<id>`, `<id>`, or nothing. */
const readRest = ([first, second, third]: readonly string[]) => {
  if (first === 'actions') return { verb: second };
  if (first === 'clone' || first === 'auto-clone') return { verb: 'clone', documentId: second };
  return { documentId: first, verb: second === 'actions' ? third : undefined };
};

/** What a request to the plugin, or to the content manager for a type of the plugin, wanted. */
const attemptOf = (ctx: Context): Attempt | undefined => {
  const handler = handlerOf(ctx);
  if (handler !== null) {
    const { documentId, id } = (ctx['params'] ?? {}) as { documentId?: string; id?: string };
    const [type = ''] = handler.split('.');
    return { action: handler, subject: withId(type, documentId ?? id), via: handler };
  }
  const address = readContentManagerPath(ctx.path);
  if (address?.type.startsWith(OWN) !== true) return undefined;
  const type = address.type.slice(OWN.length);
  const { documentId, verb } = readRest(address.rest);
  const action = `${type}.${verb ?? VERBS[ctx.method] ?? ctx.method.toLowerCase()}`;
  return { action, subject: withId(type, documentId), via: 'content-manager' };
};

const codeOf = (ctx: Context): string => {
  const { error } = (ctx.body ?? {}) as { error?: { details?: { code?: unknown } } };
  const code = error?.details?.code;
  if (typeof code === 'string') return code;
  return ctx.status === 403 ? 'request.forbidden' : 'request.conflict';
};

/** Notes what somebody who is signed in wanted to do and was refused, in a transaction of its own. */
export const followRefusals = (strapi: Core.Strapi): void => {
  strapi.server.use(async (ctx: Context, next) => {
    await next();
    if (!STATUSES.has(ctx.status) || READS.has(ctx.method)) return;
    const actor = findActor(ctx);
    if (actor === undefined) return;
    const attempt = attemptOf(ctx);
    if (attempt === undefined) return;
    try {
      await inTransaction(strapi, (transaction) =>
        insertActs(transaction, [
          { ...attempt, actor, outcome: 'refused', code: codeOf(ctx), ip: ctx.ip },
        ]),
      );
    } catch (error) {
      // The refusal stands, whether or not it could be written down.
      strapi.log.error('[orderbridge] a refusal could not be audited', error);
    }
  });
};
