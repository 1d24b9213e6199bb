import type { Core } from '@strapi/strapi';
import { chunksOf } from '../kernel/chunks';
import { getConfig, now } from '../kernel/config';
import { inTransaction, rowsOf, type Transaction } from '../kernel/transaction';
import type { createLinkKeys } from './link-keys';
import { readHealth } from './link-health';
import { DUE_ANEW } from './parked-streams';
import { writeEventTypes } from './subscriptions';
import { lockStreams } from './streams-out';
import { ENDED_STATES, linkRepository, TABLES, type LinkRow } from './tables';

/** The parts of a link that never change once it is open. */
export type FixedLink = Pick<LinkRow, 'id' | 'key' | 'role' | 'kind'>;

export interface NewLink {
  readonly connectionId: number;
  readonly key: string;
  readonly role: LinkRow['role'];
  readonly kind: LinkRow['kind'];
  readonly endpoint: string;
  /** Of a webhook receiver: the types that it gets; null for all of them. */
  readonly eventTypes: readonly string[] | null;
  /** `whsec_` secrets: what this side signs with, and what it expects signatures of. */
  readonly secrets: { readonly out: string; readonly in?: string };
}

/** Streams of one answer: with more than these, not one request is stuck but the connection. */
const MAX_BLOCKED_STREAMS = 2_000;
/** Ids in one query: databases take a bounded number of variables. */
const MAX_NAMED = 500;
/** A peer that talks but cannot be reached is tried again no more often than this. */
const RECOVERY_PAUSE_MS = 500;
const FAILURES_THAT_OPEN_THE_BREAKER = 10;
const BREAKER_OPEN_MS = 30_000;

export const createLinks = ({
  strapi,
  keys,
  wake,
}: {
  strapi: Core.Strapi;
  keys: ReturnType<typeof createLinkKeys>;
  wake: (linkId: number) => void;
}) => {
  const fixedByConnection = new Map<number, FixedLink>();

  const table = (name: string) => strapi.db.getConnection(name);

  /** Notes how a link is; of one that has ended nothing is noted any more. */
  const note = (
    transaction: Transaction,
    link: { readonly id: number; readonly endpoint?: string },
    values: Record<string, unknown>,
  ): Promise<number> =>
    transaction
      .table(TABLES.links)
      .where(link)
      .whereNotIn('state', ENDED_STATES)
      .update(values)
      .then(Number);

  /** What waits because the peer was away is due now; what the peer refused stays parked. */
  const makeDue = async (transaction: Transaction, linkId: number): Promise<void> => {
    const waiting = () =>
      transaction
        .table(TABLES.streamsOut)
        .where({ link_id: linkId, pending: true })
        .whereNull('blocked_reason');
    await lockStreams(waiting());
    await waiting().update({ next_attempt_at: 0, attempts: 0 });
  };

  const readFixed = async (connectionIds: readonly number[]): Promise<Map<number, FixedLink>> => {
    const read = new Map<number, FixedLink>();
    for (const some of chunksOf(connectionIds, MAX_NAMED)) {
      const rows = await linkRepository.findMany(
        strapi,
        { connectionId: { $in: some } },
        { select: ['id', 'connectionId', 'key', 'role', 'kind'] },
      );
      for (const { connectionId, ...link } of rows) read.set(connectionId, link);
    }
    return read;
  };

  /**
   * Says which link a connection of those given has: from memory where it was asked for before, the
   * others in one query.
   */
  const fixedOfAll = async (
    transaction: Transaction,
    connectionIds: Iterable<number>,
  ): Promise<(connectionId: number) => FixedLink> => {
    const unknown = [...new Set(connectionIds)].filter((id) => !fixedByConnection.has(id));
    const read = await readFixed(unknown);
    if (read.size > 0) {
      // Not before the commit: where a pairing is taken back, its ids may be given out again.
      transaction.afterCommit(() => {
        for (const [id, link] of read) fixedByConnection.set(id, link);
      });
    }
    return (connectionId) => {
      const link = read.get(connectionId) ?? fixedByConnection.get(connectionId);
      if (link === undefined) throw new Error(`Connection ${String(connectionId)} has no link`);
      return link;
    };
  };

  return {
    async open(transaction: Transaction, link: NewLink): Promise<void> {
      const { secrets, eventTypes, ...row } = link;
      const { id: linkId } = await linkRepository.insertOne(transaction, {
        ...row,
        eventTypes: writeEventTypes(eventTypes),
        state: 'active',
      });
      await keys.add(transaction, linkId, [
        ['out', secrets.out],
        ...(secrets.in === undefined ? [] : [['in', secrets.in] as const]),
      ]);
    },

    findById: (id: number) => linkRepository.findOne(strapi, { id }),
    findByKey: (key: string, role: LinkRow['role']) =>
      linkRepository.findOne(strapi, { key, role }),
    findActive: () => linkRepository.findMany(strapi, { state: 'active' }),

    makeDue,
    fixedOfAll,

    fixedOf: async (transaction: Transaction, connectionId: number): Promise<FixedLink> =>
      (await fixedOfAll(transaction, [connectionId]))(connectionId),

    /** Streams of a kind that wait for somebody: the peer has refused what comes next in them. */
    async findBlockedStreams(prefix: string): Promise<{ connectionId: number; stream: string }[]> {
      const rows = await rowsOf<{ connection_id: number; stream_key: string }>(
        table(`${TABLES.streamsOut} as s`)
          .join(`${TABLES.links} as l`, 'l.id', 's.link_id')
          // What is blocked waits: the index on what is pending leads to it.
          .where({ 's.pending': true })
          .whereNotNull('s.blocked_reason')
          .whereLike('s.stream_key', `${prefix}%`)
          .select('l.connection_id', 's.stream_key')
          .orderBy('s.id', 'desc')
          .limit(MAX_BLOCKED_STREAMS),
      );
      return rows.map((row) => ({ connectionId: row.connection_id, stream: row.stream_key }));
    },

    findByConnection: (connectionId: number) => linkRepository.findOne(strapi, { connectionId }),

    /**
     * A link as it stands, held until the change is over: two who change it come one after the other.
     *
     * @param options.alone whether those who hold it open are waited for as well
     */
    async holdByConnection(
      transaction: Transaction,
      connectionId: number,
      { alone }: { alone: boolean },
    ): Promise<LinkRow | null> {
      await linkRepository.lock(transaction, { connectionId }, { besideReferences: !alone });
      return linkRepository.findOne(strapi, { connectionId });
    },

    /** A request of ours was answered: the way to the peer is open. */
    async noteContact(link: LinkRow): Promise<void> {
      const at = now(strapi).getTime();
      const recovered = link.consecutiveFailures > 0;
      const stale = at - Number(link.lastOkAt) > getConfig(strapi).bridge.heartbeatMs / 2;
      const wasFailing = Number(link.lastErrorAt) > Number(link.lastOkAt);
      if (!recovered && !stale && !wasFailing) return;
      await inTransaction(strapi, async (transaction) => {
        const noted = await note(
          transaction,
          { id: link.id },
          {
            last_ok_at: at,
            consecutive_failures: 0,
            open_until: 0,
          },
        );
        if (recovered && noted > 0) await makeDue(transaction, link.id);
      });
    },

    /**
     * The peer made itself heard while it could not be reached: it may be back, so what waits is worth
     * another try. Whether the way to it is open shows with the answer.
     *
     * @returns whether something became due.
     */
    async noteSignOfLife(link: LinkRow): Promise<boolean> {
      const silentMs = now(strapi).getTime() - Number(link.lastErrorAt);
      if (link.consecutiveFailures === 0 || silentMs < RECOVERY_PAUSE_MS) return false;
      return inTransaction(strapi, async (transaction) => {
        if ((await note(transaction, { id: link.id }, { open_until: 0 })) === 0) return false;
        await makeDue(transaction, link.id);
        return true;
      });
    },

    /**
     * A request got no usable answer. A peer that cannot be reached ten times in a row is left alone
     * for a while; one that answers, whatever it answers, is there.
     */
    async noteFailure(
      { id, endpoint }: LinkRow,
      error: string,
      { isUnreachable }: { isUnreachable: boolean },
    ): Promise<void> {
      const at = now(strapi).getTime();
      await inTransaction(strapi, async (transaction) => {
        // Of an address that is not the link's any more it says nothing.
        await note(
          transaction,
          { id, endpoint },
          {
            last_error: error.slice(0, 1000),
            last_error_at: at,
            ...(isUnreachable && {
              consecutive_failures: transaction.raw('consecutive_failures + 1'),
              open_until: transaction.raw(
                'case when consecutive_failures + 1 >= ? then ? else open_until end',
                [FAILURES_THAT_OPEN_THE_BREAKER, at + BREAKER_OPEN_MS],
              ),
            }),
          },
        );
      });
    },

    /**
     * Sends everything to another address from now on, what waits and what is parked included: it was
     * the old address that did not take it. What an admin has paused stays paused.
     */
    async moveTo(transaction: Transaction, linkId: number, endpoint: string): Promise<void> {
      const waiting = () =>
        transaction.table(TABLES.streamsOut).where({ link_id: linkId, pending: true });
      await lockStreams(waiting());
      // Who sends to the old address just now has lost its lease, and records no failure.
      await waiting().update({ ...DUE_ANEW, lease_owner: null, lease_until: 0 });
      await linkRepository.update(
        transaction,
        { id: linkId },
        { endpoint, consecutiveFailures: 0, openUntil: 0 },
      );
      await linkRepository.update(
        transaction,
        { id: linkId, state: 'paused', pausedBy: 'peer' },
        { state: 'active', pausedBy: null },
      );
      transaction.afterCommit(() => {
        wake(linkId);
      });
    },

    healthOf: (connectionId: number) => readHealth(strapi, connectionId),
  };
};
