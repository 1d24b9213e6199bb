import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { MAX_BATCH_SIZE, PROTOCOL_VERSION } from '../../../shared/messages';
import { DAY, SECOND } from '../kernel/clock';
import { getConfig, now } from '../kernel/config';
import { inTransaction, rowsOf, type Transaction } from '../kernel/transaction';
import type { createEgress, EgressResponse } from './egress';
import type { createLinks } from './links';
import { nextDelayMs } from './retry-schedule';
import { sign } from './signature';
import { TABLES, type LinkRow } from './tables';

/** The bodies of one request together; the receiver's limit is well above it. */
const MAX_REQUEST_BYTES = 256 * 1024;
/** A message that makes the receiver fail this often is parked: it would fail for ever. */
const MAX_APPLY_FAILURES = 5;

interface ClaimedStream {
  readonly id: number;
  readonly epoch: number;
  readonly attempts: number;
}

interface OutboxMessage {
  readonly id: number;
  readonly message_id: string;
  readonly stream_id: number;
  readonly seq: number;
  readonly body: string;
}

/** What became of the messages of one stream in one request. */
interface StreamOutcome {
  readonly delivered: OutboxMessage[];
  /** The sequence that the receiver waits for, where it told of a gap. */
  rewindTo?: number;
  /** Tried again later, or, where `parks`, not before somebody looked at it. */
  failure?: { readonly reason: string; readonly parks: boolean; readonly delayMs?: number };
}

interface Claim {
  readonly owner: string;
  readonly streams: readonly ClaimedStream[];
}

const batchReply = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      status: z.int(),
      code: z.string().optional(),
      message: z.string().optional(),
      expected: z.int().optional(),
    }),
  ),
});
type MessageReply = z.infer<typeof batchReply>['results'][number];

const refusalReason = ({ status, code, message }: MessageReply) =>
  `${String(status)} ${code ?? ''} ${message ?? ''}`.trim();

/** Whole-request answers that no repetition of the same bytes can change. */
const PERMANENT_STATUSES: ReadonlySet<number> = new Set([400, 413, 415, 422]);

/**
 * Moves messages from the outbox to the peer. A stream is leased while its messages are under way,
 * so that several nodes on one database do not do the same work; that nothing is lost, doubled or
 * reordered does not rest on the lease but on the receiver's inbox and cursor.
 */
export const createDeliveries = ({
  strapi,
  links,
  egress,
}: {
  strapi: Core.Strapi;
  links: ReturnType<typeof createLinks>;
  egress: ReturnType<typeof createEgress>;
}) => {
  const settings = getConfig(strapi).bridge;
  const table = (name: string) => strapi.db.getConnection(name);

  const claim = async (link: LinkRow, most: number): Promise<Claim> => {
    const at = now(strapi).getTime();
    const owner = randomUUID();
    const free = (query: ReturnType<typeof table>) =>
      query
        .where({ link_id: link.id, pending: true })
        .whereNull('blocked_reason')
        .where('next_attempt_at', '<=', at)
        .where('lease_until', '<', at);
    const due = free(table(TABLES.streamsOut)).orderBy('id').limit(most).select('id');
    const streams = await rowsOf<ClaimedStream>(
      free(table(TABLES.streamsOut))
        .whereIn('id', due)
        .update({ lease_owner: owner, lease_until: at + settings.leaseMs })
        .returning(['id', 'epoch', 'attempts']),
    );
    return { owner, streams };
  };

  const loadMessages = async (link: LinkRow, { streams }: Claim): Promise<OutboxMessage[]> => {
    const messages = await rowsOf<OutboxMessage>(
      table(TABLES.outbox)
        .whereIn(
          'stream_id',
          streams.map(({ id }) => id),
        )
        .where({ state: 'pending' })
        .orderBy(['stream_id', 'epoch', 'seq'])
        .limit(link.kind === 'webhook' ? 1 : MAX_BATCH_SIZE)
        .select('id', 'message_id', 'stream_id', 'seq', 'body'),
    );
    let bytes = 0;
    const fitting = messages.findIndex(({ body }) => {
      bytes += Buffer.byteLength(body);
      return bytes > MAX_REQUEST_BYTES;
    });
    return fitting === -1 ? messages : messages.slice(0, Math.max(1, fitting));
  };

  const post = async (
    link: LinkRow,
    messages: readonly OutboxMessage[],
  ): Promise<EgressResponse | Error> => {
    const [first] = messages;
    const isWebhook = link.kind === 'webhook';
    // A webhook receiver knows a repeated message by its id. A batch is put together anew for each
    // attempt: its messages carry their own ids inside the signed body.
    const id = isWebhook && first ? first.message_id : `req_${randomUUID()}`;
    const body =
      isWebhook && first
        ? first.body
        : `{"specversion":"${PROTOCOL_VERSION}","batch":[${messages.map((m) => m.body).join(',')}]}`;
    const startedAt = now(strapi);
    let answer: EgressResponse | Error;
    try {
      const secrets = await links.secretsOf(link.id, 'out');
      answer = await egress.post(link.endpoint, body, {
        headers: { ...sign({ id, body, at: startedAt }, secrets) },
      });
    } catch (error) {
      answer = error instanceof Error ? error : new Error(String(error));
    }
    await table(TABLES.attempts).insert({
      link_id: link.id,
      request_id: id,
      message_ids: JSON.stringify(messages.map(({ message_id }) => message_id)),
      status: answer instanceof Error ? null : answer.status,
      error: answer instanceof Error ? answer.message.slice(0, 1000) : null,
      duration_ms: now(strapi).getTime() - startedAt.getTime(),
      at: startedAt.getTime(),
    });
    return answer;
  };

  const outcomesOf = (
    messages: readonly OutboxMessage[],
    claimed: Claim,
    answer: EgressResponse | Error,
    kind: LinkRow['kind'],
  ): Map<number, StreamOutcome> => {
    const outcomes = new Map<number, StreamOutcome>();
    const outcomeOf = (streamId: number): StreamOutcome => {
      const outcome = outcomes.get(streamId) ?? { delivered: [] };
      outcomes.set(streamId, outcome);
      return outcome;
    };
    const failAll = (reason: string, parks: boolean, delayMs?: number) => {
      for (const { stream_id } of messages) {
        outcomeOf(stream_id).failure = { reason, parks, ...(delayMs !== undefined && { delayMs }) };
      }
      return outcomes;
    };

    if (answer instanceof Error) return failAll(answer.message, false);
    const isSuccess = answer.status >= 200 && answer.status < 300;
    if (kind === 'webhook' && isSuccess) {
      for (const message of messages) outcomeOf(message.stream_id).delivered.push(message);
      return outcomes;
    }
    if (!isSuccess) {
      const parks = kind === 'instance' && PERMANENT_STATUSES.has(answer.status);
      const delayMs =
        answer.retryAfterSeconds === null
          ? undefined
          : Math.min(answer.retryAfterSeconds * SECOND, DAY);
      return failAll(`the peer answered ${String(answer.status)}`, parks, delayMs);
    }

    let json: unknown;
    try {
      json = JSON.parse(answer.body);
    } catch {
      return failAll('the peer answered 200 without JSON', false);
    }
    const reply = batchReply.safeParse(json);
    if (!reply.success) return failAll('the peer answered 200 in another form', false);
    const replies = new Map(reply.data.results.map((result) => [result.id, result]));
    const attemptsOf = new Map(claimed.streams.map(({ id, attempts }) => [id, attempts]));
    for (const message of messages) {
      const outcome = outcomeOf(message.stream_id);
      if (outcome.failure !== undefined || outcome.rewindTo !== undefined) continue;
      const result = replies.get(message.message_id);
      if (result?.status === 200) {
        outcome.delivered.push(message);
      } else if (result?.code === 'bridge.gap' && result.expected !== undefined) {
        outcome.rewindTo = result.expected;
      } else if (result === undefined) {
        outcome.failure = { reason: 'the peer answered nothing for the message', parks: false };
      } else {
        const attempts = (attemptsOf.get(message.stream_id) ?? 0) + 1;
        outcome.failure = {
          reason: refusalReason(result),
          parks: result.status < 500 || attempts >= MAX_APPLY_FAILURES,
        };
      }
    }
    return outcomes;
  };

  const acknowledge = async (
    transaction: Transaction,
    delivered: readonly OutboxMessage[],
  ): Promise<void> => {
    if (delivered.length === 0) return;
    await transaction
      .table(TABLES.outbox)
      .whereIn(
        'id',
        delivered.map(({ id }) => id),
      )
      .update({ state: 'delivered', delivered_at: transaction.now.getTime() });
  };

  /** Gives streams back, with their cursors where what has arrived says they are. */
  const release = (transaction: Transaction, owner: string, streamIds: readonly number[]) =>
    transaction
      .table(TABLES.streamsOut)
      .whereIn('id', streamIds)
      .where({ lease_owner: owner })
      .update({
        acked_seq: transaction.raw(
          `coalesce((select max(o.seq) from ${TABLES.outbox} o where o.stream_id = ${TABLES.streamsOut}.id and o.epoch = ${TABLES.streamsOut}.epoch and o.state = 'delivered'), acked_seq)`,
        ),
        pending: transaction.raw(
          `exists (select 1 from ${TABLES.outbox} o where o.stream_id = ${TABLES.streamsOut}.id and o.state = 'pending')`,
        ),
        attempts: 0,
        lease_owner: null,
        lease_until: 0,
      });

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
    const delay = delayMs ?? nextDelayMs(settings.retryScheduleMs, attempts);
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

  const record = async (claimed: Claim, outcomes: ReadonlyMap<number, StreamOutcome>) =>
    inTransaction(strapi, async (transaction) => {
      await acknowledge(
        transaction,
        [...outcomes.values()].flatMap(({ delivered }) => delivered),
      );
      const failed = claimed.streams.filter(({ id }) => outcomes.get(id)?.failure !== undefined);
      for (const stream of failed) {
        const failure = outcomes.get(stream.id)?.failure;
        if (failure) await fail(transaction, claimed.owner, stream, failure);
      }
      for (const [streamId, { rewindTo }] of outcomes) {
        if (rewindTo !== undefined) await rewind(transaction, streamId, rewindTo);
      }
      const rest = claimed.streams.filter((stream) => !failed.includes(stream));
      if (rest.length > 0) {
        await release(
          transaction,
          claimed.owner,
          rest.map(({ id }) => id),
        );
      }
    });

  const noteLink = async (link: LinkRow, answer: EgressResponse | Error): Promise<void> => {
    if (!(answer instanceof Error) && answer.status < 300) {
      await links.noteContact(link);
    } else if (!(answer instanceof Error) && answer.status === 410) {
      await inTransaction(strapi, (transaction) => links.setState(transaction, link.id, 'paused'));
      await links.noteFailure(link.id, 'the peer has ended this connection (410)');
    } else {
      const reason =
        answer instanceof Error ? answer.message : `the peer answered ${String(answer.status)}`;
      await links.noteFailure(link.id, reason);
    }
  };

  return {
    /**
     * Sends what is due on one link, in one request.
     *
     * @returns whether there was anything to send.
     */
    async deliverSome(linkId: number): Promise<boolean> {
      const link = await links.findById(linkId);
      if (link === null || link.state !== 'active') return false;
      if (Number(link.openUntil) > now(strapi).getTime()) return false;

      const claimed = await claim(link, link.kind === 'webhook' ? 1 : MAX_BATCH_SIZE);
      if (claimed.streams.length === 0) return false;
      const messages = await loadMessages(link, claimed);
      if (messages.length === 0) {
        await record(claimed, new Map());
        return true;
      }

      const answer = await post(link, messages);
      const isRefusedWhole =
        !(answer instanceof Error) &&
        link.kind === 'instance' &&
        PERMANENT_STATUSES.has(answer.status);
      if (isRefusedWhole && messages.length > 1) {
        // One message of the batch is the reason: each goes alone, so that only its stream stops.
        const outcomes = new Map<number, StreamOutcome>();
        for (const message of messages) {
          const before = outcomes.get(message.stream_id);
          if (before?.failure !== undefined || before?.rewindTo !== undefined) continue;
          const alone = outcomesOf([message], claimed, await post(link, [message]), link.kind);
          const outcome = alone.get(message.stream_id);
          if (outcome) {
            outcomes.set(message.stream_id, {
              ...outcome,
              delivered: [...(before?.delivered ?? []), ...outcome.delivered],
            });
          }
        }
        await record(claimed, outcomes);
      } else {
        await record(claimed, outcomesOf(messages, claimed, answer, link.kind));
      }
      await noteLink(link, answer);
      return true;
    },

    /** Links that have something due. */
    async findDueLinks(): Promise<number[]> {
      const at = now(strapi).getTime();
      const rows = await rowsOf<{ link_id: number }>(
        table(TABLES.streamsOut)
          .where({ pending: true })
          .whereNull('blocked_reason')
          .where('next_attempt_at', '<=', at)
          .where('lease_until', '<', at)
          .distinct('link_id'),
      );
      return rows.map(({ link_id }) => link_id);
    },
  };
};
