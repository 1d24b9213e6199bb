import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import type { ErrorCode } from '../../../shared/errors';
import { uid } from './plugin-id';
import { isUntouchedRelation } from './untouched-relation';
import type { ContentTypeDefinition } from './feature';

const READS: ReadonlySet<string> = new Set(['findMany', 'findOne', 'findFirst', 'count']);

/** Fields that Strapi itself puts into what the content manager sends back. */
const STRAPI_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'documentId',
  'createdAt',
  'updatedAt',
  'publishedAt',
  'createdBy',
  'updatedBy',
  'locale',
  'localizations',
  'status',
]);

const CODE: ErrorCode = 'owned.read_only';
const READ_ONLY = 'Orderbridge alone writes these; use the actions of its API.';

/** A PolicyError, because Strapi answers every other ForbiddenError without its message. */
const refuse = (displayName: string, what: string): never => {
  throw new errors.PolicyError(`${displayName}: ${what}`, { code: CODE });
};

const DRAFT_ACTIONS =
  /^\/content-manager\/(?:collection|single)-types\/([^/]+)\/.*(?:[pP]ublish|discard)$/;

/**
 * Refuses the content manager's draft actions on types that have no drafts. Strapi answers them with
 * a 500, for want of the method.
 */
const refuseDraftActions = (strapi: Core.Strapi, isOwned: (uid: string) => boolean): void => {
  strapi.server.use(async (ctx, next) => {
    const [, target] = DRAFT_ACTIONS.exec(ctx.path) ?? [];
    if (ctx.method !== 'POST' || target === undefined || !isOwned(target)) {
      await next();
      return;
    }
    ctx.status = 403;
    ctx.body = {
      data: null,
      error: { status: 403, name: 'PolicyError', message: READ_ONLY, details: { code: CODE } },
    };
  });
};

type Document = Record<string, unknown>;

const isUnchanged = (attribute: { type?: string } | undefined, stored: unknown, given: unknown) =>
  attribute?.type === 'relation'
    ? isUntouchedRelation(given)
    : JSON.stringify(stored ?? null) === JSON.stringify(given ?? null);

/**
 * Keeps every way through the Document Service, and so the content manager, from writing what only
 * domain services may write. Without it the content manager sets an order to completed with a 201.
 */
export const guardOwnedTypes = (
  strapi: Core.Strapi,
  definitions: readonly ContentTypeDefinition[],
): void => {
  const editableByUid = new Map<string, readonly string[]>(
    definitions.flatMap(({ schema, owned }) =>
      owned === undefined ? [] : [[uid(schema.info.singularName), owned === true ? [] : owned]],
    ),
  );

  const guard: Modules.Documents.Middleware.Middleware = async (context, next) => {
    const editable = editableByUid.get(context.uid);
    if (editable === undefined || READS.has(context.action)) return next();

    const { displayName } = context.contentType.info;
    if (context.action !== 'update' || editable.length === 0) {
      return refuse(displayName, READ_ONLY);
    }

    const params = context.params as { documentId: string; data?: Document };
    const data = params.data ?? {};
    const stored = (await strapi.db
      .query(context.uid)
      .findOne({ where: { documentId: params.documentId } })) as Document | null;
    const attributes = context.contentType.attributes as Record<string, { type?: string }>;
    for (const [name, given] of Object.entries(data)) {
      if (editable.includes(name) || STRAPI_FIELDS.has(name)) continue;
      if (!isUnchanged(attributes[name], stored?.[name], given)) {
        return refuse(displayName, `"${name}" cannot be edited here.`);
      }
    }
    params.data = Object.fromEntries(
      Object.entries(data).filter(([name]) => editable.includes(name)),
    );
    return next();
  };
  strapi.documents.use(guard);
  refuseDraftActions(strapi, (uid) => editableByUid.has(uid));
};
