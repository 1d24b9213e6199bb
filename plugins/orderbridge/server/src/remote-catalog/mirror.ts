import type { Form } from '../../../shared/form';
import type { CatalogItemMessage } from '../../../shared/messages';
import { connectionsService } from '../connections';
import { assertFormCompiles } from '../forms';
import { recordStateChanges, SYSTEM, type Actor } from '../history';
import { rowsOf, type Transaction } from '../kernel/transaction';
import { activateItem, noteItemState, NOTHING_ACTIVE } from './activate-item';
import { remoteCatalogItems, type RemoteCatalogItemRow } from './content-types';

const PROVIDER: Actor = { kind: 'peer', id: null, name: 'Provider' };

const doesCompile = (form: Form): boolean => {
  try {
    assertFormCompiles(form);
    return true;
  } catch {
    // Whoever activates it by hand is told why it cannot be; the offer itself is taken in.
    return false;
  }
};

const ITEMS = 'orderbridge_remote_catalog_items';

/**
 * The item as it stands, held until the change is over: whoever activates it at this moment waits, so
 * that what the provider says is never refused for it.
 */
const findMirror = async (
  transaction: Transaction,
  connectionId: number,
  identity: string,
): Promise<RemoteCatalogItemRow | null> => {
  await rowsOf(
    transaction
      .table(ITEMS)
      .where({ connection_id: connectionId, identity })
      .forUpdate()
      .select('id'),
  );
  return remoteCatalogItems.findOne(transaction.strapi, { identity, connection: connectionId });
};

const toOffer = (item: CatalogItemMessage) => ({
  kind: item.kind,
  name: item.name,
  description: item.description,
  image: item.image,
  offeredRevision: item.revision,
  offeredForm: item.form,
  offeredValidity: item.validity,
});

/** What is active follows at once: the item’s dates, and the words of that very revision. */
const toActive = (item: CatalogItemMessage, known: RemoteCatalogItemRow) =>
  known.activeRevision === null
    ? {}
    : {
        activeValidity: item.validity,
        // What is ordered by a revision never changes, only in which words it is asked for.
        ...(known.activeRevision === item.revision &&
          doesCompile(item.form) && { activeForm: item.form }),
      };

/** Activates what is offered, where the connection is set to and nothing speaks against it. */
const activateByItself = async (
  transaction: Transaction,
  row: Parameters<typeof activateItem>[1],
  connectionId: number,
): Promise<void> => {
  const { autoActivate } = await connectionsService.from(transaction.strapi).byId(connectionId);
  if (!autoActivate || !doesCompile(row.offeredForm)) return;
  await activateItem(transaction, row, connectionId, SYSTEM);
};

/** Takes in what the provider offers, and activates it where the connection is set to. */
export const mirrorOffer = async (
  transaction: Transaction,
  connectionId: number,
  item: CatalogItemMessage,
): Promise<void> => {
  const { identity } = item;
  const known = await findMirror(transaction, connectionId, identity);
  const offer = toOffer(item);
  const state = known === null || known.state === 'withdrawn' ? 'pending' : known.state;
  const row =
    known ??
    (await remoteCatalogItems.insertOne(transaction, {
      identity,
      connection: connectionId,
      state,
      ...offer,
    }));
  if (known !== null) {
    await remoteCatalogItems.update(
      transaction,
      { id: known.id },
      // The state is somebody's here: written only where the offer itself changes it.
      { ...offer, ...toActive(item, known), ...(known.state !== state && { state }) },
    );
  }
  if (known?.state !== state) {
    recordStateChanges(transaction, [
      {
        subjectType: 'remote-catalog-item',
        subjectId: row.documentId,
        from: known?.state ?? null,
        to: state,
        actor: PROVIDER,
      },
    ]);
  }
  // What somebody here took out of the catalogue does not come back by itself.
  if (known?.activeRevision === item.revision || state === 'inactive') return;
  await activateByItself(transaction, { ...row, ...offer, identity, state }, connectionId);
};

/** Takes an item away: it can no longer be ordered; what was ordered goes on. */
export const mirrorWithdrawal = async (
  transaction: Transaction,
  connectionId: number,
  identity: string,
): Promise<void> => {
  const known = await findMirror(transaction, connectionId, identity);
  if (known === null || known.state === 'withdrawn') return;
  await remoteCatalogItems.update(
    transaction,
    { id: known.id },
    { state: 'withdrawn', ...NOTHING_ACTIVE },
  );
  noteItemState(transaction, known, 'withdrawn', PROVIDER);
};

/**
 * Ends a revision that is active here: it can no longer be ordered. A newer one that is offered is
 * activated where the connection is set to; otherwise the item waits for somebody.
 */
export const mirrorArchive = async (
  transaction: Transaction,
  connectionId: number,
  { identity, revision }: { identity: string; revision: number },
): Promise<void> => {
  const known = await findMirror(transaction, connectionId, identity);
  if (known?.activeRevision !== revision) return;
  const ended = await remoteCatalogItems.update(
    transaction,
    { id: known.id, activeRevision: revision },
    { state: 'pending', ...NOTHING_ACTIVE },
  );
  // Somebody here has activated another one, or none, at this moment.
  if (ended === 0) return;
  noteItemState(transaction, known, 'pending', PROVIDER);
  if (known.offeredRevision <= revision) return;
  await activateByItself(transaction, { ...known, state: 'pending' }, connectionId);
};
