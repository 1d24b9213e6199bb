import type { Form } from '../../../shared/form';
import { judgeValidity } from '../../../shared/judge-validity';
import type { ProducerKind } from '../../../shared/producer-states';
import { itemStream } from '../../../shared/streams';
import { audienceService, type ActiveGrant } from '../audience';
import { recordAct, type Subject } from '../audit';
import { bridgeService } from '../bridge';
import { connectionsService } from '../connections';
import type { Actor } from '../history';
import { getConfig, hasRole, now } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';
import type { Page } from '../kernel/pagination';
import { defineService } from '../kernel/service';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { producersService } from '../producers';
import { activateItem, itemHasChanged, noteItemState, NOTHING_ACTIVE } from './activate-item';
import { remoteCatalogItems, type RemoteCatalogItemRow } from './content-types';
import { findActivePart, toGrantedView, toMirroredView, type ItemView } from './item-view';
import { mirrorArchive, mirrorOffer, mirrorWithdrawal } from './mirror';

/** An item that its consumer can order now, and the connection over which. */
export interface OrderableItem {
  readonly identity: string;
  readonly revision: number;
  readonly connectionId: number;
  /** On the consumer's own instance: what it checks a request with before it asks the provider. */
  readonly mirror: {
    readonly kind: ProducerKind;
    readonly name: string;
    readonly form: Form;
  } | null;
}

const subjectOf = ({ documentId, name }: RemoteCatalogItemRow): Subject => ({
  type: 'remote-catalog-item',
  documentId,
  name,
});

const ofConsumer = (consumerId: number) => ({ role: 'consumer', consumer: consumerId }) as const;

const connectionEnded = () =>
  new OrderbridgeError(
    'connection.ended',
    'The connection to this provider has ended: nothing can be ordered over it any more.',
  );

const notFound = () => new OrderbridgeError('item.not_found', 'There is no such item.');

export const remoteCatalogService = defineService('remoteCatalog', ({ strapi }) => {
  const findItem = async (documentId: string) => {
    const row = await remoteCatalogItems.findOne(
      strapi,
      { documentId },
      { populate: ['connection'] },
    );
    if (row?.connection == null) throw notFound();
    return { row, connection: row.connection };
  };

  /** An item for somebody who changes what can be ordered of it, and whether its connection is open still. */
  const findHeld = async (transaction: Transaction, documentId: string) => {
    const { connection } = await findItem(documentId);
    const standing = await bridgeService.from(strapi).hold(transaction, connection.id);
    return { ...(await findItem(documentId)), isOpen: standing === 'open' };
  };

  /** What an application of a webhook consumer can order: a grant of its provider, here. */
  const viewGrant = async (grant: ActiveGrant): Promise<ItemView> => {
    const { documentId, identity, revision, language } = grant;
    const item = await producersService.from(strapi).itemFor(identity, revision, language);
    const provider = getConfig(strapi).organisationName;
    return toGrantedView(item, { documentId, provider, at: now(strapi) });
  };

  /** What can be ordered over connections that nobody has ended, here or at the provider. */
  const activeAt = async (consumerId: number) => {
    const ids = await connectionsService.from(strapi).idsOf(ofConsumer(consumerId));
    const ended = await bridgeService.from(strapi).findEnded(ids, { orLeft: true });
    return {
      activeRevision: { $notNull: true },
      connection: { id: { $in: ids.filter((id) => !ended.has(id)) } },
    };
  };

  const findActive = async (
    consumerId: number,
    documentId: string,
  ): Promise<RemoteCatalogItemRow | null> =>
    remoteCatalogItems.findOne(
      strapi,
      { documentId, ...(await activeAt(consumerId)) },
      { populate: ['connection'] },
    );

  /** Why there is nothing to order: the consumer had it, and its connection has ended; or there is none. */
  const whyNotFound = async (consumerId: number, documentId: string): Promise<OrderbridgeError> => {
    const row = await remoteCatalogItems.findOne(
      strapi,
      { documentId, connection: ofConsumer(consumerId) },
      { populate: ['connection'] },
    );
    const connectionId =
      row?.connection?.id ??
      (await audienceService.from(strapi).findConnectionOfGrant(consumerId, documentId));
    if (connectionId === undefined) return notFound();
    const ended = await bridgeService.from(strapi).findEnded([connectionId], { orLeft: true });
    return ended.has(connectionId) ? connectionEnded() : notFound();
  };

  return {
    mirrorOffer,
    mirrorWithdrawal,
    mirrorArchive,

    /**
     * Makes the offered revision orderable here.
     *
     * @throws `item.not_found`, `connection.ended`, `item.not_offered` where the provider has withdrawn
     * it, `producer.form_invalid`
     */
    activate: (documentId: string, actor: Actor) =>
      inTransaction(strapi, async (transaction) => {
        const { row, connection, isOpen } = await findHeld(transaction, documentId);
        if (!isOpen) throw connectionEnded();
        if (row.state === 'withdrawn') {
          throw new OrderbridgeError('item.not_offered', 'The provider has withdrawn this item.');
        }
        if (row.activeRevision !== row.offeredRevision) {
          await activateItem(transaction, row, connection.id, actor);
          recordAct(transaction, subjectOf(row));
        }
        return { documentId, state: 'active', activeRevision: row.offeredRevision };
      }),

    /** @throws `item.not_found` */
    deactivate: (documentId: string, actor: Actor) =>
      inTransaction(strapi, async (transaction) => {
        const { row, connection } = await findHeld(transaction, documentId);
        if (row.activeRevision !== null) {
          const deactivated = await remoteCatalogItems.update(
            transaction,
            { id: row.id, activeRevision: row.activeRevision },
            { state: 'inactive', ...NOTHING_ACTIVE },
          );
          if (deactivated === 0) throw itemHasChanged();
          recordAct(transaction, subjectOf(row));
          noteItemState(transaction, row, 'inactive', actor);
          bridgeService.from(strapi).enqueue(transaction, {
            connectionId: connection.id,
            stream: itemStream(row.identity),
            type: 'catalog_item.deactivated',
            data: { identity: row.identity },
          });
        }
        const state = row.activeRevision === null ? row.state : 'inactive';
        return { documentId, state, activeRevision: null };
      }),

    /**
     * What is active, also where its validity does not let it be ordered now: what is mirrored here by
     * name, and behind it what is granted here.
     */
    async listOrderable(consumerId: number, { offset, limit, withCount }: Page) {
      const audience = audienceService.from(strapi);
      const active = await activeAt(consumerId);
      const mirrored = await remoteCatalogItems.count(strapi, active);
      const rows =
        offset < mirrored
          ? await remoteCatalogItems.findMany(strapi, active, {
              populate: ['connection'],
              orderBy: [{ name: 'asc' }, { id: 'asc' }],
              offset,
              limit,
            })
          : [];
      const grants = await audience.findActiveGrants(consumerId, {
        offset: Math.max(0, offset - mirrored),
        limit: limit - rows.length,
      });
      const at = now(strapi);
      return {
        rows: [
          ...rows.map((row) => toMirroredView(row, at)).filter((view) => view !== null),
          ...(await Promise.all(grants.map(viewGrant))),
        ],
        total: withCount ? mirrored + (await audience.countActiveGrants(consumerId)) : undefined,
      };
    },

    /** @throws `item.not_found` also for what belongs to another consumer */
    async getOrderable(consumerId: number, documentId: string): Promise<ItemView> {
      const row = await findActive(consumerId, documentId);
      const mirrored = row && toMirroredView(row, now(strapi));
      if (mirrored !== null) return mirrored;
      const grant = await audienceService.from(strapi).findActiveGrant(consumerId, documentId);
      if (grant === undefined) throw notFound();
      return viewGrant(grant);
    },

    /**
     * The item of one line of a request, on either side. The provider looks at the validity itself, as
     * it places the order.
     *
     * @throws `item.not_found` also for what belongs to another consumer, `connection.ended`,
     * `item.not_yet_valid`, `item.no_longer_valid`
     */
    async findToOrder(consumerId: number, documentId: string): Promise<OrderableItem> {
      if (hasRole(strapi, 'provider')) {
        const grant = await audienceService.from(strapi).findActiveGrant(consumerId, documentId);
        if (grant !== undefined) {
          const { identity, revision, connectionId } = grant;
          return { identity, revision, connectionId, mirror: null };
        }
      }
      const row = await findActive(consumerId, documentId);
      const active = row && findActivePart(row);
      if (row?.connection == null || active === null) {
        throw await whyNotFound(consumerId, documentId);
      }
      const { identity, kind, name, connection } = row;
      const { revision, form, validity } = active;
      const orderable = judgeValidity(name, validity, now(strapi));
      if (!orderable.allowed) {
        throw new OrderbridgeError(orderable.code, orderable.reason, { validity });
      }
      return { identity, revision, connectionId: connection.id, mirror: { kind, name, form } };
    },
  };
});
