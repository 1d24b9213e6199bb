import type { Core } from '@strapi/strapi';
import { judgeConnectionVerb, type ConnectionVerb } from '../../../shared/connection-verbs';
import { recordAct } from '../audit';
import { bridgeService } from '../bridge';
import type { Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { lockAudience } from './audience-lock';
import { connectionRows, type ConnectionRow } from './content-types';
import { dropOffers, offerKeys, rotationOf } from './key-rotation';

/** A connection that somebody has just ended. */
export interface EndedConnection {
  readonly connection: ConnectionRow;
  readonly actor: Actor;
}

/** What people do with a connection that is open, whichever kind it is of. */
export const createConnectionVerbs = ({
  strapi,
  onEnded,
}: {
  strapi: Core.Strapi;
  onEnded: (transaction: Transaction, ended: EndedConnection) => Promise<void>;
}) => {
  const bridge = () => bridgeService.from(strapi);

  /** The connection that an address names, held until the change is over. */
  const hold = async (transaction: Transaction, documentId: string, verb: ConnectionVerb) => {
    const known = await connectionRows.findOne(strapi, { documentId });
    // Its link is held and not its own row: that one is held by whoever writes what belongs to it.
    const link =
      known &&
      (await bridge().links.holdByConnection(transaction, known.id, { alone: verb === 'end' }));
    const connection = await connectionRows.findOne(
      strapi,
      { documentId },
      { populate: ['consumer'] },
    );
    if (connection === null || link === null) {
      throw new OrderbridgeError('connection.not_found', 'There is no such connection.');
    }
    return { connection, link };
  };

  type Held = Awaited<ReturnType<typeof hold>>;

  const assertAllowed = async (
    transaction: Transaction,
    verb: ConnectionVerb,
    { connection, link }: Held,
  ) => {
    const { kind } = connection;
    const blockedStreams = await bridge().parked.count(transaction, link.id);
    const known = await bridge().keys.describe(link.id);
    const isRotating = (await rotationOf(strapi, connection.id, known)) !== null;
    const judged = judgeConnectionVerb(verb, {
      kind,
      state: link.state,
      blockedStreams,
      isRotating,
    });
    if (!judged.allowed) throw new OrderbridgeError(judged.code, judged.reason);
  };

  /** Lets nobody begin anything over a connection any more. */
  const closeToAll = (documentId: string): Promise<void> =>
    inTransaction(strapi, async (transaction) => {
      const connection = await connectionRows.findOne(strapi, { documentId });
      const link = connection && (await bridge().links.findByConnection(connection.id));
      if (link) await bridge().states.beginEnd(transaction, link.id);
    });

  const perform = <Result>(
    documentId: string,
    verb: ConnectionVerb,
    change: (transaction: Transaction, held: Held) => Promise<Result>,
  ): Promise<{ connection: ConnectionRow; result: Result }> =>
    inTransaction(strapi, async (transaction) => {
      // Who publishes at this moment comes before, and is seen, or after, and sees this.
      if (verb === 'end') await lockAudience(transaction);
      const held = await hold(transaction, documentId, verb);
      await assertAllowed(transaction, verb, held);
      const { connection } = held;
      recordAct(transaction, { type: 'connection', documentId, name: connection.name });
      return { connection, result: await change(transaction, held) };
    });

  return {
    perform,

    /**
     * Stops sending. What comes up waits in the outbox, and what the peer sends is taken in.
     *
     * @throws `connection.not_found`, `connection.paused`, `connection.ended`
     */
    pause: (documentId: string) =>
      perform(documentId, 'pause', (transaction, { link }) =>
        bridge().states.pause(transaction, link.id),
      ),

    /**
     * Sends again what has waited, and looks whether the peer is there.
     *
     * @throws `connection.not_found`, `connection.not_paused`, `connection.ended`
     */
    async resume(documentId: string) {
      const resumed = await perform(documentId, 'resume', (transaction, { link }) =>
        bridge().states.resume(transaction, link.id),
      );
      if (resumed.connection.kind === 'instance') await bridge().greet(resumed.connection.id);
      return resumed;
    },

    /**
     * Lets one stream that is parked go on, or all of them, each with the message that it was parked at.
     *
     * @throws `connection.not_found`, `connection.nothing_parked`, also where that stream is not
     * parked, `connection.ended`
     */
    release: (documentId: string, stream?: string) =>
      perform(documentId, 'release', async (transaction, { link }) => {
        const released = await bridge().parked.release(transaction, link.id, stream);
        if (released === 0) {
          const text = 'That stream of this connection is not parked.';
          throw new OrderbridgeError('connection.nothing_parked', text);
        }
        return released;
      }),

    /**
     * Begins to agree on new keys with the peer.
     *
     * @throws `connection.not_found`, `connection.not_an_instance`, `connection.paused`,
     * `connection.ended`, `connection.rotation_pending`, `connection.encryption_key_missing`
     */
    rotateKeys: (documentId: string) =>
      perform(documentId, 'rotate-keys', (transaction, { connection }) =>
        offerKeys(transaction, connection.id),
      ),

    /**
     * Ends a connection for ever: nothing is sent or taken in any more, and what this side signs with is
     * erased. What was ordered over it stays to be read. It is closed first, in a change of its own; where
     * the rest fails, nothing passes any more, and the same verb ends it.
     *
     * @throws `connection.not_found`, `connection.ended`
     */
    async end(documentId: string, actor: Actor) {
      await closeToAll(documentId);
      return perform(documentId, 'end', async (transaction, { connection, link }) => {
        await bridge().states.end(transaction, link.id);
        await dropOffers(transaction, connection.id);
        await onEnded(transaction, { connection, actor });
      });
    },
  };
};
