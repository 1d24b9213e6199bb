import type { Core } from '@strapi/strapi';
import { audienceService, type OfferedProducer } from '../audience';
import { connectionsService, lockAudience, type ConnectionRow } from '../connections';
import type { Transaction } from '../kernel/transaction';
import { producers, WITH_RELATIONS, type ProducerRow } from './content-types';
import { toItem } from './contents';

/** Which published producers to look at, and for whom. */
export interface GrantScope {
  readonly identities?: readonly string[];
  readonly connections?: readonly ConnectionRow[];
}

type OfferRow = Pick<ProducerRow, 'identity' | 'revision' | 'contentHash' | 'name'> & {
  readonly criteria?: readonly { readonly documentId: string; readonly rule: unknown }[];
};

/** The columns that grants depend on: no form is read for a grant that does not change. */
const OFFER = {
  select: ['identity', 'revision', 'contentHash', 'name'],
  populate: { criteria: { select: ['documentId', 'rule'] } },
  orderBy: { identity: 'asc' as const },
};

export const toOffered = ({
  identity,
  revision,
  contentHash,
  criteria,
}: OfferRow): OfferedProducer => ({
  identity,
  revision,
  contentHash,
  rules: (criteria ?? []).map(({ rule }) => rule),
});

const findOffers = (
  strapi: Core.Strapi,
  { identities, criteria }: { identities?: readonly string[] | undefined; criteria?: string },
): Promise<OfferRow[]> =>
  producers.findMany(
    strapi,
    {
      state: 'published',
      ...(identities && { identity: { $in: identities } }),
      ...(criteria !== undefined && { criteria: { documentId: criteria } }),
    },
    OFFER,
  );

/** The published producers that use criteria, with all their rules. */
export const findOffersOfCriteria = async (strapi: Core.Strapi, criteria: string) =>
  (await findOffers(strapi, { criteria })).map((row) => ({
    ...toOffered(row),
    name: row.name,
    criteriaRules: (row.criteria ?? []).map(({ documentId, rule }) => ({
      criteria: documentId,
      rule,
    })),
  }));

/** What a consumer of a language is sent of the revision that is published. */
const itemFor = async (strapi: Core.Strapi, identity: string, language: string | null) => {
  const row = await producers.findOne(strapi, { identity, state: 'published' }, WITH_RELATIONS);
  if (row === null) throw new Error(`Nothing is published of producer ${identity}`);
  return toItem(row, language);
};

/** Brings the grants of a scope in line with what is published of it now, by difference. */
export const reconcileGrants = async (
  transaction: Transaction,
  scope: GrantScope = {},
): Promise<void> => {
  const { strapi } = transaction;
  await lockAudience(transaction);
  const connections =
    scope.connections ?? (await connectionsService.from(strapi).findOpenConsumerConnections());
  if (connections.length === 0) return;
  const offers = (await findOffers(strapi, { identities: scope.identities })).map(toOffered);
  const offered = new Set(offers.map(({ identity }) => identity));
  await audienceService.from(strapi).reconcile(transaction, {
    producers: offers,
    ended: (scope.identities ?? []).filter((identity) => !offered.has(identity)),
    connections,
    itemFor: (identity, language) => itemFor(strapi, identity, language),
  });
};
