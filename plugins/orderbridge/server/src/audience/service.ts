import type { Form } from '../../../shared/form';
import type { CatalogItemMessage } from '../../../shared/messages';
import { bridgeService } from '../bridge';
import type { ConnectionRow } from '../connections';
import { recordStateChanges, SYSTEM, type Actor } from '../history';
import { digestOf } from '../kernel/digest';
import { OrderbridgeError } from '../kernel/errors';
import { defineService } from '../kernel/service';
import { rowsOf, type Transaction } from '../kernel/transaction';
import { entitlements, type EntitlementRow } from './content-types';
import { matchesConsumer } from './match-consumer';

/** The published revision of a producer, with the rules that say who gets it; one that holds is enough. */
export interface OfferedProducer {
  readonly identity: string;
  readonly revision: number;
  readonly name: string;
  readonly description: string | null;
  readonly form: Form;
  readonly rules: readonly unknown[];
}

const toItem = ({
  identity,
  revision,
  name,
  description,
  form,
}: OfferedProducer): CatalogItemMessage => ({ identity, revision, name, description, form });

const isEntitled = (producer: OfferedProducer, { consumer }: ConnectionRow): boolean =>
  consumer != null && producer.rules.some((rule) => matchesConsumer(rule, consumer));

const ENTITLEMENTS = 'orderbridge_entitlements';

interface StandingRow {
  readonly grant: EntitlementRow['grant'];
  readonly offered_revision: number;
  readonly active_revision: number | null;
}

/** What a line of a revision is refused with that is no longer the one to order. */
export const outdatedRevision = (asked: number, active: number): OrderbridgeError =>
  new OrderbridgeError(
    'item.revision_outdated',
    `Revision ${String(asked)} can no longer be ordered; revision ${String(active)} can.`,
    { revision: active },
  );

export const audienceService = defineService('audience', ({ strapi }) => {
  const send = (
    transaction: Transaction,
    connection: ConnectionRow,
    type: string,
    data: CatalogItemMessage | { identity: string },
  ) => {
    bridgeService.from(strapi).enqueue(transaction, {
      connectionId: connection.id,
      stream: `catalog_item/${data.identity}`,
      type,
      data,
    });
  };

  const noteGrant = (
    transaction: Transaction,
    entitlementId: string,
    from: EntitlementRow['grant'] | null,
    to: EntitlementRow['grant'],
  ) => {
    recordStateChanges(transaction, [
      { subjectType: 'entitlement', subjectId: entitlementId, from, to, actor: SYSTEM },
    ]);
  };

  const grant = async (
    transaction: Transaction,
    connection: ConnectionRow,
    item: CatalogItemMessage,
    known: EntitlementRow | undefined,
  ): Promise<void> => {
    const sentHash = digestOf(item);
    // A receiver of webhooks has no catalogue of its own to take the item into: offered is active.
    const isWebhook = connection.kind === 'webhook';
    const values = {
      grant: 'granted' as const,
      offeredRevision: item.revision,
      sentHash,
      ...(isWebhook && { activation: 'active', activeRevision: item.revision }),
    };
    if (known === undefined) {
      const { documentId } = await entitlements.insertOne(transaction, {
        identity: item.identity,
        connection: connection.id,
        activation: 'pending',
        firstRevision: item.revision,
        ...values,
      });
      noteGrant(transaction, documentId, null, 'granted');
      send(transaction, connection, 'catalog_item.offered', item);
    } else if (known.grant === 'withdrawn') {
      await entitlements.update(
        transaction,
        { id: known.id },
        { activation: 'pending', firstRevision: item.revision, ...values },
      );
      noteGrant(transaction, known.documentId, 'withdrawn', 'granted');
      send(transaction, connection, 'catalog_item.offered', item);
    } else if (known.sentHash !== sentHash) {
      await entitlements.update(transaction, { id: known.id }, values);
      send(transaction, connection, 'catalog_item.changed', item);
    }
  };

  const withdraw = async (
    transaction: Transaction,
    connection: ConnectionRow,
    known: EntitlementRow,
  ): Promise<void> => {
    await entitlements.update(
      transaction,
      { id: known.id },
      { grant: 'withdrawn', activation: 'inactive', activeRevision: null },
    );
    noteGrant(transaction, known.documentId, 'granted', 'withdrawn');
    send(transaction, connection, 'catalog_item.withdrawn', { identity: known.identity });
  };

  return {
    /**
     * Brings the grants of one identity in line, by difference: what a consumer has keeps its id, and
     * nothing is sent to whom nothing changes.
     */
    async reconcile(
      transaction: Transaction,
      identity: string,
      producer: OfferedProducer | null,
      connections: readonly ConnectionRow[],
    ): Promise<void> {
      const rows = await entitlements.findMany(
        strapi,
        { identity, connection: { $in: connections.map(({ id }) => id) } },
        { populate: ['connection'] },
      );
      const byConnection = new Map(rows.map((row) => [row.connection?.id, row]));
      for (const connection of connections) {
        const known = byConnection.get(connection.id);
        if (producer !== null && isEntitled(producer, connection)) {
          await grant(transaction, connection, toItem(producer), known);
        } else if (known?.grant === 'granted') {
          await withdraw(transaction, connection, known);
        }
      }
    },

    /** Mirrors what the consumer did with an item that it was offered. */
    async mirrorActivation(
      transaction: Transaction,
      connectionId: number,
      { identity, revision }: { identity: string; revision: number | null },
      actor: Actor,
    ): Promise<void> {
      const known = await entitlements.findOne(strapi, { identity, connection: connectionId });
      if (known === null || known.grant !== 'granted') {
        // The grant was withdrawn while the message was under way; the withdrawal is on its way too.
        return;
      }
      if (
        revision !== null &&
        (revision < known.firstRevision || revision > known.offeredRevision)
      ) {
        // Offered under a grant that has ended meanwhile, or never: nothing can be ordered by it.
        return;
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
    },

    /**
     * Checks that a connection may order a revision now.
     *
     * @throws `item.not_offered`, `item.not_active`, `item.revision_outdated` with the active revision
     */
    async assertOrderable(
      transaction: Transaction,
      connectionId: number,
      { identity, revision }: { identity: string; revision: number },
    ): Promise<void> {
      const [known] = await rowsOf<StandingRow>(
        transaction
          .table(ENTITLEMENTS)
          .where({ connection_id: connectionId, identity })
          .select('grant', 'offered_revision', 'active_revision'),
      );
      if (known?.grant !== 'granted') {
        throw new OrderbridgeError('item.not_offered', 'This item is not offered to you.');
      }
      // The consumer owns its activation, and it travels in another stream than its orders: a line of
      // the offered revision may arrive before the news that this revision was activated.
      const isNewlyActivated =
        revision === known.offered_revision && revision > (known.active_revision ?? 0);
      if (isNewlyActivated || revision === known.active_revision) return;
      if (known.active_revision === null) {
        throw new OrderbridgeError('item.not_active', 'This item is not active in your catalogue.');
      }
      throw outdatedRevision(revision, known.active_revision);
    },

    /** A grant that an application of the consumer can order by, on the provider itself. */
    async findGrantToOrder(
      consumerId: number,
      documentId: string,
    ): Promise<{ identity: string; revision: number; connectionId: number } | null> {
      const [row] = await rowsOf<{ identity: string; revision: number; connection: number }>(
        strapi.db
          .getConnection(`${ENTITLEMENTS} as e`)
          .join('orderbridge_connections as c', 'c.id', 'e.connection_id')
          .where({
            'e.document_id': documentId,
            'e.grant': 'granted',
            'e.activation': 'active',
            'c.consumer_id': consumerId,
            'c.role': 'provider',
            'c.kind': 'webhook',
          })
          .select('e.identity', 'e.active_revision as revision', 'e.connection_id as connection'),
      );
      return row
        ? { identity: row.identity, revision: row.revision, connectionId: row.connection }
        : null;
    },

    /** What the webhook connections of a consumer may order, for applications of that consumer. */
    findActiveForConsumer: (consumerId: number) =>
      entitlements.findMany(
        strapi,
        {
          grant: 'granted',
          activation: 'active',
          connection: { role: 'provider', kind: 'webhook', consumer: consumerId },
        },
        { populate: ['connection'], orderBy: { id: 'asc' } },
      ),
  };
});
