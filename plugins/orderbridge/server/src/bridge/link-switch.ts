import type { Core } from '@strapi/strapi';
import { inTransaction, type Transaction } from '../kernel/transaction';
import type { createLinkKeys } from './link-keys';
import type { createLinks } from './links';
import { lockStreams } from './streams-out';
import { commandRepository, ENDED_STATES, linkRepository, TABLES, type LinkRow } from './tables';

/** Who lets a link send, who stops it and who ends it. Only over one that has ended nothing is taken in. */
export const createLinkSwitch = ({
  strapi,
  links,
  keys,
  wake,
}: {
  strapi: Core.Strapi;
  links: Pick<ReturnType<typeof createLinks>, 'makeDue'>;
  keys: Pick<ReturnType<typeof createLinkKeys>, 'eraseSigning'>;
  wake: (linkId: number) => void;
}) => {
  /** When this process stopped which link, by the clock of `performance`. */
  const stoppedAt = new Map<number, number>();

  const stopAfterCommit = (transaction: Transaction, linkId: number): void => {
    transaction.afterCommit(() => {
      stoppedAt.set(linkId, performance.now());
    });
  };

  /** What waits on a link is not sent any more, by nobody: who has taken it up loses it. */
  const dropWaiting = async (transaction: Transaction, linkId: number): Promise<void> => {
    const streams = () =>
      transaction.table(TABLES.streamsOut).where({ link_id: linkId, pending: true });
    await lockStreams(streams());
    await transaction
      .table(TABLES.outbox)
      .whereIn('stream_id', streams().select('id'))
      .where({ state: 'pending' })
      .update({ state: 'dropped' });
    await streams().update({
      pending: false,
      blocked_reason: null,
      blocked_since: null,
      lease_owner: null,
      lease_until: 0,
    });
  };

  return {
    /** Whether a turn that began then has to end. Another node sees a pause when its turn is over. */
    wasStoppedSince: (linkId: number, moment: number): boolean =>
      (stoppedAt.get(linkId) ?? -Infinity) >= moment,

    /** Sends nothing more; what comes up waits in the outbox. Of one that is active. */
    async pause(transaction: Transaction, linkId: number): Promise<void> {
      await linkRepository.update(
        transaction,
        { id: linkId, state: 'active' },
        { state: 'paused', pausedBy: 'admin' },
      );
      stopAfterCommit(transaction, linkId);
    },

    /** Sends again, first of all what has waited. What is parked stays parked. */
    async resume(transaction: Transaction, linkId: number): Promise<void> {
      await linkRepository.update(
        transaction,
        { id: linkId, state: 'paused' },
        { state: 'active', pausedBy: null, consecutiveFailures: 0, openUntil: 0 },
      );
      await links.makeDue(transaction, linkId);
      transaction.afterCommit(() => {
        wake(linkId);
      });
    },

    /**
     * Closes a link to everybody who comes from now on. Those who hold it open are not waited for, so that
     * a peer that never stops sending cannot keep it from ending.
     */
    async beginEnd(transaction: Transaction, linkId: number): Promise<void> {
      await transaction
        .table(TABLES.links)
        .where({ id: linkId })
        .whereNotIn('state', ENDED_STATES)
        .update({ state: 'ending', paused_by: null });
      stopAfterCommit(transaction, linkId);
    },

    /**
     * Ends a link for ever; the caller holds it alone. What waits is dropped, and what was asked of the peer is
     * not answered any more. Of the keys those stay that the peer is recognised by, who is told of the end.
     */
    async end(transaction: Transaction, linkId: number): Promise<void> {
      await linkRepository.update(
        transaction,
        { id: linkId },
        {
          state: 'revoked',
          pausedBy: null,
          consecutiveFailures: 0,
          openUntil: 0,
          lastError: null,
        },
      );
      await keys.eraseSigning(transaction, linkId);
      await dropWaiting(transaction, linkId);
      await commandRepository.update(
        transaction,
        { linkId, state: 'pending' },
        {
          state: 'refused',
          code: 'connection.ended',
          reason: 'The connection ended before the other side had answered.',
          answeredAt: transaction.now.getTime(),
        },
      );
      stopAfterCommit(transaction, linkId);
    },

    /** The peer at this address has ended the connection. */
    pauseForPeer: async ({ id, endpoint }: LinkRow): Promise<void> => {
      await inTransaction(strapi, (transaction) =>
        linkRepository.update(
          transaction,
          { id, endpoint, state: 'active' },
          { state: 'paused', pausedBy: 'peer' },
        ),
      );
    },
  };
};
