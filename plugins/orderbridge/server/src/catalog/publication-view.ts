import { withRight, type Action } from '../../../shared/actions';
import type { Staff } from '../connections';
import { OrderbridgeError, refusalOf, toAction } from '../kernel/errors';
import { uid } from '../kernel/plugin-id';
import type { Transaction } from '../kernel/transaction';
import { producersService, type MadeRevision } from '../producers';
import { catalogVersions } from './content-types';
import { assertNotInUse } from './publish-hook';
import { assertRepublishable, type RepublishedType } from './republish';
import { publications } from './tables';

/** What becomes of an offering or a service besides by its own fields. */
type PublicationVerb = 'republish' | 'unpublish';

interface VersionView {
  readonly documentId: string;
  readonly version: number;
  readonly frozenAt: string;
}

/** What the publishes of an offering or of a service made. */
export interface PublicationView {
  readonly type: RepublishedType;
  readonly documentId: string;
  readonly isPublished: boolean;
  /** The version that is ordered now, or nothing where it is not published. */
  readonly version: number | null;
  /** What has been frozen, the newest first; the list ends after the newest twenty. */
  readonly versions: readonly VersionView[];
  readonly newerSpecificationAvailable: boolean;
  /** The revisions of its order form, the newest first. */
  readonly producers: readonly MadeRevision[];
  /** Of what is published. */
  readonly actions: readonly Action<PublicationVerb>[];
}

const MAX_VERSIONS = 20;

interface DocumentRow {
  readonly documentId: string;
  readonly name: string;
  readonly newerSpecificationAvailable: boolean | null;
}

const findVersions = async (
  transaction: Transaction,
  documentId: string,
): Promise<readonly VersionView[]> => {
  const rows = (await catalogVersions.findMany(
    transaction.strapi,
    { subjectId: documentId },
    {
      orderBy: { version: 'desc' },
      limit: MAX_VERSIONS,
      select: ['documentId', 'version', 'createdAt'],
    },
  )) as unknown as (VersionView & { createdAt: string })[];
  return rows.map(({ documentId: id, version, createdAt }) => ({
    documentId: id,
    version,
    frozenAt: new Date(createdAt).toISOString(),
  }));
};

const findActions = async (
  transaction: Transaction,
  subject: { type: RepublishedType; documentId: string; name: string; isBehind: boolean },
  { may, mayPublish }: PublicationAsker,
): Promise<Action<PublicationVerb>[]> => {
  const unpublish = toAction(
    'unpublish',
    await refusalOf(() => assertNotInUse(transaction, subject.documentId, 'unpublish')),
  );
  const republish = async () =>
    toAction('republish', await refusalOf(() => assertRepublishable(transaction, subject)));
  return [
    ...(subject.isBehind
      ? [withRight<PublicationVerb>(await republish(), may('product-offering.republish'))]
      : []),
    withRight<PublicationVerb>(unpublish, mayPublish),
  ];
};

/** Who asks, and whether their roles let them publish and unpublish what they ask about. */
export interface PublicationAsker extends Pick<Staff, 'may'> {
  readonly mayPublish: boolean;
}

/**
 * What the publishes of an offering or of a service made, and what can be done with that.
 *
 * @throws `request.not_found`
 */
export const viewPublication = async (
  transaction: Transaction,
  { type, documentId }: { readonly type: RepublishedType; readonly documentId: string },
  asker: PublicationAsker,
): Promise<PublicationView> => {
  const { strapi } = transaction;
  const documents = (await strapi.db.query(uid(type)).findMany({
    where: { documentId },
    select: ['documentId', 'name', 'newerSpecificationAvailable'],
    orderBy: { id: 'asc' },
  })) as unknown as DocumentRow[];
  const [document] = documents;
  if (document === undefined) {
    throw new OrderbridgeError('request.not_found', 'There is no such document.');
  }
  const publication = await publications.findOne(strapi, { subjectId: documentId });
  const isBehind =
    publication !== null && documents.some((row) => row.newerSpecificationAvailable === true);
  const subject = { type, documentId, name: document.name, isBehind };
  return {
    type,
    documentId,
    isPublished: publication !== null,
    version: publication?.version ?? null,
    versions: await findVersions(transaction, documentId),
    newerSpecificationAvailable: isBehind,
    producers: await producersService.from(strapi).findMadeOf({ type, documentId }),
    actions: publication === null ? [] : await findActions(transaction, subject, asker),
  };
};
