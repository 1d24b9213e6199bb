import { itemStream } from '../../../shared/streams';
import { bridgeService } from '../bridge';
import { assertFormCompiles } from '../forms';
import { recordStateChanges, type Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { remoteCatalogItems, type RemoteCatalogItemRow } from './content-types';

/** Notes that an item has come from one state into another. */
export const noteItemState = (
  transaction: Transaction,
  { documentId, state }: Pick<RemoteCatalogItemRow, 'documentId' | 'state'>,
  to: RemoteCatalogItemRow['state'],
  actor: Actor,
): void => {
  recordStateChanges(transaction, [
    { subjectType: 'remote-catalog-item', subjectId: documentId, from: state, to, actor },
  ]);
};

/** What somebody is told who decided on what is no longer so. */
export const itemHasChanged = () =>
  new OrderbridgeError('request.conflict', 'The item has just changed: look at it again.');

/** What is active of an item of which nothing can be ordered. */
export const NOTHING_ACTIVE = { activeRevision: null, activeForm: null, activeValidity: null };

/**
 * Takes everything that is offered over a connection out of the catalogue, because that has ended: none of
 * it can be ordered, or waits for somebody to activate it.
 */
export const deactivateAll = async (
  transaction: Transaction,
  connectionId: number,
  actor: Actor,
): Promise<void> => {
  for (const state of ['pending', 'active'] as const) {
    const documentIds = await remoteCatalogItems.updateAll(
      transaction,
      { connection: connectionId, state },
      { state: 'inactive', ...NOTHING_ACTIVE },
    );
    for (const documentId of documentIds) {
      noteItemState(transaction, { documentId, state }, 'inactive', actor);
    }
  }
};

/**
 * Makes the offered revision the one that is ordered, and tells the provider.
 *
 * @throws `producer.form_invalid`, `request.conflict` where the item is another meanwhile
 */
export const activateItem = async (
  transaction: Transaction,
  row: Pick<
    RemoteCatalogItemRow,
    | 'id'
    | 'documentId'
    | 'identity'
    | 'state'
    | 'offeredRevision'
    | 'offeredForm'
    | 'offeredValidity'
  >,
  connectionId: number,
  actor: Actor,
): Promise<void> => {
  noteItemState(transaction, row, 'active', actor);
  // A form that this side cannot check answers with must not become orderable.
  assertFormCompiles(row.offeredForm);
  const activated = await remoteCatalogItems.update(
    transaction,
    { id: row.id, state: row.state, offeredRevision: row.offeredRevision },
    {
      state: 'active',
      activeRevision: row.offeredRevision,
      activeForm: row.offeredForm,
      activeValidity: row.offeredValidity,
      activatedAt: transaction.now,
    },
  );
  if (activated === 0) throw itemHasChanged();
  bridgeService.from(transaction.strapi).enqueue(transaction, {
    connectionId,
    stream: itemStream(row.identity),
    type: 'catalog_item.activated',
    data: { identity: row.identity, revision: row.offeredRevision },
  });
};
