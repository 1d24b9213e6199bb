import type { Knex } from 'knex';
import { rowsOf } from '../kernel/transaction';
import { chunksOf } from '../kernel/chunks';
import { ENTITLEMENTS } from './content-types';
import type { StandingGrant } from './plan-grants';

/** Names and ids in one query; databases limit how many there may be. */
const MAX_NAMED = 500;

/**
 * The entitlements between producers and connections, without what a plan does not need.
 *
 * @param table a query on a table, in the transaction of the caller or outside of any
 */
export const findStandingGrants = async (
  table: (name: string) => Knex.QueryBuilder,
  identities: readonly string[],
  connectionIds: readonly number[],
): Promise<StandingGrant[]> => {
  const wanted = new Set(connectionIds);
  const found: StandingGrant[] = [];
  for (const some of chunksOf(identities, MAX_NAMED)) {
    const rows = await rowsOf<StandingGrant>(
      table(ENTITLEMENTS)
        .whereIn('identity', some)
        .modify((query) => {
          if (wanted.size <= MAX_NAMED) void query.whereIn('connection_id', [...wanted]);
        })
        .select({
          id: 'id',
          documentId: 'document_id',
          identity: 'identity',
          connectionId: 'connection_id',
          grant: 'grant',
          sentHash: 'sent_hash',
        }),
    );
    for (const row of rows) if (wanted.has(row.connectionId)) found.push(row);
  }
  return found;
};
