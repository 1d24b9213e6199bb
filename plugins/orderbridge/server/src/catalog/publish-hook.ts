import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import { producersService } from '../producers';
import { digestOf } from '../kernel/digest';
import { nextNumber } from '../kernel/sequence';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { catalogVersions, OFFERING, SPECIFICATION } from './content-types';
import {
  findCharacteristicDefects,
  findOfferingDefects,
  type PublishDefect,
} from './find-publish-defects';
import {
  toOfferingSnapshot,
  type OfferingDocument,
  type SpecificationDocument,
} from './to-offering-snapshot';

type Middleware = Modules.Documents.Middleware.Middleware;
type MiddlewareContext = Parameters<Middleware>[0];

const POPULATE_SPECIFICATION = { characteristics: { populate: ['values'] } };

/** Refuses a publish in the way that puts each message at its field in the content manager. */
const assertNoDefects = (document: { name?: string }, defects: readonly PublishDefect[]): void => {
  if (defects.length === 0) return;
  const messages = defects.map(({ path, message }) => `${path.join('.')}: ${message}`);
  // A bulk publish is one transaction for all its documents: the message says which one stops it.
  throw new errors.ValidationError(`"${document.name ?? ''}" – ${messages.join('; ')}`, {
    code: 'catalog.not_orderable',
    errors: defects.map((defect) => ({ ...defect, name: 'ValidationError' })),
  });
};

const findDraft = async <Document>(
  strapi: Core.Strapi,
  uid: MiddlewareContext['uid'],
  documentId: string,
  populate: object,
): Promise<Document | null> =>
  (await strapi
    .documents(uid)
    .findOne({ documentId, status: 'draft', populate } as never)) as unknown as Document | null;

const findPublishedSpecification = async (
  strapi: Core.Strapi,
  documentId: string,
): Promise<SpecificationDocument | null> =>
  (await strapi.documents(SPECIFICATION).findOne({
    documentId,
    status: 'published',
    populate: POPULATE_SPECIFICATION,
  } as never)) as unknown as SpecificationDocument | null;

type OfferingDraft = OfferingDocument & {
  readonly productSpecification?: { readonly documentId: string } | null;
};

/** Freezes what can be ordered now, unless the newest version already says so. */
const freezeVersion = async (
  transaction: Transaction,
  offering: OfferingDraft,
  specification: SpecificationDocument | null,
) => {
  const snapshot = toOfferingSnapshot(offering, specification);
  const hash = digestOf(snapshot.orderable);
  const subject = { subjectType: 'product-offering', subjectId: offering.documentId } as const;
  const [newest] = await catalogVersions.findMany(transaction.strapi, subject, {
    orderBy: { version: 'desc' },
    limit: 1,
  });
  if (newest?.hash === hash) return { id: newest.id, snapshot };
  const version = await nextNumber(transaction, `catalog-version/${offering.documentId}`);
  const { id } = await catalogVersions.insertOne(transaction, {
    ...subject,
    version,
    hash,
    snapshot,
  });
  return { id, snapshot };
};

const publishOffering = (strapi: Core.Strapi, documentId: string, next: () => Promise<unknown>) =>
  inTransaction(strapi, async (transaction) => {
    // The draft is looked at before: after the publish a missing specification is only null.
    const draft = await findDraft<OfferingDraft>(strapi, OFFERING, documentId, {
      productSpecification: { fields: ['documentId'] },
      distributionChannels: true,
    });
    if (draft === null) return next();
    const specificationId = draft.productSpecification?.documentId;
    const specification =
      specificationId === undefined
        ? null
        : await findPublishedSpecification(strapi, specificationId);
    const standing =
      specificationId === undefined ? 'none' : specification ? 'published' : 'unpublished';
    assertNoDefects(draft, findOfferingDefects(draft, standing));

    const published = await next();
    const version = await freezeVersion(transaction, draft, specification);
    await producersService.from(strapi).syncWithOffering(transaction, {
      offeringId: documentId,
      catalogVersionId: version.id,
      snapshot: version.snapshot,
    });
    return published;
  });

const publishSpecification = async (
  strapi: Core.Strapi,
  documentId: string,
  next: () => Promise<unknown>,
) => {
  const draft = await findDraft<SpecificationDocument>(
    strapi,
    SPECIFICATION,
    documentId,
    POPULATE_SPECIFICATION,
  );
  if (draft) assertNoDefects(draft, findCharacteristicDefects(draft.characteristics ?? []));
  return next();
};

/**
 * Splits a write that publishes (`status: 'published'`, which is REST's default) into the write and
 * a publish, so that everything that publishes comes through one way and is looked at as a draft.
 */
const writeThenPublish = (
  strapi: Core.Strapi,
  context: MiddlewareContext,
  next: () => Promise<unknown>,
) =>
  inTransaction(strapi, async () => {
    const params = context.params as { locale?: string };
    Object.assign(context, { params: { ...params, status: 'draft' } });
    const written = (await next()) as { documentId: string } | null;
    if (written === null) return null;
    const uid = context.uid === OFFERING ? OFFERING : SPECIFICATION;
    const { entries } = await strapi
      .documents(uid)
      .publish({ ...params, data: undefined, documentId: written.documentId });
    return entries[0];
  });

/** A specification that something published is made of stays: Strapi would leave a hole in its place. */
const assertUnused = async (strapi: Core.Strapi, documentId: string): Promise<void> => {
  const users = await strapi.documents(OFFERING).findMany({
    status: 'published',
    filters: { productSpecification: { documentId } },
    fields: ['name'],
  });
  if (users.length === 0) return;
  const names = users.map(({ name }) => `"${name}"`).join(', ');
  throw new errors.ValidationError(`Published offerings use this specification: ${names}.`, {
    code: 'catalog.in_use',
  });
};

/** What is no longer published can no longer be ordered. */
const retireThen = (strapi: Core.Strapi, documentId: string, next: () => Promise<unknown>) =>
  inTransaction(strapi, async (transaction) => {
    await producersService.from(strapi).retireOffering(transaction, documentId);
    return next();
  });

/**
 * Makes a publish in the catalogue, its frozen version and its producer one change: all of it happens
 * or nothing, on every way that Strapi publishes.
 */
export const hookIntoPublish = (strapi: Core.Strapi): void => {
  const middleware: Middleware = async (context, next) => {
    if (context.uid !== OFFERING && context.uid !== SPECIFICATION) return next();
    const proceed = next as () => Promise<unknown>;
    const params = context.params as { documentId?: string; status?: string };
    const { documentId = '' } = params;

    const { action } = context;
    const isWrite = action === 'create' || action === 'update';
    if (isWrite && params.status === 'published') {
      return writeThenPublish(strapi, context, proceed) as never;
    }
    if (action === 'publish') {
      const publish = context.uid === OFFERING ? publishOffering : publishSpecification;
      return publish(strapi, documentId, proceed) as never;
    }
    if ((action === 'unpublish' || action === 'delete') && context.uid === OFFERING) {
      return retireThen(strapi, documentId, proceed) as never;
    }
    if (action === 'unpublish' || action === 'delete') {
      await assertUnused(strapi, documentId);
    }
    return next();
  };
  strapi.documents.use(middleware);
};
