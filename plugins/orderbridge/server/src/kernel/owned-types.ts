import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import type { ErrorCode } from '../../../shared/errors';
import { uid } from './plugin-id';
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

const refuse = (displayName: string, what: string): never => {
  const code: ErrorCode = 'owned.read_only';
  throw new errors.ForbiddenError(`${displayName}: ${what}`, { code });
};

type Document = Record<string, unknown>;

const isUntouchedRelation = (value: unknown): boolean => {
  if (value === null || value === undefined) return true;
  if (typeof value !== 'object') return false;
  const { connect, disconnect, set } = value as Record<string, unknown[] | undefined>;
  return set === undefined && !connect?.length && !disconnect?.length;
};

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
      return refuse(displayName, 'Orderbridge alone writes these; use the actions of its API.');
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
};
