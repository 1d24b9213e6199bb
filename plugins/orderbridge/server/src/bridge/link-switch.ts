import type { Core } from '@strapi/strapi';
import { inTransaction, type Transaction } from '../kernel/transaction';
import type { createLinks } from './links';
import { linkRepository, type LinkRow } from './tables';

/** Who lets a link send and who stops it. What arrives over it is taken in all the same. */
export const createLinkSwitch = ({
  strapi,
  links,
  wake,
}: {
  strapi: Core.Strapi;
  links: Pick<ReturnType<typeof createLinks>, 'makeDue'>;
  wake: (linkId: number) => void;
}) => {
  /** When this process stopped which link, by the clock of `performance`. */
  const stoppedAt = new Map<number, number>();

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
      transaction.afterCommit(() => {
        stoppedAt.set(linkId, performance.now());
      });
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
