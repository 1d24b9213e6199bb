import type { Form } from '../../../shared/form';
import type { CatalogItemMessage } from '../../../shared/messages';
import { audienceService } from '../audience';
import { bridgeService } from '../bridge';
import { connectionsService } from '../connections';
import { recordStateChanges, SYSTEM, type Actor } from '../history';
import { assertFormCompiles } from '../forms';
import { getConfig, hasRole } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';
import { defineService } from '../kernel/service';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { producersService } from '../producers';
import { remoteCatalogItems, type RemoteCatalogItemRow } from './content-types';

/** An item as requesters and applications see it. */
export interface ItemView {
  readonly documentId: string;
  readonly name: string;
  readonly description: string | null;
  readonly category: string | null;
  readonly provider: string;
  readonly revision: number;
  readonly form: Form;
}

/** An item that its consumer can order now, and the connection over which. */
export interface OrderableItem {
  readonly identity: string;
  readonly revision: number;
  readonly connectionId: number;
  /** On the consumer's own instance: what it checks a request with before it asks the provider. */
  readonly mirror: { readonly name: string; readonly form: Form } | null;
}

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

const notFound = () => new OrderbridgeError('item.not_found', 'There is no such item.');

const toView = (row: RemoteCatalogItemRow): ItemView | null =>
  row.activeForm === null || row.activeRevision === null
    ? null
    : {
        documentId: row.documentId,
        name: row.name,
        description: row.description,
        category: row.category,
        provider: row.connection?.name ?? '',
        revision: row.activeRevision,
        form: row.activeForm,
      };

export const remoteCatalogService = defineService('remoteCatalog', ({ strapi }) => {
  const noteState = (
    transaction: Transaction,
    { documentId, state }: Pick<RemoteCatalogItemRow, 'documentId' | 'state'>,
    to: RemoteCatalogItemRow['state'],
    actor: Actor,
  ): void => {
    recordStateChanges(transaction, [
      { subjectType: 'remote-catalog-item', subjectId: documentId, from: state, to, actor },
    ]);
  };

  const activateRow = async (
    transaction: Transaction,
    row: Pick<
      RemoteCatalogItemRow,
      'id' | 'documentId' | 'identity' | 'state' | 'offeredRevision' | 'offeredForm'
    >,
    connectionId: number,
    actor: Actor,
  ): Promise<void> => {
    noteState(transaction, row, 'active', actor);
    // A form that this side cannot check answers with must not become orderable.
    assertFormCompiles(row.offeredForm);
    await remoteCatalogItems.update(
      transaction,
      { id: row.id },
      {
        state: 'active',
        activeRevision: row.offeredRevision,
        activeForm: row.offeredForm,
        activatedAt: transaction.now,
      },
    );
    bridgeService.from(strapi).enqueue(transaction, {
      connectionId,
      stream: `catalog_item/${row.identity}`,
      type: 'catalog_item.activated',
      data: { identity: row.identity, revision: row.offeredRevision },
    });
  };

  const findItem = async (documentId: string) => {
    const row = await remoteCatalogItems.findOne(
      strapi,
      { documentId },
      { populate: ['connection'] },
    );
    if (row?.connection == null) throw notFound();
    return { row, connection: row.connection };
  };

  /** What an application of a webhook consumer can order: the grants of its provider, here. */
  const findGranted = async (consumerId: number): Promise<ItemView[]> => {
    const granted = await audienceService.from(strapi).findActiveForConsumer(consumerId);
    const views = await Promise.all(
      granted.map(async ({ documentId, identity, activeRevision, connection }) => {
        const revision = activeRevision ?? 0;
        const producer = await producersService.from(strapi).findRevision(identity, revision);
        if (producer === null || connection == null) return null;
        const { name, description, form } = producer;
        const provider = getConfig(strapi).organisationName;
        return { documentId, name, description, category: null, provider, revision, form };
      }),
    );
    return views.filter((view) => view !== null);
  };

  const findActive = (
    consumerId: number,
    where: { documentId?: string } = {},
  ): Promise<RemoteCatalogItemRow[]> =>
    remoteCatalogItems.findMany(
      strapi,
      {
        ...where,
        activeRevision: { $notNull: true },
        connection: { role: 'consumer', consumer: consumerId },
      },
      { populate: ['connection'], orderBy: { name: 'asc' } },
    );

  return {
    /** Takes in what the provider offers, and activates it where the connection is set to. */
    async mirrorOffer(
      transaction: Transaction,
      connectionId: number,
      { identity, revision, name, description, form }: CatalogItemMessage,
    ): Promise<void> {
      const known = await remoteCatalogItems.findOne(strapi, {
        identity,
        connection: connectionId,
      });
      const offer = { name, description, offeredRevision: revision, offeredForm: form };
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
        await remoteCatalogItems.update(transaction, { id: known.id }, { ...offer, state });
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
      if (known?.activeRevision === revision || state === 'inactive') return;
      const { autoActivate } = await connectionsService.from(strapi).byId(connectionId);
      if (autoActivate && doesCompile(form)) {
        const offered = { ...row, identity, state, offeredRevision: revision, offeredForm: form };
        await activateRow(transaction, offered, connectionId, SYSTEM);
      }
    },

    /** Takes an item away: it can no longer be ordered; what was ordered goes on. */
    async mirrorWithdrawal(
      transaction: Transaction,
      connectionId: number,
      identity: string,
    ): Promise<void> {
      const known = await remoteCatalogItems.findOne(strapi, {
        identity,
        connection: connectionId,
      });
      if (known === null || known.state === 'withdrawn') return;
      await remoteCatalogItems.update(
        transaction,
        { id: known.id },
        { state: 'withdrawn', activeRevision: null, activeForm: null },
      );
      noteState(transaction, known, 'withdrawn', PROVIDER);
    },

    /**
     * Makes the offered revision orderable here.
     *
     * @throws `item.not_found`, `item.not_offered` where the provider has withdrawn it
     */
    activate: (documentId: string, actor: Actor) =>
      inTransaction(strapi, async (transaction) => {
        const { row, connection } = await findItem(documentId);
        if (row.state === 'withdrawn') {
          throw new OrderbridgeError('item.not_offered', 'The provider has withdrawn this item.');
        }
        if (row.activeRevision !== row.offeredRevision) {
          await activateRow(transaction, row, connection.id, actor);
        }
        return { documentId, state: 'active', activeRevision: row.offeredRevision };
      }),

    /** @throws `item.not_found` */
    deactivate: (documentId: string, actor: Actor) =>
      inTransaction(strapi, async (transaction) => {
        const { row, connection } = await findItem(documentId);
        if (row.activeRevision !== null) {
          await remoteCatalogItems.update(
            transaction,
            { id: row.id },
            { state: 'inactive', activeRevision: null, activeForm: null },
          );
          noteState(transaction, row, 'inactive', actor);
          bridgeService.from(strapi).enqueue(transaction, {
            connectionId: connection.id,
            stream: `catalog_item/${row.identity}`,
            type: 'catalog_item.deactivated',
            data: { identity: row.identity },
          });
        }
        const state = row.activeRevision === null ? row.state : 'inactive';
        return { documentId, state, activeRevision: null };
      }),

    async listOrderable(consumerId: number): Promise<ItemView[]> {
      const mirrored = (await findActive(consumerId)).map(toView);
      return [...mirrored.filter((view) => view !== null), ...(await findGranted(consumerId))];
    },

    /** @throws `item.not_found` also for what belongs to another consumer */
    async getOrderable(consumerId: number, documentId: string): Promise<ItemView> {
      const items = await this.listOrderable(consumerId);
      const item = items.find((candidate) => candidate.documentId === documentId);
      if (item === undefined) throw notFound();
      return item;
    },

    /**
     * The item of one line of a request, on either side.
     *
     * @throws `item.not_found` also for what belongs to another consumer
     */
    async findToOrder(consumerId: number, documentId: string): Promise<OrderableItem> {
      if (hasRole(strapi, 'provider')) {
        const grant = await audienceService.from(strapi).findGrantToOrder(consumerId, documentId);
        if (grant) return { ...grant, mirror: null };
      }
      const [row] = await findActive(consumerId, { documentId });
      if (row?.activeForm == null || row.activeRevision === null || row.connection == null) {
        throw notFound();
      }
      return {
        identity: row.identity,
        revision: row.activeRevision,
        connectionId: row.connection.id,
        mirror: { name: row.name, form: row.activeForm },
      };
    },
  };
});
