import type { Core } from '@strapi/strapi';
import { OrderbridgeError } from '../kernel/errors';
import { rowsOf, type Transaction } from '../kernel/transaction';
import { ENTITLEMENTS } from './content-types';

interface StandingRow {
  readonly grant: 'granted' | 'withdrawn';
  readonly offered_revision: number;
  readonly active_revision: number | null;
}

/** What a line of a revision is refused with that is no longer the one to order. */
export const outdatedRevision = (asked: number, current: number): OrderbridgeError =>
  new OrderbridgeError(
    'item.revision_outdated',
    `Revision ${String(asked)} can no longer be ordered; revision ${String(current)} can.`,
    { revision: current },
  );

/**
 * Checks that a connection may order a revision now. What a consumer has active stays orderable while a
 * newer revision is offered, until it activates that one or the older one is archived.
 *
 * @throws `item.not_offered`, `item.not_active`, `item.revision_outdated` with the current revision
 */
export const assertOrderable = async (
  transaction: Transaction,
  connectionId: number,
  { identity, revision }: { identity: string; revision: number },
): Promise<void> => {
  const [known] = await rowsOf<StandingRow>(
    transaction
      .table(ENTITLEMENTS)
      .where({ connection_id: connectionId, identity })
      .select('grant', 'offered_revision', 'active_revision'),
  );
  if (known?.grant !== 'granted') {
    throw new OrderbridgeError('item.not_offered', 'This item is not offered to you.');
  }
  const { offered_revision: offered, active_revision: active } = known;
  // The consumer owns its activation, and it travels in another stream than its orders: a line of
  // the offered revision may arrive before the news that this revision was activated.
  const isNewlyActivated = revision === offered && revision > (active ?? 0);
  if (isNewlyActivated || revision === active) return;
  if (revision < offered) throw outdatedRevision(revision, offered);
  if (active === null) {
    throw new OrderbridgeError('item.not_active', 'This item is not active in your catalogue.');
  }
  throw outdatedRevision(revision, active);
};

/** What a webhook connection of a consumer may order, on the provider itself. */
export interface ActiveGrant {
  readonly documentId: string;
  readonly identity: string;
  readonly revision: number;
  readonly connectionId: number;
  /** In which the consumer is told of it. */
  readonly language: string | null;
}

/** Grants of whatever state over the webhook connections of a consumer. */
const grantsOfReceivers = (strapi: Core.Strapi, consumerId: number) =>
  strapi.db
    .getConnection(`${ENTITLEMENTS} as e`)
    .join('orderbridge_connections as c', 'c.id', 'e.connection_id')
    .join('orderbridge_consumers as o', 'o.id', 'c.consumer_id')
    .where({ 'c.consumer_id': consumerId, 'c.role': 'provider', 'c.kind': 'webhook' });

const activeGrants = (strapi: Core.Strapi, consumerId: number) =>
  grantsOfReceivers(strapi, consumerId).where({ 'e.grant': 'granted', 'e.activation': 'active' });

const GRANT_COLUMNS = {
  documentId: 'e.document_id',
  identity: 'e.identity',
  revision: 'e.active_revision',
  connectionId: 'e.connection_id',
  language: 'o.language',
};

/** Some of the grants that applications of a consumer order by, in the order in which they came to be. */
export const findActiveGrants = (
  strapi: Core.Strapi,
  consumerId: number,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<ActiveGrant[]> =>
  rowsOf<ActiveGrant>(
    activeGrants(strapi, consumerId)
      .orderBy('e.id')
      .offset(offset)
      .limit(limit)
      .select(GRANT_COLUMNS),
  );

export const countActiveGrants = async (
  strapi: Core.Strapi,
  consumerId: number,
): Promise<number> => {
  const [row] = await rowsOf<{ count: number | string }>(
    activeGrants(strapi, consumerId).count({ count: '*' }),
  );
  return Number(row?.count ?? 0);
};

/** Over which connection a consumer without an instance is, or was, granted something. */
export const findConnectionOfGrant = async (
  strapi: Core.Strapi,
  consumerId: number,
  documentId: string,
): Promise<number | undefined> => {
  const [grant] = await rowsOf<{ connectionId: number }>(
    grantsOfReceivers(strapi, consumerId)
      .where({ 'e.document_id': documentId })
      .limit(1)
      .select({ connectionId: 'e.connection_id' }),
  );
  return grant?.connectionId;
};

/** One of them, by the document id of the entitlement. */
export const findActiveGrant = async (
  strapi: Core.Strapi,
  consumerId: number,
  documentId: string,
): Promise<ActiveGrant | undefined> => {
  const [grant] = await rowsOf<ActiveGrant>(
    activeGrants(strapi, consumerId)
      .where({ 'e.document_id': documentId })
      .limit(1)
      .select(GRANT_COLUMNS),
  );
  return grant;
};
