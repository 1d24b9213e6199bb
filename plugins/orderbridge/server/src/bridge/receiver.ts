import type { Core } from '@strapi/strapi';
import type { MessageResult } from '../../../shared/messages';
import { OrderbridgeError } from '../kernel/errors';
import { inTransaction, type Transaction } from '../kernel/transaction';
import {
  assertSequenceUnused,
  findInInbox,
  lockCursor,
  moveCursor,
  writeInbox,
  type InboxEntry,
} from './inbox';
import { findMessageType, type Inbound, type MessageType } from './message-types';
import type { createOpenLinks } from './open-links';
import { idOf, readMessage, refusal, toInbound, typeOf, type Received } from './read-message';
import type { LinkRow } from './tables';

/** The stream's cursor stands elsewhere than the message: it, and all behind it, must wait. */
class GapError extends Error {
  constructor(readonly expected: number) {
    super(`expected ${String(expected)}`);
  }
}

/** What a peer is answered over a link that has ended. */
export const endedError = () =>
  new OrderbridgeError('bridge.revoked', 'This connection has ended.');

const applied = (id: string): MessageResult => ({ id, status: 200, result: 'applied' });
const duplicate = (id: string): MessageResult => ({ id, status: 200, result: 'duplicate' });

/**
 * Takes messages in: exactly one effect per message. Inbox row, change and cursor are one
 * transaction, and a message is answered 200 only after that has committed.
 */
export const createReceiver = ({
  strapi,
  open,
}: {
  strapi: Core.Strapi;
  open: ReturnType<typeof createOpenLinks>;
}) => {
  type Take = (inbound: Inbound<unknown>, type: MessageType<unknown>) => Promise<void>;

  /** The link was read before: it may have ended since. From here on it stays open until the commit. */
  const holdOpen = async (transaction: Transaction, { id }: LinkRow): Promise<void> => {
    if ((await open.hold(transaction, [id]))(id) === 'ended') throw endedError();
  };

  /** Takes a run of one stream in one transaction. What is thrown leaves nothing of the run behind. */
  const takeRun = (
    link: LinkRow,
    run: readonly Received[],
    entry: InboxEntry,
    take: Take,
  ): Promise<MessageResult[]> =>
    inTransaction(strapi, async (transaction) => {
      const [head] = run;
      if (head === undefined) return [];
      // The lock comes first: from here on nobody else takes messages of this stream.
      let cursor = await lockCursor(transaction, link, head.message);
      await holdOpen(transaction, link);
      const known = await findInInbox(transaction, link, run);
      const fresh: Received[] = [];
      const results: MessageResult[] = [];
      for (const received of run) {
        const { message, digest } = received;
        const before = known.get(message.id);
        if (before !== undefined && before !== digest) {
          const text = 'Another message was received under this id.';
          throw new OrderbridgeError('bridge.id_reused', text);
        }
        if (before === undefined && message.sequence <= cursor.lastSeq) {
          await assertSequenceUnused(transaction, link, message);
        }
        if (before !== undefined || message.sequence <= cursor.lastSeq) {
          results.push(duplicate(message.id));
          continue;
        }
        if (message.sequence !== cursor.lastSeq + 1 || message.epoch !== cursor.epoch) {
          throw new GapError(cursor.lastSeq + 1);
        }
        const type = typeOf(strapi, link, message.type);
        await take(toInbound(transaction, link, type, message), type);
        cursor = { ...cursor, lastSeq: message.sequence };
        fresh.push(received);
        results.push(applied(message.id));
      }
      if (fresh.length > 0) {
        await writeInbox(transaction, link, fresh, entry);
        await moveCursor(transaction, link, head.message.stream, cursor);
      }
      return results;
    });

  const apply: Take = (inbound, type) => type.apply(inbound);

  const toResult = (id: string, error: unknown): MessageResult => {
    if (error instanceof GapError) {
      return { id, status: 409, code: 'bridge.gap', expected: error.expected };
    }
    // The whole request is answered so, as the next one will be.
    if (error instanceof OrderbridgeError && error.code === 'bridge.revoked') throw error;
    if (error instanceof OrderbridgeError) {
      const { epoch } = error.details as { epoch?: number };
      // A refusal of the business is permanent for these bytes, whatever status a caller of the API
      // would get for it; the protocol's own codes keep theirs.
      const status = error.code.startsWith('bridge.') ? error.status : 422;
      return {
        id,
        status,
        code: error.code,
        message: error.message,
        ...(epoch !== undefined && { epoch }),
      };
    }
    strapi.log.error(`[orderbridge] applying ${id} failed`, error);
    return refusal(id, 'bridge.apply_failed', 'The message could not be applied.');
  };

  /** A command that the business refuses is taken in as refused, and its refusal is sent back. */
  const takeRefused = (link: LinkRow, received: Received, error: OrderbridgeError) =>
    takeRun(link, [received], { result: 'refused', code: error.code }, (inbound, type) =>
      type.refuse === undefined ? Promise.reject(error) : type.refuse(inbound, error),
    );

  const takeOne = async (link: LinkRow, received: Received): Promise<MessageResult> => {
    const { id, type } = received.message;
    try {
      const [result] = await takeRun(link, [received], { result: 'applied' }, apply);
      return result ?? duplicate(id);
    } catch (error) {
      const mayRefuse =
        error instanceof OrderbridgeError &&
        !error.code.startsWith('bridge.') &&
        findMessageType(strapi, type)?.refuse !== undefined;
      if (!mayRefuse) return toResult(id, error);
      try {
        const [result] = await takeRefused(link, received, error);
        return result ?? duplicate(id);
      } catch (failure) {
        return toResult(id, failure);
      }
    }
  };

  const takeStream = async (link: LinkRow, run: readonly Received[]): Promise<MessageResult[]> => {
    if (run.length > 1) {
      try {
        return await takeRun(link, run, { result: 'applied' }, apply);
      } catch {
        // Some message of the run stops it. One by one, what stands before it still gets through,
        // and the error comes up again where it is answered.
      }
    }
    const results: MessageResult[] = [];
    for (const received of run) results.push(await takeOne(link, received));
    return results;
  };

  return {
    /**
     * Takes the messages of one verified request; one result per message, in the same order.
     *
     * @throws `bridge.revoked` where the link has ended meanwhile
     */
    async receive(link: LinkRow, raws: readonly unknown[]): Promise<MessageResult[]> {
      const results: (MessageResult | undefined)[] = raws.map(() => undefined);
      const streams = new Map<string, { index: number; received: Received }[]>();
      raws.forEach((raw, index) => {
        const received = readMessage(link, raw);
        if (!('message' in received) || typeof received.message === 'string') {
          results[index] = received as MessageResult;
          return;
        }
        const { stream } = (received as Received).message;
        const run = streams.get(stream) ?? [];
        run.push({ index, received: received as Received });
        streams.set(stream, run);
      });
      for (const run of streams.values()) {
        const taken = await takeStream(
          link,
          run.map(({ received }) => received),
        );
        run.forEach(({ index }, position) => {
          results[index] = taken[position];
        });
      }
      return results.map(
        (result, index) =>
          result ?? refusal(idOf(raws[index]), 'bridge.apply_failed', 'No result for the message.'),
      );
    },
  };
};
