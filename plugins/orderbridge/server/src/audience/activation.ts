import { itemStream } from '../../../shared/streams';
import { bridgeService } from '../bridge';
import type { ConnectionRow } from '../connections';
import { recordStateChanges, SYSTEM, type Actor } from '../history';
import { rowsOf, type Transaction } from '../kernel/transaction';
import { chunksOf } from '../kernel/chunks';
import { ENTITLEMENTS, entitlements, type EntitlementRow } from './content-types';

const ROWS_AT_ONCE = 500;

/** The columns of an entitlement that is one no more. */
export const WITHDRAWN = {
  grant: 'withdrawn',
  activation: 'inactive',
  active_revision: null,
} as const;

const sendArchived = (
  transaction: Transaction,
  connectionId: number,
  data: { readonly identity: string; readonly revision: number },
): void => {
  bridgeService.from(transaction.strapi).enqueue(transaction, {
    connectionId,
    stream: itemStream(data.identity),
    type: 'catalog_item.archived',
    data,
  });
};

interface StandingRow extends Pick<
  EntitlementRow,
  'id' | 'documentId' | 'grant' | 'activation' | 'firstRevision' | 'offeredRevision'
> {
  readonly activeRevision: number | null;
  readonly endedRevision: number | null;
}

/** An entitlement, held until the transaction ends: an archive comes before this change or after it. */
const findHeld = async (
  transaction: Transaction,
  connectionId: number,
  identity: string,
): Promise<StandingRow | undefined> => {
  const [row] = await rowsOf<StandingRow>(
    transaction
      .table(ENTITLEMENTS)
      .where({ connection_id: connectionId, identity })
      .forUpdate()
      .select({
        id: 'id',
        documentId: 'document_id',
        grant: 'grant',
        activation: 'activation',
        firstRevision: 'first_revision',
        offeredRevision: 'offered_revision',
        activeRevision: 'active_revision',
        endedRevision: 'ended_revision',
      }),
  );
  return row;
};

/** Mirrors what the consumer did with an item that it was offered. */
export const mirrorActivation = async (
  transaction: Transaction,
  connectionId: number,
  { identity, revision }: { identity: string; revision: number | null },
  actor: Actor,
): Promise<void> => {
  const known = await findHeld(transaction, connectionId, identity);
  if (known?.grant !== 'granted') {
    // The grant was withdrawn while the message was under way; the withdrawal is on its way too.
    return;
  }
  if (revision !== null && revision !== known.activeRevision) {
    if (revision < known.firstRevision || revision > known.offeredRevision) {
      // Offered under a grant that has ended meanwhile, or never: nothing can be ordered by it.
      return;
    }
    if (revision <= (known.endedRevision ?? 0)) {
      // It was archived while the message was under way, so the consumer was not told of that yet.
      sendArchived(transaction, connectionId, { identity, revision });
      return;
    }
  }
  const activation = revision === null ? 'inactive' : 'active';
  await entitlements.update(
    transaction,
    { id: known.id },
    { activation, activeRevision: revision },
  );
  if (known.activation !== activation) {
    recordStateChanges(transaction, [
      {
        subjectType: 'entitlement',
        subjectId: known.documentId,
        from: known.activation,
        to: activation,
        actor,
      },
    ]);
  }
};

/** Withdraws everything that is granted over a connection, because that has ended: nobody is told. */
export const withdrawAll = async (
  transaction: Transaction,
  connectionId: number,
  actor: Actor,
): Promise<void> => {
  const withdrawn = await rowsOf<{ document_id: string }>(
    transaction
      .table(ENTITLEMENTS)
      .where({ connection_id: connectionId, grant: 'granted' })
      .update({ ...WITHDRAWN, updated_at: transaction.now })
      .returning(['document_id']),
  );
  recordStateChanges(
    transaction,
    withdrawn.map(({ document_id: subjectId }) => ({
      subjectType: 'entitlement' as const,
      subjectId,
      from: 'granted',
      to: 'withdrawn',
      actor,
      reason: 'The connection has ended.',
    })),
  );
};

interface EndedRow {
  readonly document_id: string;
  readonly connection_id: number;
}

/**
 * Ends one revision for those that have it active, because it was archived; what is offered stays. Who
 * activates it from now on is told that it has ended.
 */
export const endRevision = async (
  transaction: Transaction,
  identity: string,
  revision: number,
  connections: readonly ConnectionRow[],
): Promise<void> => {
  await transaction
    .table(ENTITLEMENTS)
    .where({ identity })
    .where(
      (query) => void query.whereNull('ended_revision').orWhere('ended_revision', '<', revision),
    )
    .update({ ended_revision: revision, updated_at: transaction.now });
  const ended: EndedRow[] = [];
  for (const some of chunksOf(connections, ROWS_AT_ONCE)) {
    const rows = await rowsOf<EndedRow>(
      transaction
        .table(ENTITLEMENTS)
        .where({ identity, grant: 'granted', active_revision: revision })
        .whereIn(
          'connection_id',
          some.map(({ id }) => id),
        )
        .update({ activation: 'pending', active_revision: null, updated_at: transaction.now })
        .returning(['document_id', 'connection_id']),
    );
    ended.push(...rows);
  }
  recordStateChanges(
    transaction,
    ended.map(({ document_id: subjectId }) => ({
      subjectType: 'entitlement' as const,
      subjectId,
      from: 'active',
      to: 'pending',
      actor: SYSTEM,
      reason: `Revision ${String(revision)} was archived.`,
    })),
  );
  for (const { connection_id: connectionId } of ended) {
    sendArchived(transaction, connectionId, { identity, revision });
  }
};
