import type { Core, Modules } from '@strapi/strapi';
import { PLUGIN_ID } from '../kernel/plugin-id';
import { STRAPI_FIELDS } from '../kernel/strapi-fields';
import { inTransaction } from '../kernel/transaction';
import { findAsking, noteAct } from './acts';
import { changedFields } from './changed-fields';

type Middleware = Modules.Documents.Middleware.Middleware;
type Fields = Readonly<Record<string, unknown>>;

const PREFIX = `plugin::${PLUGIN_ID}.`;
const READS: ReadonlySet<string> = new Set(['findMany', 'findOne', 'findFirst', 'count']);
/** What people know a document by, whichever of these its type has. */
const NAMES = ['name', 'title', 'label', 'code'];

type Populate = Record<string, true | { readonly populate: Populate }>;

interface Attribute {
  readonly type: string;
  readonly component?: string;
}

/** All components at every depth, and files; relations are compared by what is sent of them. */
const populateOf = (strapi: Core.Strapi, attributes: Readonly<Record<string, Attribute>>) => {
  const populate: Populate = {};
  for (const [name, { type, component }] of Object.entries(attributes)) {
    if (type === 'media') populate[name] = true;
    if (type !== 'component' || component === undefined) continue;
    const inner = strapi.components[component as never] as {
      readonly attributes: Readonly<Record<string, Attribute>>;
    };
    populate[name] = { populate: populateOf(strapi, inner.attributes) };
  }
  return populate;
};

const nameOf = (document: unknown): string | null => {
  const fields = (document ?? {}) as Fields;
  const name = NAMES.map((each) => fields[each]).find((each) => typeof each === 'string');
  return name ?? null;
};

/** What an action answers: a document, or the list of its versions. */
interface Written {
  readonly documentId?: string;
  readonly entries?: readonly unknown[];
}

/**
 * Notes what people and applications do with the plugin's documents: in the content manager, over the
 * content API of the catalogue, and in an import. It stands behind all other middlewares of the plugin,
 * so what they refuse does not come here; and it does not begin its transaction anew by itself, for a
 * middleware that goes on twice leaves out those behind it.
 */
export const followEdits = (strapi: Core.Strapi): void => {
  const middleware: Middleware = async (context, next) => {
    if (!context.uid.startsWith(PREFIX) || READS.has(context.action)) return next();
    const asking = findAsking(strapi);
    if (asking === undefined) return next();

    const { actor, via, ip } = asking;
    const { uid, action } = context;
    const { documentId, data = {} } = context.params as { documentId?: string; data?: Fields };
    // The content manager saves before it publishes, also where there is nothing to save.
    const isEmpty = Object.keys(data).every((name) => STRAPI_FIELDS.has(name));
    if (action === 'update' && isEmpty) return next();
    const { attributes, options } = context.contentType as unknown as {
      readonly attributes: Readonly<Record<string, Attribute>>;
      readonly options?: { readonly draftAndPublish?: boolean };
    };

    const findChanged = async (): Promise<string[]> => {
      const isDraft = options?.draftAndPublish === true;
      const stored = (await strapi.db.query(uid).findOne({
        where: { documentId, ...(isDraft && { publishedAt: null }) },
        populate: populateOf(strapi, attributes) as never,
      })) as Fields | null;
      return changedFields(attributes, stored ?? {}, data);
    };

    const write = () =>
      inTransaction(strapi, async (transaction) => {
        const fields = action === 'update' ? await findChanged() : undefined;
        const result: unknown = await next();
        const written = result as Written | null;
        // A clone is asked for by what it is made of.
        const id = action === 'clone' ? written?.documentId : (documentId ?? written?.documentId);
        if (written === null || id === undefined) return result;
        const type = uid.slice(PREFIX.length);
        const name = nameOf(written.entries?.[0] ?? written);
        const subject = { type, documentId: id, name };
        noteAct(transaction, { actor, action: `${type}.${action}`, subject, fields, via, ip });
        return result;
      });
    return strapi.db.transaction(write) as never;
  };
  strapi.documents.use(middleware);
};
