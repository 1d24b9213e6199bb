import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import { producersService } from '../producers';
import { OrderbridgeError, refusalOf } from '../kernel/errors';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { uid } from '../kernel/plugin-id';
import { PUBLISHED_TYPES, type PublishedType } from './content-types';
import { POPULATE, type OfferingDocument, type SpecificationDocument } from './documents';
import { examineOffering, examineSpecification, type Examined } from './examine';
import { findOpenUses } from './open-uses';
import { endPublication, findUsers, lockCatalog, notePublication } from './publications';
import { assertNoDefects } from './publish-defect';

type Middleware = Modules.Documents.Middleware.Middleware;
type MiddlewareContext = Parameters<Middleware>[0];
type Next = () => Promise<unknown>;

const TYPE_BY_UID: ReadonlyMap<string, PublishedType> = new Map(
  PUBLISHED_TYPES.map((type) => [uid(type), type]),
);

type OrderableType = 'product-offering' | 'service-specification';

/** The types that order forms are made of. */
const isOrderableType = (type: PublishedType): type is OrderableType =>
  type === 'product-offering' || type === 'service-specification';

/** Reads a draft or what is published, as its publish looks at it. */
export const readDocument = async (
  strapi: Core.Strapi,
  type: PublishedType,
  documentId: string,
  status: 'draft' | 'published',
): Promise<OfferingDocument | SpecificationDocument | null> =>
  (await strapi
    .documents(uid(type) as 'plugin::orderbridge.product-offering')
    .findOne({ documentId, status, populate: POPULATE[type] } as never)) as unknown as
    OfferingDocument | SpecificationDocument | null;

/** Looks at a document of any published type. */
export const examine = (
  transaction: Transaction,
  type: PublishedType,
  document: OfferingDocument | SpecificationDocument,
): Promise<Examined> =>
  type === 'product-offering'
    ? examineOffering(transaction, document as OfferingDocument)
    : examineSpecification(transaction, type, document);

const publish = (strapi: Core.Strapi, type: PublishedType, documentId: string, next: Next) =>
  inTransaction(strapi, async (transaction) => {
    await lockCatalog(transaction);
    // The draft is looked at before: after the publish a missing reference is only null.
    const draft = await readDocument(strapi, type, documentId, 'draft');
    if (draft === null) return next();
    const { defects, snapshot, used } = await examine(transaction, type, draft);
    assertNoDefects(draft, defects);

    const published = await next();
    const { versionId } = await notePublication(transaction, {
      type,
      documentId,
      name: draft.name,
      snapshot,
      used,
    });
    if (snapshot.catalog && isOrderableType(type)) {
      await producersService.from(strapi).syncWithCatalog(transaction, {
        source: { type, documentId },
        catalogVersionId: versionId,
        snapshot: snapshot.catalog,
      });
    }
    return published;
  });

/** The mark is the plugin's to set: what a form or an application sends back of it says nothing. */
const forgetMark = (data: Record<string, unknown> | undefined): void => {
  if (data) delete data['newerSpecificationAvailable'];
};

/**
 * Writes a draft under the lock of the catalogue: the publish of a specification marks drafts too, and
 * two transactions that take rows and lock in another order would wait for each other.
 */
const writeDraft = (strapi: Core.Strapi, next: Next) =>
  inTransaction(strapi, async (transaction) => {
    await lockCatalog(transaction);
    return next();
  });

/**
 * Splits a write that publishes (`status: 'published'`, which is REST's default) into the write and
 * a publish, so that everything that publishes comes through one way and is looked at as a draft.
 */
const writeThenPublish = (strapi: Core.Strapi, context: MiddlewareContext, next: Next) =>
  inTransaction(strapi, async (transaction) => {
    await lockCatalog(transaction);
    const params = context.params as { locale?: string };
    Object.assign(context, { params: { ...params, status: 'draft' } });
    const written = (await next()) as { documentId: string } | null;
    if (written === null) return null;
    const { entries } = await strapi
      .documents(context.uid as 'plugin::orderbridge.product-offering')
      .publish({ ...params, data: undefined, documentId: written.documentId });
    return entries[0];
  });

const MAX_NAMES = 5;

const listOf = (names: readonly string[]): string => {
  const shown = names.slice(0, MAX_NAMES).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
};

/**
 * What something published is made of stays: Strapi would leave a hole in its place. What an order that
 * is not over was placed on is not deleted; it may be unpublished, since the order keeps the version that
 * it was placed on.
 *
 * @throws `catalog.in_use`
 */
export const assertNotInUse = async (
  transaction: Transaction,
  documentId: string,
  action: 'unpublish' | 'delete',
): Promise<void> => {
  const users = await findUsers(transaction, documentId);
  if (users.length > 0) {
    const names = listOf(users.map(({ name }) => name));
    throw new OrderbridgeError('catalog.in_use', `What is published uses this: ${names}.`);
  }
  const open = action === 'delete' ? await findOpenUses(transaction, documentId) : [];
  if (open.length > 0) {
    const names = listOf(open);
    throw new OrderbridgeError('catalog.in_use', `Orders that are not over use this: ${names}.`);
  }
};

/** Ends a publication, where nothing is in the way; in Strapi's words, whose panel shows only those. */
const end = (
  strapi: Core.Strapi,
  type: PublishedType,
  { documentId, action }: { documentId: string; action: 'unpublish' | 'delete' },
  next: Next,
) =>
  inTransaction(strapi, async (transaction) => {
    await lockCatalog(transaction);
    const refusal = await refusalOf(() => assertNotInUse(transaction, documentId, action));
    if (refusal !== undefined) {
      throw new errors.ValidationError(refusal.message, { code: refusal.code });
    }
    await endPublication(transaction, documentId);
    if (isOrderableType(type)) {
      await producersService.from(strapi).retireSource(transaction, { type, documentId });
    }
    return next();
  });

/**
 * Makes a publish in the catalogue, its frozen version and its producer one change: all of it happens
 * or nothing, on every way that Strapi publishes.
 */
export const hookIntoPublish = (strapi: Core.Strapi): void => {
  const middleware: Middleware = async (context, next) => {
    const type = TYPE_BY_UID.get(context.uid);
    if (type === undefined) return next();
    const proceed = next as Next;
    const params = context.params as {
      documentId?: string;
      status?: string;
      data?: Record<string, unknown>;
    };
    const { documentId = '' } = params;

    const { action } = context;
    const isWrite = action === 'create' || action === 'update';
    if (isWrite) forgetMark(params.data);
    if (isWrite && params.status === 'published') {
      return writeThenPublish(strapi, context, proceed) as never;
    }
    if (isWrite) return writeDraft(strapi, proceed) as never;
    if (action === 'publish') return publish(strapi, type, documentId, proceed) as never;
    if (action === 'unpublish' || action === 'delete') {
      return end(strapi, type, { documentId, action }, proceed) as never;
    }
    return next();
  };
  strapi.documents.use(middleware);
};
