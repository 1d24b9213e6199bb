import type { Core } from '@strapi/strapi';
import { chunksOf } from '../kernel/chunks';
import { getConfig, now } from '../kernel/config';
import { inTransaction, rowsOf, type Transaction } from '../kernel/transaction';
import { decryptSecret, encryptSecret } from './secrets';
import { linkKeyRepository, linkRepository, TABLES, type LinkRow } from './tables';

/** The parts of a link that never change once it is open. */
export type FixedLink = Pick<LinkRow, 'id' | 'key' | 'role' | 'kind'>;

export interface NewLink {
  readonly connectionId: number;
  readonly key: string;
  readonly role: LinkRow['role'];
  readonly kind: LinkRow['kind'];
  readonly endpoint: string;
  /** `whsec_` secrets: what this side signs with, and what it expects signatures of. */
  readonly secrets: { readonly out: string; readonly in?: string };
}

/** Whether messages get through, as an admin sees it. */
export interface LinkHealth {
  readonly live: boolean;
  readonly state: LinkRow['state'];
  readonly lastContactAt: string | null;
  readonly lastError: string | null;
  readonly lastErrorAt: string | null;
  readonly waitingMessages: number;
  readonly blockedStreams: number;
}

/** Streams of one answer: with more than these, not one request is stuck but the connection. */
const MAX_BLOCKED_STREAMS = 2_000;
/** Ids in one query: databases take a bounded number of variables. */
const MAX_NAMED = 500;
/** A peer that talks but cannot be reached is tried again no more often than this. */
const RECOVERY_PAUSE_MS = 500;
/** How long decrypted secrets are kept in memory before the database is asked again. */
const SECRETS_KEPT_MS = 10_000;
const FAILURES_THAT_OPEN_THE_BREAKER = 10;
const BREAKER_OPEN_MS = 30_000;
/** A connection counts as live while its last contact is younger than this many heartbeats. */
const LIVE_HEARTBEATS = 3;

const toIso = (ms: number | string): string | null =>
  Number(ms) === 0 ? null : new Date(Number(ms)).toISOString();

export const createLinks = ({ strapi }: { strapi: Core.Strapi }) => {
  const fixedByConnection = new Map<number, FixedLink>();
  const secrets = new Map<string, { values: readonly string[]; until: number }>();

  const table = (name: string) => strapi.db.getConnection(name);

  /** What waits because the peer was away is due now; what the peer refused stays parked. */
  const makeDue = async (transaction: Transaction, linkId: number): Promise<void> => {
    await transaction
      .table(TABLES.streamsOut)
      .where({ link_id: linkId, pending: true })
      .whereNull('blocked_reason')
      .update({ next_attempt_at: 0, attempts: 0 });
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
      const { secrets: given, ...row } = link;
      const { id: linkId } = await linkRepository.insertOne(transaction, {
        ...row,
        state: 'active',
      });
      const createdAt = transaction.now.getTime();
      const keys = [
        { direction: 'out', secret: given.out },
        ...(given.in === undefined ? [] : [{ direction: 'in', secret: given.in }]),
      ];
      await linkKeyRepository.insert(
        transaction,
        keys.map(({ direction, secret }) => ({
          linkId,
          direction,
          secret: encryptSecret(strapi, secret),
          state: 'current',
          createdAt,
        })),
      );
    },

    findById: (id: number) => linkRepository.findOne(strapi, { id }),
    findByKey: (key: string, role: LinkRow['role']) =>
      linkRepository.findOne(strapi, { key, role }),
    findActive: () => linkRepository.findMany(strapi, { state: 'active' }),

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

    /** The secrets that are good in a direction; what another node has changed is seen a moment later. */
    async secretsOf(linkId: number, direction: 'in' | 'out'): Promise<readonly string[]> {
      const at = now(strapi).getTime();
      const known = secrets.get(`${String(linkId)}/${direction}`);
      if (known && known.until > at) return known.values;
      const rows = await linkKeyRepository.findMany(strapi, {
        linkId,
        direction,
        state: 'current',
      });
      const values = rows.map(({ secret }) => decryptSecret(strapi, secret));
      if (values.length > 0) {
        secrets.set(`${String(linkId)}/${direction}`, { values, until: at + SECRETS_KEPT_MS });
      }
      return values;
    },

    /** A request of ours was answered: the way to the peer is open. */
    async noteContact(link: LinkRow): Promise<void> {
      const at = now(strapi).getTime();
      const recovered = link.consecutiveFailures > 0;
      const stale = at - Number(link.lastOkAt) > getConfig(strapi).bridge.heartbeatMs / 2;
      const wasFailing = Number(link.lastErrorAt) > Number(link.lastOkAt);
      if (!recovered && !stale && !wasFailing) return;
      await inTransaction(strapi, async (transaction) => {
        await linkRepository.update(
          transaction,
          { id: link.id },
          { lastOkAt: at, consecutiveFailures: 0, openUntil: 0 },
        );
        if (recovered) await makeDue(transaction, link.id);
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
      await inTransaction(strapi, async (transaction) => {
        await linkRepository.update(transaction, { id: link.id }, { openUntil: 0 });
        await makeDue(transaction, link.id);
      });
      return true;
    },

    /**
     * A request got no usable answer. A peer that cannot be reached ten times in a row is left alone
     * for a while; one that answers, whatever it answers, is there.
     */
    async noteFailure(
      linkId: number,
      error: string,
      { isUnreachable }: { isUnreachable: boolean },
    ): Promise<void> {
      const at = now(strapi).getTime();
      await inTransaction(strapi, async (transaction) => {
        await transaction
          .table(TABLES.links)
          .where({ id: linkId })
          .update({
            last_error: error.slice(0, 1000),
            last_error_at: at,
            ...(isUnreachable && {
              consecutive_failures: transaction.raw('consecutive_failures + 1'),
              open_until: transaction.raw(
                'case when consecutive_failures + 1 >= ? then ? else open_until end',
                [FAILURES_THAT_OPEN_THE_BREAKER, at + BREAKER_OPEN_MS],
              ),
            }),
          });
      });
    },

    async setState(transaction: Transaction, linkId: number, state: LinkRow['state']) {
      await linkRepository.update(transaction, { id: linkId }, { state });
    },

    async healthOf(connectionId: number): Promise<LinkHealth | null> {
      const link = await linkRepository.findOne(strapi, { connectionId });
      if (link === null) return null;
      const waiting = await rowsOf<{ count: number | string }>(
        // By the streams that have something to send, which are few; the outbox is long.
        table(`${TABLES.outbox} as o`)
          .join(`${TABLES.streamsOut} as s`, 's.id', 'o.stream_id')
          .where({ 's.link_id': link.id, 's.pending': true, 'o.state': 'pending' })
          .count({ count: '*' }),
      );
      const blocked = await rowsOf<{ count: number | string }>(
        table(TABLES.streamsOut)
          .where({ link_id: link.id, pending: true })
          .whereNotNull('blocked_reason')
          .count({ count: '*' }),
      );
      const age = now(strapi).getTime() - Number(link.lastOkAt);
      return {
        live:
          link.state === 'active' &&
          link.consecutiveFailures === 0 &&
          // A webhook receiver is not asked whether it is there, so silence says nothing about it.
          (link.kind === 'webhook'
            ? Number(link.lastErrorAt) <= Number(link.lastOkAt) || Number(link.lastErrorAt) === 0
            : age < LIVE_HEARTBEATS * getConfig(strapi).bridge.heartbeatMs),
        state: link.state,
        lastContactAt: toIso(link.lastOkAt),
        lastError: link.lastError,
        lastErrorAt: toIso(link.lastErrorAt),
        waitingMessages: Number(waiting[0]?.count ?? 0),
        blockedStreams: Number(blocked[0]?.count ?? 0),
      };
    },
  };
};
