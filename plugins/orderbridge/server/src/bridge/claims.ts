import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { getConfig, now } from '../kernel/config';
import { inTransaction, rowsOf, type Transaction } from '../kernel/transaction';
import type { OutboxMessage, StreamOutcome } from './outcomes';
import { nextDelayMs } from './retry-schedule';
import { TABLES } from './tables';

interface ClaimedStream {
  readonly id: number;
  readonly attempts: number;
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
  const release = async (transaction: Transaction, owner: string, ids: readonly number[]) => {
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
        attempts: 0,
        lease_owner: null,
        lease_until: 0,
      });
  };

  /** The receiver waits for another message than the one sent: go to where it stands. */
  const rewind = async (transaction: Transaction, streamId: number, expected: number) => {
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
        ...(isGone && {
          blocked_reason: `the peer waits for message ${String(expected)}, which is no longer kept`,
        }),
      });
  };

  const fail = async (
    transaction: Transaction,
    owner: string,
    stream: ClaimedStream,
    { reason, parks, delayMs }: NonNullable<StreamOutcome['failure']>,
  ) => {
    const attempts = stream.attempts + 1;
    const delay = delayMs ?? nextDelayMs(retryScheduleMs, attempts);
    const isParked = parks || delay === null;
    await transaction
      .table(TABLES.streamsOut)
      .where({ id: stream.id, lease_owner: owner })
      .update({
        attempts,
        lease_owner: null,
        lease_until: 0,
        ...(isParked
          ? { blocked_reason: reason.slice(0, 1000) }
          : { next_attempt_at: transaction.now.getTime() + delay }),
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
      const query = due(now(strapi).getTime()).distinct('link_id');
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
          .returning(['id', 'attempts']),
      );
      return { owner, streams };
    },

    /** What waits in claimed streams, each stream's messages in order, at most so many. */
    load({ streams }: Claim, most: number): Promise<OutboxMessage[]> {
      return rowsOf<OutboxMessage>(
        table(TABLES.outbox)
          .whereIn(
            'stream_id',
            streams.map(({ id }) => id),
          )
          .where({ state: 'pending' })
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
        const released: number[] = [];
        for (const stream of streams) {
          const { failure, rewindTo } = outcomes.get(stream.id) ?? {};
          if (rewindTo !== undefined) await rewind(transaction, stream.id, rewindTo);
          if (failure) await fail(transaction, owner, stream, failure);
          else released.push(stream.id);
        }
        if (released.length > 0) await release(transaction, owner, released);
        await writeAttempts(transaction, linkId, attempts);
      }),
  };
};
