import type { Core } from '@strapi/strapi';
import type { Page } from '../kernel/pagination';
import { rowsOf, type Transaction } from '../kernel/transaction';
import { IS_HEAD, lockStreams } from './streams-out';
import { linkRepository, TABLES, toIso } from './tables';

/** A stream that waits for somebody: what comes next in it was refused, or tried in vain to the end. */
export interface ParkedStream {
  readonly stream: string;
  /** Since when; unknown of what was parked before that was written down. */
  readonly since: string | null;
  readonly reason: string;
  readonly waitingMessages: number;
  /** What the stream waits with. */
  readonly first: {
    readonly id: string;
    readonly type: string;
    readonly sequence: number;
    readonly createdAt: string;
  } | null;
}

/** A stream begins anew with the message that it stands at, as if that had never been tried. */
export const DUE_ANEW = {
  next_attempt_at: 0,
  attempts: 0,
  apply_failures: 0,
  blocked_reason: null,
  blocked_since: null,
} as const;

interface StreamRow {
  readonly id: number;
  readonly stream_key: string;
  readonly blocked_reason: string;
  readonly blocked_since: number | string | null;
}

interface HeadRow {
  readonly stream_id: number;
  readonly message_id: string;
  readonly type: string;
  readonly seq: number;
  readonly created_at: number | string;
}

/** What is parked, and how it is let go on. Nothing is ever skipped. */
export const createParkedStreams = ({
  strapi,
  wake,
}: {
  strapi: Core.Strapi;
  wake: (linkId: number) => void;
}) => {
  const table = (name: string) => strapi.db.getConnection(name);
  const parkedOf = (linkId: number) =>
    table(TABLES.streamsOut)
      // The index on what is pending leads to it.
      .where({ link_id: linkId, pending: true })
      .whereNotNull('blocked_reason');

  const countMessages = async (streamIds: readonly number[]): Promise<Map<number, number>> => {
    const rows = await rowsOf<{ stream_id: number; count: number | string }>(
      table(TABLES.outbox)
        .whereIn('stream_id', streamIds)
        .where({ state: 'pending' })
        .groupBy('stream_id')
        .select('stream_id')
        .count({ count: '*' }),
    );
    return new Map(rows.map(({ stream_id, count }) => [stream_id, Number(count)]));
  };

  const findHeads = async (streamIds: readonly number[]): Promise<Map<number, HeadRow>> => {
    const rows = await rowsOf<HeadRow>(
      table(TABLES.outbox)
        .whereIn('stream_id', streamIds)
        .where({ state: 'pending' })
        .whereRaw(IS_HEAD)
        .select('stream_id', 'message_id', 'type', 'seq', 'created_at'),
    );
    return new Map(rows.map((row) => [row.stream_id, row]));
  };

  return {
    /** What of a connection is parked, what has been for longest first. */
    async list(
      connectionId: number,
      { limit, offset, withCount }: Page,
    ): Promise<{ rows: ParkedStream[]; total?: number }> {
      const link = await linkRepository.findOne(strapi, { connectionId });
      if (link === null) return { rows: [], total: 0 };
      const streams = await rowsOf<StreamRow>(
        parkedOf(link.id)
          .orderByRaw('coalesce(blocked_since, 0), id')
          .limit(limit)
          .offset(offset)
          .select('id', 'stream_key', 'blocked_reason', 'blocked_since'),
      );
      const ids = streams.map(({ id }) => id);
      const [counts, heads] = [await countMessages(ids), await findHeads(ids)];
      const rows = streams.map(({ id, stream_key, blocked_reason, blocked_since }) => {
        const head = heads.get(id);
        return {
          stream: stream_key,
          since: blocked_since === null ? null : toIso(blocked_since),
          reason: blocked_reason,
          waitingMessages: counts.get(id) ?? 0,
          first: head
            ? {
                id: head.message_id,
                type: head.type,
                sequence: head.seq,
                createdAt: toIso(head.created_at),
              }
            : null,
        };
      });
      if (!withCount) return { rows };
      const [counted] = await rowsOf<{ count: number | string }>(
        parkedOf(link.id).count({ count: '*' }),
      );
      return { rows, total: Number(counted?.count ?? 0) };
    },

    /** How many there are, as a change sees them. */
    async count(transaction: Transaction, linkId: number): Promise<number> {
      const [counted] = await rowsOf<{ count: number | string }>(
        transaction
          .table(TABLES.streamsOut)
          .where({ link_id: linkId, pending: true })
          .whereNotNull('blocked_reason')
          .count({ count: '*' }),
      );
      return Number(counted?.count ?? 0);
    },

    /**
     * Lets what is parked go on, with the very message that it was parked at.
     *
     * @param stream the one to release; all of the link where none is named
     * @returns how many streams were released.
     */
    async release(transaction: Transaction, linkId: number, stream?: string): Promise<number> {
      const parked = () =>
        transaction
          .table(TABLES.streamsOut)
          .where({
            link_id: linkId,
            pending: true,
            ...(stream !== undefined && { stream_key: stream }),
          })
          .whereNotNull('blocked_reason');
      await lockStreams(parked());
      const released: number = await parked().update(DUE_ANEW);
      transaction.afterCommit(() => {
        wake(linkId);
      });
      return released;
    },
  };
};
