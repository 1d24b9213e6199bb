import type { Core } from '@strapi/strapi';
import type { ServiceRequestSnapshot } from '../../../shared/messages';
import type { Transaction } from '../kernel/transaction';
import { serviceRequestMirrors } from './content-types';
import { snapshotOfMirror } from './request-snapshot';

/** The provider's service request as a consumer was last told of it. */
export const findServiceRequestMirror = async (
  strapi: Core.Strapi,
  connectionId: number,
  number: string,
): Promise<ServiceRequestSnapshot | null> => {
  const row = await serviceRequestMirrors.findOne(strapi, { connection: connectionId, number });
  return row && snapshotOfMirror(row);
};

/**
 * Brings the mirror of a service request in line with what the provider says; what is older than the
 * mirror changes nothing.
 */
export const mirrorServiceRequest = async (
  transaction: Transaction,
  connectionId: number,
  snapshot: ServiceRequestSnapshot,
): Promise<void> => {
  const { number, version } = snapshot;
  const known = await serviceRequestMirrors.findOne(transaction.strapi, {
    connection: connectionId,
    number,
  });
  if (known === null) {
    await serviceRequestMirrors.insertOne(transaction, { connection: connectionId, ...snapshot });
  } else if (known.version < version) {
    await serviceRequestMirrors.update(transaction, { id: known.id }, snapshot);
  }
};
