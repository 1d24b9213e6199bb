import { bridgeService, generateSecret, type LinkHealth } from '../bridge';
import { now } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';
import { createListeners } from '../kernel/listeners';
import { defineService } from '../kernel/service';
import { connectionRows, type ConnectionRow } from './content-types';
import { createPairing } from './pairing';
import { createWebhookReceivers, type EventTypes } from './webhook-receivers';

/** How long a connection is kept in memory: what another node changes is seen this much later. */
const REFS_KEPT_MS = 5_000;

const opened = createListeners<ConnectionRow>();

/** Tells a feature of each new connection, inside the transaction that opens it. */
export const onConnectionOpened = opened.add;

/** What others need to know of a connection while they handle one request. */
export interface ConnectionRef {
  readonly id: number;
  readonly name: string;
  readonly key: string;
  readonly role: ConnectionRow['role'];
  readonly kind: ConnectionRow['kind'];
  readonly shortCode: string;
  readonly consumerId: number | null;
}

export interface ConnectionView {
  readonly documentId: string;
  readonly name: string;
  readonly role: ConnectionRow['role'];
  readonly kind: ConnectionRow['kind'];
  readonly shortCode: string;
  readonly peerUrl: string;
  /** Of a webhook receiver: the types that it gets; null for all of them. */
  readonly eventTypes: readonly string[] | null;
  readonly autoActivate: boolean;
  readonly consumer: { readonly documentId: string; readonly name: string } | null;
  readonly health: LinkHealth | null;
}

export const connectionsService = defineService('connections', ({ strapi }) => {
  const refs = new Map<number, { ref: ConnectionRef; until: number }>();
  const pairing = createPairing({
    strapi,
    onOpened: opened.tell,
  });
  const receivers = createWebhookReceivers({ strapi });

  const view = async (row: ConnectionRow): Promise<ConnectionView> => ({
    documentId: row.documentId,
    name: row.name,
    role: row.role,
    kind: row.kind,
    shortCode: row.shortCode,
    peerUrl: row.peerUrl,
    eventTypes:
      row.kind === 'webhook'
        ? await bridgeService.from(strapi).subscriptions.ofConnection(row.id)
        : null,
    autoActivate: row.autoActivate,
    consumer: row.consumer
      ? { documentId: row.consumer.documentId, name: row.consumer.name }
      : null,
    health: await bridgeService.from(strapi).links.healthOf(row.id),
  });

  return {
    invite: pairing.invite,
    answerPairing: pairing.answer,

    async accept(input: { invitation: string; consumer: string }): Promise<ConnectionView> {
      return view(await pairing.accept(input));
    },

    async openWebhook(input: {
      consumer: string;
      shortCode: string;
      url: string;
      eventTypes: EventTypes;
    }) {
      const secret = generateSecret();
      return { ...(await view(await pairing.openWebhook(input, secret))), secret };
    },

    changeWebhook: async (
      documentId: string,
      changes: Parameters<typeof receivers.change>[1],
    ): Promise<ConnectionView> => view(await receivers.change(documentId, changes)),

    async replaceWebhookSecret(documentId: string, options: { compromised: boolean }) {
      const { connection, ...secret } = await receivers.replaceSecret(documentId, options);
      return { ...(await view(connection)), ...secret };
    },

    async list(): Promise<ConnectionView[]> {
      const rows = await connectionRows.findMany(
        strapi,
        {},
        { populate: ['consumer'], orderBy: { id: 'asc' } },
      );
      return Promise.all(rows.map(view));
    },

    /** @throws `connection.not_found` */
    async get(documentId: string): Promise<ConnectionView> {
      const row = await connectionRows.findOne(strapi, { documentId }, { populate: ['consumer'] });
      if (row === null) {
        throw new OrderbridgeError('connection.not_found', 'There is no such connection.');
      }
      return view(row);
    },

    /** The connections on which this instance is a provider, with their consumers. */
    findConsumerConnections: (): Promise<ConnectionRow[]> =>
      connectionRows.findMany(
        strapi,
        { role: 'provider' },
        { populate: ['consumer'], orderBy: { id: 'asc' } },
      ),

    /** @throws `connection.not_found` */
    async byId(id: number): Promise<ConnectionRow> {
      const row = await connectionRows.findOne(strapi, { id }, { populate: ['consumer'] });
      if (row === null) {
        throw new OrderbridgeError('connection.not_found', 'There is no such connection.');
      }
      return row;
    },

    /** A connection, from memory where it was asked for a moment ago. */
    async refOf(id: number): Promise<ConnectionRef> {
      const at = now(strapi).getTime();
      const known = refs.get(id);
      if (known && known.until > at) return known.ref;
      const { name, key, role, kind, shortCode, consumer } = await this.byId(id);
      const ref = { id, name, key, role, kind, shortCode, consumerId: consumer?.id ?? null };
      refs.set(id, { ref, until: at + REFS_KEPT_MS });
      return ref;
    },
  };
});
