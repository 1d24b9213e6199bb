import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import type { ErrorCode } from '../../../shared/errors';
import { uid } from './plugin-id';
import { STRAPI_FIELDS } from './strapi-fields';
import { readContentManagerPath } from './content-manager-path';
import { isUntouchedRelation } from './untouched-relation';
import type { ContentTypeDefinition } from './feature';

const READS: ReadonlySet<string> = new Set(['findMany', 'findOne', 'findFirst', 'count']);

const CODE: ErrorCode = 'owned.read_only';
const READ_ONLY = 'Orderbridge alone writes these; use the actions of its API.';

/** A PolicyError, because Strapi answers every other ForbiddenError without its message. */
const refuse = (displayName: string, what: string): never => {
  throw new errors.PolicyError(`${displayName}: ${what}`, { code: CODE });
};

/** Which fields of an owned type people may edit, by the type's uid. */
type EditableFields = ReadonlyMap<string, readonly string[]>;

const CONTENT_MANAGER_ACTION = 'plugin::content-manager.explorer.';
const READ_ACTION = `${CONTENT_MANAGER_ACTION}read`;
const UPDATE_ACTION = `${CONTENT_MANAGER_ACTION}update`;

interface RegisteredAction {
  readonly key: string;
  readonly value: { subjects?: readonly string[] | undefined };
}

interface ActionProvider {
  readonly hooks: {
    readonly willRegister: { register(handler: (action: RegisteredAction) => void): void };
  };
}

/**
 * Takes the owned types off the content manager's rights as it registers them: what nobody may do, no
 * role can be given, and the panel offers no button for it. Reading stays, and updating where a type has
 * fields for people.
 */
const withholdWrites = (strapi: Core.Strapi, editableByUid: EditableFields): void => {
  const { actionProvider } = strapi.service('admin::permission') as {
    actionProvider: ActionProvider;
  };
  actionProvider.hooks.willRegister.register(({ key, value }) => {
    if (!key.startsWith(CONTENT_MANAGER_ACTION) || key === READ_ACTION) return;
    value.subjects = (value.subjects ?? []).filter((subject) => {
      const editable = editableByUid.get(subject);
      return editable === undefined || (key === UPDATE_ACTION && editable.length > 0);
    });
  });
};

const WRITING_METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'DELETE']);
/** A POST that only reads. */
const VALIDATION = 'actions/bulkFindForValidation';

/**
 * Answers writes of the content manager to owned types with the reason. Without it Strapi says of a right
 * that nobody can have no more than "Forbidden", and draft actions on types without drafts end in a 500,
 * for want of the method.
 */
const explainRefusals = (strapi: Core.Strapi, editableByUid: EditableFields): void => {
  strapi.server.use(async (ctx, next) => {
    const { type = '', rest = [] } = readContentManagerPath(ctx.path) ?? {};
    const editable = editableByUid.get(type);
    const isWrite = WRITING_METHODS.has(ctx.method) && rest.join('/') !== VALIDATION;
    const isEdit = ctx.method === 'PUT' && editable !== undefined && editable.length > 0;
    if (editable === undefined || !isWrite || isEdit) {
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
  const editableByUid: EditableFields = new Map(
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
  withholdWrites(strapi, editableByUid);
  explainRefusals(strapi, editableByUid);
};
