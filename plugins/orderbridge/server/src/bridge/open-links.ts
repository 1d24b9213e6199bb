import type { Core } from '@strapi/strapi';
import { chunksOf } from '../kernel/chunks';
import { rowsOf, type Transaction } from '../kernel/transaction';
import { ENDED_STATES, linkRepository, TABLES, type LinkRow } from './tables';

/** Ids in one query: databases take a bounded number of variables. */
const MAX_NAMED = 500;

/**
 * Which links are open. Whoever says something over a link, or takes something in, holds it open until
 * the commit; whoever ends it waits for them, and nobody finds it open after that.
 */
export const createOpenLinks = ({ strapi }: { strapi: Core.Strapi }) => {
  const heldBy = new WeakMap<Transaction, Set<number>>();

  return {
    /**
     * Holds links open until the change is over. It does not keep others from doing the same, nor from
     * noting how a link is. To be asked before the change holds anything that an end changes, too: grants
     * and items.
     *
     * @returns those that have ended.
     */
    async hold(transaction: Transaction, linkIds: Iterable<number>): Promise<ReadonlySet<number>> {
      const held = heldBy.get(transaction) ?? new Set<number>();
      heldBy.set(transaction, held);
      const unknown = [...new Set(linkIds)].filter((id) => !held.has(id)).sort((a, b) => a - b);
      const ended = new Set<number>();
      for (const some of chunksOf(unknown, MAX_NAMED)) {
        const rows = await rowsOf<Pick<LinkRow, 'id' | 'state'>>(
          transaction
            .table(TABLES.links)
            .whereIn('id', some)
            .orderBy('id')
            .forKeyShare()
            .select('id', 'state'),
        );
        for (const { id, state } of rows) {
          (ENDED_STATES.includes(state) ? ended : held).add(id);
        }
      }
      return ended;
    },

    /** Ids of the connections that have ended: of those that are named, or all of them. */
    async findEnded(connectionIds?: readonly number[]): Promise<ReadonlySet<number>> {
      const named =
        connectionIds === undefined
          ? [{}]
          : chunksOf([...new Set(connectionIds)], MAX_NAMED).map((some) => ({
              connectionId: { $in: some },
            }));
      const found = new Set<number>();
      for (const some of named) {
        const rows = await linkRepository.findMany(
          strapi,
          { ...some, state: { $in: ENDED_STATES } },
          { select: ['connectionId'] },
        );
        for (const { connectionId } of rows) found.add(connectionId);
      }
      return found;
    },
  };
};
