import { withRight } from '../../../shared/actions';
import {
  CONNECTING_VERBS,
  judgeConnectingVerb,
  type ConnectingVerb,
} from '../../../shared/connection-verbs';
import { bridgeService, generateSecret } from '../bridge';
import { getConfig, now } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';
import { createListeners } from '../kernel/listeners';
import type { Page } from '../kernel/pagination';
import { defineService } from '../kernel/service';
import type { Staff } from './callers';
import { createAccepting } from './accept-invitation';
import { createConnectionVerbs, type EndedConnection } from './connection-verbs';
import { viewConnection, type ConnectionView } from './connection-view';
import { connectionRows, consumers, type ConnectionRow } from './content-types';
import { createInviting } from './invite';
import { readInvitation } from './invitation-text';
import { createOpening } from './open-connection';
import { createWebhookReceivers, type EventTypes } from './webhook-receivers';

/** How long a connection is kept in memory: what another node changes is seen this much later. */
const REFS_KEPT_MS = 5_000;

const opened = createListeners<ConnectionRow>();

/** Tells a feature of each new connection, inside the transaction that opens it. */
export const onConnectionOpened = opened.add;

const ended = createListeners<EndedConnection>();

/** Tells a feature of each connection that ends, inside the transaction that ends it. */
export const onConnectionEnded = ended.add;

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

export const connectionsService = defineService('connections', ({ strapi }) => {
  const refs = new Map<number, { ref: ConnectionRef; until: number }>();
  const opening = createOpening({ strapi, onOpened: opened.tell });
  const inviting = createInviting({ strapi, opening });
  const accepting = createAccepting({ strapi, opening });
  const verbs = createConnectionVerbs({ strapi, onEnded: ended.tell });
  const receivers = createWebhookReceivers({ strapi, perform: verbs.perform });
  const view = (row: ConnectionRow, staff: Staff) => viewConnection(strapi, row, staff);

  const find = async (where: { id: number } | { documentId: string }): Promise<ConnectionRow> => {
    const row = await connectionRows.findOne(strapi, where, { populate: ['consumer'] });
    if (row === null) {
      throw new OrderbridgeError('connection.not_found', 'There is no such connection.');
    }
    return row;
  };

  /** The connections on which this instance is a provider, with their consumers. */
  const findConsumerConnections = (): Promise<ConnectionRow[]> =>
    connectionRows.findMany(
      strapi,
      { role: 'provider' },
      { populate: ['consumer'], orderBy: { id: 'asc' } },
    );

  const assertRole = (verb: ConnectingVerb): void => {
    const judged = judgeConnectingVerb(verb, getConfig(strapi).roles);
    if (!judged.allowed) throw new OrderbridgeError(judged.code, judged.reason);
  };

  return {
    /** @throws `connection.role_missing`, and what the pairing refuses */
    async invite(input: { consumer: string; shortCode: string }) {
      assertRole('invite');
      return inviting.invite(input);
    },

    answerPairing: inviting.answer,

    async accept(
      input: { invitation: string; consumer: string },
      staff: Staff,
    ): Promise<ConnectionView> {
      const invitation = readInvitation(input.invitation);
      assertRole('accept-invitation');
      return view(await accepting.accept({ ...input, invitation }), staff);
    },

    async openWebhook(
      input: { consumer: string; shortCode: string; url: string; eventTypes: EventTypes },
      staff: Staff,
    ) {
      assertRole('open-webhook');
      const secret = generateSecret();
      return { ...(await view(await opening.openWebhook(input, secret), staff)), secret };
    },

    changeWebhook: async (
      documentId: string,
      changes: Parameters<typeof receivers.change>[1],
      staff: Staff,
    ): Promise<ConnectionView> => view(await receivers.change(documentId, changes), staff),

    async replaceWebhookSecret(
      documentId: string,
      options: { compromised: boolean },
      staff: Staff,
    ) {
      const { connection, ...secret } = await receivers.replaceSecret(documentId, options);
      return { ...(await view(connection, staff)), ...secret };
    },

    pause: async (documentId: string, staff: Staff): Promise<ConnectionView> =>
      view((await verbs.pause(documentId)).connection, staff),

    resume: async (documentId: string, staff: Staff): Promise<ConnectionView> =>
      view((await verbs.resume(documentId)).connection, staff),

    rotateKeys: async (documentId: string, staff: Staff): Promise<ConnectionView> =>
      view((await verbs.rotateKeys(documentId)).connection, staff),

    end: async (documentId: string, staff: Staff): Promise<ConnectionView> =>
      view((await verbs.end(documentId, staff.actor)).connection, staff),

    async release(documentId: string, stream: string | undefined, staff: Staff) {
      const { connection, result } = await verbs.release(documentId, stream);
      return { ...(await view(connection, staff)), releasedStreams: result };
    },

    /** @throws `connection.not_found` */
    async listParked(documentId: string, page: Page) {
      const { id } = await find({ documentId });
      return bridgeService.from(strapi).parked.list(id, page);
    },

    async list(staff: Staff): Promise<ConnectionView[]> {
      const rows = await connectionRows.findMany(
        strapi,
        {},
        { populate: ['consumer'], orderBy: { id: 'asc' } },
      );
      return Promise.all(rows.map((row) => view(row, staff)));
    },

    /**
     * A consumer with its connections, and how one can be opened.
     *
     * @throws `consumer.not_found`
     */
    async ofConsumer(documentId: string, staff: Staff) {
      const consumer = await consumers.findOne(strapi, { documentId });
      if (consumer === null) {
        throw new OrderbridgeError('consumer.not_found', 'There is no such consumer.');
      }
      const rows = await connectionRows.findMany(
        strapi,
        { consumer: consumer.id },
        { populate: ['consumer'], orderBy: { id: 'asc' } },
      );
      return {
        documentId,
        name: consumer.name,
        connections: await Promise.all(rows.map((row) => view(row, staff))),
        actions: CONNECTING_VERBS.map((verb) =>
          withRight(
            judgeConnectingVerb(verb, getConfig(strapi).roles),
            staff.may('connection.pair'),
          ),
        ),
      };
    },

    /** @throws `connection.not_found` */
    async get(documentId: string, staff: Staff): Promise<ConnectionView> {
      return view(await find({ documentId }), staff);
    },

    findConsumerConnections,

    /** Those over which something can be offered: they have not ended. */
    async findOpenConsumerConnections(): Promise<ConnectionRow[]> {
      const rows = await findConsumerConnections();
      const gone = await bridgeService.from(strapi).findEnded();
      return rows.filter(({ id }) => !gone.has(id));
    },

    /** Ids of the connections over which a consumer buys here, or is sold to. */
    async idsOf(side: { readonly role: ConnectionRow['role']; readonly consumer: number }) {
      const rows = await connectionRows.findMany(strapi, side, { select: ['id'] });
      return rows.map(({ id }) => id);
    },

    /** @throws `connection.not_found` */
    byId: (id: number): Promise<ConnectionRow> => find({ id }),

    /** A connection, from memory where it was asked for a moment ago. */
    async refOf(id: number): Promise<ConnectionRef> {
      const at = now(strapi).getTime();
      const known = refs.get(id);
      if (known && known.until > at) return known.ref;
      const { name, key, role, kind, shortCode, consumer } = await find({ id });
      const ref = { id, name, key, role, kind, shortCode, consumerId: consumer?.id ?? null };
      refs.set(id, { ref, until: at + REFS_KEPT_MS });
      return ref;
    },
  };
});
