import type { Core } from '@strapi/strapi';
import { chunksOf } from '../kernel/chunks';
import { rowsOf, type Transaction } from '../kernel/transaction';
import { ENDED_STATES, linkRepository, TABLES, type LinkRow } from './tables';

/** Ids in one query: databases take a bounded number of variables. */
const MAX_NAMED = 500;

/**
 * How a link stands for what is said over it: `left` by a peer that has answered that it ended it, so that
 * whoever asks or comments is not heard, or `ended` here.
 */
export type Standing = 'open' | 'left' | 'ended';

type StandingColumns = Pick<LinkRow, 'id' | 'state' | 'kind'> & {
  readonly paused_by: LinkRow['pausedBy'];
};

/** A receiver of webhooks that is gone may only have moved: its consumer still asks over the API. */
const LEFT = { kind: 'instance', pausedBy: 'peer' } as const;

const standingOf = ({ state, kind, paused_by: pausedBy }: StandingColumns): Standing => {
  if (ENDED_STATES.includes(state)) return 'ended';
  return kind === LEFT.kind && pausedBy === LEFT.pausedBy ? 'left' : 'open';
};

/**
 * Which links are open. Whoever says something over a link, or takes something in, holds it open until
 * the commit; whoever ends it waits for them, and nobody finds it open after that.
 */
export const createOpenLinks = ({ strapi }: { strapi: Core.Strapi }) => {
  const heldBy = new WeakMap<Transaction, Map<number, Standing>>();

  return {
    /**
     * Holds links open until the change is over. It does not keep others from doing the same, nor from
     * noting how a link is. To be asked before the change holds anything that an end changes, too: grants
     * and items.
     *
     * @returns a function that says how each of them stands.
     */
    async hold(
      transaction: Transaction,
      linkIds: Iterable<number>,
    ): Promise<(linkId: number) => Standing | undefined> {
      const held = heldBy.get(transaction) ?? new Map<number, Standing>();
      heldBy.set(transaction, held);
      const unknown = [...new Set(linkIds)].filter((id) => !held.has(id)).sort((a, b) => a - b);
      for (const some of chunksOf(unknown, MAX_NAMED)) {
        const rows = await rowsOf<StandingColumns>(
          transaction
            .table(TABLES.links)
            .whereIn('id', some)
            .orderBy('id')
            .forKeyShare()
            .select('id', 'state', 'kind', 'paused_by'),
        );
        for (const row of rows) held.set(row.id, standingOf(row));
      }
      return (linkId) => held.get(linkId);
    },

    /**
     * Ids of the connections that have ended: of those that are named, or all of them.
     *
     * @param options.orLeft also those that an instance at the other side has ended
     */
    async findEnded(
      connectionIds?: readonly number[],
      { orLeft = false }: { orLeft?: boolean } = {},
    ): Promise<ReadonlySet<number>> {
      const over = { state: { $in: ENDED_STATES } };
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
          { ...some, ...(orLeft ? { $or: [over, LEFT] } : over) },
          { select: ['connectionId'] },
        );
        for (const { connectionId } of rows) found.add(connectionId);
      }
      return found;
    },
  };
};
