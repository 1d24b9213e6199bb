import { OrderbridgeError } from '../kernel/errors';
import { rowsOf, type Transaction } from '../kernel/transaction';
import type { Envelope } from '../../../shared/messages';
import type { Received } from './read-message';
import { TABLES, type LinkRow } from './tables';

/** Where a stream stands: the last message of it that was taken in. */
export interface Cursor {
  readonly epoch: number;
  readonly lastSeq: number;
}

/** Reads where the stream stands and holds its row until the transaction ends. */
export const lockCursor = async (
  transaction: Transaction,
  link: LinkRow,
  { stream, epoch }: Envelope,
): Promise<Cursor> => {
  const rows = await rowsOf<{ epoch: number; last_seq: number }>(
    transaction
      .table(TABLES.streamsIn)
      .insert({ link_id: link.id, stream_key: stream, epoch, last_seq: 0 })
      .onConflict(['link_id', 'stream_key'])
      .merge({ link_id: link.id })
      .returning(['epoch', 'last_seq']),
  );
  const [row] = rows;
  const known = { epoch: Number(row?.epoch), lastSeq: Number(row?.last_seq) };
  if (epoch < known.epoch) {
    const text = `The stream is at epoch ${String(known.epoch)}.`;
    throw new OrderbridgeError('bridge.epoch', text, { epoch: known.epoch });
  }
  // A higher epoch is a stream that its owner has begun anew, after restoring a backup.
  return epoch > known.epoch ? { epoch, lastSeq: 0 } : known;
};

export const moveCursor = (
  transaction: Transaction,
  link: LinkRow,
  stream: string,
  { epoch, lastSeq }: Cursor,
) =>
  transaction
    .table(TABLES.streamsIn)
    .where({ link_id: link.id, stream_key: stream })
    .update({ epoch, last_seq: lastSeq });

/** What became of messages. */
export interface InboxEntry {
  readonly result: 'applied' | 'refused';
  readonly code?: string;
}

export const writeInbox = (
  transaction: Transaction,
  link: LinkRow,
  received: readonly Received[],
  { result, code }: InboxEntry,
) =>
  transaction.table(TABLES.inbox).insert(
    received.map(({ message, digest }) => ({
      link_id: link.id,
      message_id: message.id,
      stream_key: message.stream,
      seq: message.sequence,
      digest,
      type: message.type,
      result,
      code: code ?? null,
      received_at: transaction.now.getTime(),
    })),
  );

/** What the inbox knows of these messages, by id. */
export const findInInbox = async (
  transaction: Transaction,
  link: LinkRow,
  received: readonly Received[],
): Promise<Map<string, string>> => {
  const rows = await rowsOf<{ message_id: string; digest: string }>(
    transaction
      .table(TABLES.inbox)
      .where({ link_id: link.id })
      .whereIn(
        'message_id',
        received.map(({ message }) => message.id),
      )
      .select('message_id', 'digest'),
  );
  return new Map(rows.map((row) => [row.message_id, row.digest]));
};

/**
 * A sender that was restored from a backup gives sequences out twice. Taking its new message for an
 * old one would lose it without a word; so the stream stops where an admin of the sender sees it.
 */
export const assertSequenceUnused = async (
  transaction: Transaction,
  link: LinkRow,
  { stream, sequence }: Envelope,
): Promise<void> => {
  const others = await rowsOf<{ id: number }>(
    transaction
      .table(TABLES.inbox)
      .where({ link_id: link.id, stream_key: stream, seq: sequence })
      .select('id')
      .limit(1),
  );
  if (others.length > 0) {
    const text = `Sequence ${String(sequence)} of ${stream} has brought another message before.`;
    throw new OrderbridgeError('bridge.sequence_reused', text);
  }
};
