import { randomUUID } from 'node:crypto';
import { PROTOCOL_VERSION } from '../../../shared/messages';
import { MAX_INSERTED_ROWS } from '../kernel/repository';
import { rowsOf, type Transaction } from '../kernel/transaction';
import type { createLinks, FixedLink } from './links';
import type { createOpenLinks } from './open-links';
import type { createSubscriptions } from './subscriptions';
import { TABLES, type LinkRow } from './tables';

/** A message that a feature wants to reach the other side of a connection. */
export interface Outgoing {
  readonly connectionId: number;
  /** Messages of one stream arrive in the order of their commits: `task/<number>`. */
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  /** The message that this one answers. */
  readonly causation?: string;
}

interface Pending extends Outgoing {
  readonly id: string;
}

interface AddressedMessage extends Pending {
  readonly link: FixedLink;
}

interface AllocatedStream {
  readonly id: number;
  readonly link_id: number;
  readonly stream_key: string;
  readonly epoch: number;
  readonly next_seq: number;
}

export const sourceOf = (role: LinkRow['role'], key: string): string =>
  `orderbridge:${role}:${key}`;
export const audienceOf = (key: string): string => `orderbridge:connection:${key}`;

/** The text that is stored and sent, in the form that the receiver of the link reads. */
const freeze = (
  { id, type, stream, data, causation, link }: AddressedMessage,
  { epoch, sequence, time }: { epoch: number; sequence: number; time: string },
): string =>
  link.kind === 'webhook'
    ? // Plain Standard Webhooks; what the envelope would say stands inside `data`.
      JSON.stringify({ type, timestamp: time, data: { ...data, stream, sequence } })
    : JSON.stringify({
        specversion: PROTOCOL_VERSION,
        id,
        type,
        source: sourceOf(link.role, link.key),
        audience: audienceOf(link.key),
        stream,
        epoch,
        sequence,
        time,
        ...(causation !== undefined && { causation }),
        data,
      });

const streamOf = (message: { link: { id: number }; stream: string }) =>
  `${String(message.link.id)} ${message.stream}`;

const byStream = (one: AddressedMessage, other: AddressedMessage): number =>
  one.link.id - other.link.id ||
  (one.stream < other.stream ? -1 : one.stream > other.stream ? 1 : 0);

export const createOutbox = ({
  links,
  open,
  subscriptions,
  wake,
}: {
  links: ReturnType<typeof createLinks>;
  open: ReturnType<typeof createOpenLinks>;
  subscriptions: ReturnType<typeof createSubscriptions>;
  wake: (linkId: number) => void;
}) => {
  const pendingOf = new WeakMap<Transaction, Pending[]>();

  /** Reserves sequences for a run of messages: one statement, whose row locks last until the commit. */
  const allocate = async (
    transaction: Transaction,
    messages: readonly AddressedMessage[],
  ): Promise<Map<string, AllocatedStream>> => {
    const counts = new Map<string, { link_id: number; stream_key: string; count: number }>();
    for (const message of messages) {
      const key = streamOf(message);
      const known = counts.get(key);
      if (known) known.count += 1;
      else counts.set(key, { link_id: message.link.id, stream_key: message.stream, count: 1 });
    }
    const streams = [...counts.values()];
    const rows: AllocatedStream[] = [];
    for (let from = 0; from < streams.length; from += MAX_INSERTED_ROWS) {
      const some = streams.slice(from, from + MAX_INSERTED_ROWS);
      rows.push(
        ...(await rowsOf<AllocatedStream>(
          transaction
            .table(TABLES.streamsOut)
            .insert(
              some.map(({ link_id, stream_key, count }) => ({
                link_id,
                stream_key,
                epoch: 1,
                next_seq: 1 + count,
                acked_seq: 0,
                pending: true,
                attempts: 0,
                apply_failures: 0,
                next_attempt_at: 0,
                lease_until: 0,
              })),
            )
            .onConflict(['link_id', 'stream_key'])
            .merge({
              next_seq: transaction.raw('?? + excluded.next_seq - 1', [
                `${TABLES.streamsOut}.next_seq`,
              ]),
              pending: true,
            })
            .returning(['id', 'link_id', 'stream_key', 'epoch', 'next_seq']),
        )),
      );
    }
    return new Map(rows.map((row) => [`${String(row.link_id)} ${row.stream_key}`, row]));
  };

  const flush = async (transaction: Transaction): Promise<void> => {
    const pending = pendingOf.get(transaction) ?? [];
    pendingOf.delete(transaction);
    const linkOf = await links.fixedOfAll(
      transaction,
      pending.map(({ connectionId }) => connectionId),
    );
    const addressed = pending.map((message): AddressedMessage => ({
      ...message,
      link: linkOf(message.connectionId),
    }));
    const standingOf = await open.hold(
      transaction,
      addressed.map(({ link }) => link.id),
    );
    const sendable = addressed.filter(({ link }) => standingOf(link.id) !== 'ended');
    // Before sequences are given out: those of what is delivered have no gaps.
    const messages = await subscriptions.wantedOf(transaction, sendable);
    if (messages.length === 0) return;
    // Every transaction locks streams in the same order, so that two of them never wait for each other.
    messages.sort(byStream);
    const streams = await allocate(transaction, messages);

    const time = transaction.now.toISOString();
    const next = new Map<string, number>();
    for (const message of [...messages].reverse()) {
      const key = streamOf(message);
      next.set(key, (next.get(key) ?? 0) + 1);
    }
    const rows = messages.map((message) => {
      const key = streamOf(message);
      const stream = streams.get(key);
      const left = next.get(key) ?? 0;
      if (stream === undefined) throw new Error(`No sequence for stream ${message.stream}`);
      next.set(key, left - 1);
      const sequence = stream.next_seq - left;
      return {
        message_id: message.id,
        link_id: message.link.id,
        stream_id: stream.id,
        epoch: stream.epoch,
        seq: sequence,
        type: message.type,
        body: freeze(message, { epoch: stream.epoch, sequence, time }),
        state: 'pending',
        created_at: transaction.now.getTime(),
      };
    });
    for (let from = 0; from < rows.length; from += MAX_INSERTED_ROWS) {
      await transaction.table(TABLES.outbox).insert(rows.slice(from, from + MAX_INSERTED_ROWS));
    }

    const linkIds = new Set(messages.map(({ link }) => link.id));
    transaction.afterCommit(() => {
      for (const linkId of linkIds) wake(linkId);
    });
  };

  return {
    /**
     * Writes a message into the outbox, in the transaction of the change that it tells of. What is told
     * over a link that has ended is left out.
     *
     * @returns the message's id, which stays the same over every attempt to deliver it.
     */
    enqueue: (transaction: Transaction, outgoing: Outgoing): string => {
      const message: Pending = { ...outgoing, id: `msg_${randomUUID()}` };
      const pending = pendingOf.get(transaction);
      if (pending) {
        pending.push(message);
      } else {
        pendingOf.set(transaction, [message]);
        transaction.beforeCommit('bridge.outbox', () => flush(transaction));
      }
      return message.id;
    },
  };
};
