import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { getConfig, now } from '../kernel/config';
import { inTransaction, rowsOf, type Transaction } from '../kernel/transaction';
import type { OutboxMessage, StreamOutcome } from './outcomes';
import { nextDelayMs } from './retry-schedule';
import { IS_HEAD, lockStreams } from './streams-out';
import { TABLES } from './tables';

/** A message that makes the receiver fail this often is parked: it would fail for ever. */
const MAX_APPLY_FAILURES = 5;
/** After a gap the stream begins again this much later. */
const REWIND_PAUSE_MS = 500;

interface ClaimedStream {
  readonly id: number;
  readonly attempts: number;
  readonly apply_failures: number;
}

/** Streams that are this caller's until they are recorded or their lease runs out. */
export interface Claim {
  readonly owner: string;
  readonly streams: readonly ClaimedStream[];
}

/** One request that was made, for the log of attempts. */
export interface Attempt {
  readonly requestId: string;
  readonly messageIds: readonly string[];
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
  readonly at: Date;
}

/**
 * Which streams have something to send, who sends it, and what came of it. A stream is leased while
 * its messages are under way, so that several nodes on one database do not do the same work; that
 * nothing is lost, doubled or reordered rests on the receiver's inbox and cursor, not on the lease.
 */
export const createClaims = ({ strapi }: { strapi: Core.Strapi }) => {
  const { leaseMs, retryScheduleMs } = getConfig(strapi).bridge;
  const table = (name: string) => strapi.db.getConnection(name);
  const due = (at: number) =>
    table(TABLES.streamsOut)
      .where({ pending: true })
      .whereNull('blocked_reason')
      .where('next_attempt_at', '<=', at)
      .where('lease_until', '<', at);

  /** Gives streams back, with their cursors where what has arrived says they are. */
  const release = async (
    transaction: Transaction,
    owner: string,
    ids: readonly number[],
    more: Record<string, number>,
  ) => {
    if (ids.length === 0) return;
    const { outbox, streamsOut } = TABLES;
    await transaction
      .table(streamsOut)
      .whereIn('id', ids)
      .where({ lease_owner: owner })
      .update({
        acked_seq: transaction.raw(
          `coalesce((select max(o.seq) from ${outbox} o where o.stream_id = ${streamsOut}.id and o.epoch = ${streamsOut}.epoch and o.state = 'delivered'), acked_seq)`,
        ),
        pending: transaction.raw(
          `exists (select 1 from ${outbox} o where o.stream_id = ${streamsOut}.id and o.state = 'pending')`,
        ),
        lease_owner: null,
        lease_until: 0,
        ...more,
      });
  };

  /** The receiver waits for another message than the one sent: go to where it stands. */
  const rewind = async (
    transaction: Transaction,
    owner: string,
    { streamId, expected }: { streamId: number; expected: number },
  ) => {
    const mine = await rowsOf(
      transaction.table(TABLES.streamsOut).where({ id: streamId, lease_owner: owner }).select('id'),
    );
    // The link has ended meanwhile or leads elsewhere: what its peer waited for is of no concern.
    if (mine.length === 0) return;
    const outbox = () => transaction.table(TABLES.outbox).where({ stream_id: streamId });
    await outbox().where('seq', '<', expected).update({ state: 'delivered' });
    const again: number = await outbox().where('seq', '>=', expected).update({ state: 'pending' });
    const [first] = await rowsOf<{ seq: number | null }>(
      outbox().where('seq', '>=', expected).min({ seq: 'seq' }),
    );
    const isGone = again > 0 && (first?.seq ?? 0) > expected;
    await transaction
      .table(TABLES.streamsOut)
      .where({ id: streamId })
      .update({
        acked_seq: expected - 1,
        // A peer that keeps asking for what it has had must not be answered without a pause.
        next_attempt_at: transaction.now.getTime() + REWIND_PAUSE_MS,
        ...(isGone && {
          blocked_reason: `the peer waits for message ${String(expected)}, which is no longer kept`,
          blocked_since: transaction.now.getTime(),
        }),
      });
  };

  const fail = async (
    transaction: Transaction,
    owner: string,
    stream: ClaimedStream,
    { reason, parks, delayMs = 0, isApplyFailure = false }: NonNullable<StreamOutcome['failure']>,
  ) => {
    const attempts = stream.attempts + 1;
    const applyFailures = stream.apply_failures + (isApplyFailure ? 1 : 0);
    const delay = nextDelayMs(retryScheduleMs, attempts);
    const isParked = parks || delay === null || applyFailures >= MAX_APPLY_FAILURES;
    await transaction
      .table(TABLES.streamsOut)
      .where({ id: stream.id, lease_owner: owner })
      .update({
        attempts,
        apply_failures: applyFailures,
        lease_owner: null,
        lease_until: 0,
        ...(isParked
          ? { blocked_reason: reason.slice(0, 1000), blocked_since: transaction.now.getTime() }
          : { next_attempt_at: transaction.now.getTime() + Math.max(delay, delayMs) }),
      });
  };

  const writeAttempts = async (
    transaction: Transaction,
    linkId: number,
    attempts: readonly Attempt[],
  ) => {
    if (attempts.length === 0) return;
    await transaction.table(TABLES.attempts).insert(
      attempts.map(({ requestId, messageIds, status, error, durationMs, at }) => ({
        link_id: linkId,
        request_id: requestId,
        message_ids: JSON.stringify(messageIds),
        status,
        error,
        duration_ms: durationMs,
        at: at.getTime(),
      })),
    );
  };

  return {
    /** Links that have something due. */
    async findDueLinks(): Promise<number[]> {
      const at = now(strapi).getTime();
      // What a paused link has waiting is not walked through at every look.
      const open = table(TABLES.links).where({ state: 'active' }).where('open_until', '<=', at);
      const query = due(at).whereIn('link_id', open.select('id')).distinct('link_id');
      const rows = await rowsOf<{ link_id: number }>(query);
      return rows.map(({ link_id }) => link_id);
    },

    /** Takes the due streams of a link, at most so many. */
    async claim(linkId: number, most: number): Promise<Claim> {
      const at = now(strapi).getTime();
      const owner = randomUUID();
      const free = () => due(at).where({ link_id: linkId });
      const streams = await rowsOf<ClaimedStream>(
        free()
          .whereIn('id', free().orderBy('id').limit(most).select('id'))
          .update({ lease_owner: owner, lease_until: at + leaseMs })
          .returning(['id', 'attempts', 'apply_failures']),
      );
      return { owner, streams };
    },

    /** What waits in claimed streams, in each stream's order: all of it or the first of each. */
    load(
      { streams }: Claim,
      { most, headsOnly }: { most: number; headsOnly: boolean },
    ): Promise<OutboxMessage[]> {
      const { outbox } = TABLES;
      const pending = table(outbox)
        .whereIn(
          'stream_id',
          streams.map(({ id }) => id),
        )
        .where({ state: 'pending' });
      return rowsOf<OutboxMessage>(
        (headsOnly ? pending.whereRaw(IS_HEAD) : pending)
          .orderBy(['stream_id', 'epoch', 'seq'])
          .limit(most)
          .select('id', 'message_id', 'stream_id', 'seq', 'body'),
      );
    },

    /** Writes down what became of claimed streams, and gives them back. */
    record: (
      linkId: number,
      { owner, streams }: Claim,
      outcomes: ReadonlyMap<number, StreamOutcome>,
      attempts: readonly Attempt[],
    ): Promise<void> =>
      inTransaction(strapi, async (transaction) => {
        // Whoever is adding a message holds its stream's row until the commit. Only a statement that
        // begins after that sees the message: one that waited would go by what it saw before.
        const ids = streams.map(({ id }) => id);
        await lockStreams(transaction.table(TABLES.streamsOut).whereIn('id', ids));
        const delivered = [...outcomes.values()].flatMap((outcome) => outcome.delivered);
        if (delivered.length > 0) {
          await transaction
            .table(TABLES.outbox)
            .whereIn(
              'id',
              delivered.map(({ id }) => id),
            )
            .update({ state: 'delivered', delivered_at: transaction.now.getTime() });
        }
        const arrived: number[] = [];
        const untouched: number[] = [];
        for (const stream of streams) {
          const { failure, rewindTo } = outcomes.get(stream.id) ?? {};
          if (rewindTo !== undefined) {
            await rewind(transaction, owner, { streamId: stream.id, expected: rewindTo });
          }
          if (failure) await fail(transaction, owner, stream, failure);
          else if (outcomes.has(stream.id)) arrived.push(stream.id);
          else untouched.push(stream.id);
        }
        await release(transaction, owner, arrived, { attempts: 0, apply_failures: 0 });
        // Claimed, but left out of a request that was full: its failures still count.
        await release(transaction, owner, untouched, {});
        await writeAttempts(transaction, linkId, attempts);
      }),
  };
};
