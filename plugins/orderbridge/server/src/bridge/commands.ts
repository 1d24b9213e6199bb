import type { Core } from '@strapi/strapi';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import type { Inbound } from './message-types';
import type { createLinks } from './links';
import type { createOpenLinks } from './open-links';
import type { createOutbox, Outgoing } from './outbox';
import { commandRepository, linkRepository, toIso, type CommandRow } from './tables';

/** A command, and what it is about, for people who look at what waits. */
export interface OutgoingCommand extends Outgoing {
  readonly subject: string;
  /** The name of the person or application that asks. */
  readonly askedBy: string;
}

/** A command that this side has sent, and what became of it. */
export interface SentCommand {
  readonly connectionId: number;
  readonly type: string;
  readonly subject: string;
  readonly askedBy: string | null;
  readonly state: CommandRow['state'];
  readonly code: string | null;
  readonly reason: string | null;
  readonly sentAt: string;
  readonly answeredAt: string | null;
}

export type CommandOutcome =
  | { readonly state: 'accepted' }
  | { readonly state: 'refused'; readonly code: string; readonly reason: string };

/** What one side wants of a fact that the other side owns: sent, then accepted or refused. */
export const createCommands = ({
  strapi,
  links,
  open,
  outbox,
}: {
  strapi: Core.Strapi;
  links: ReturnType<typeof createLinks>;
  open: ReturnType<typeof createOpenLinks>;
  outbox: ReturnType<typeof createOutbox>;
}) => ({
  /**
   * @returns the id by which the answer names the command.
   * @throws `connection.ended`
   */
  send: async (
    transaction: Transaction,
    { subject, askedBy, ...outgoing }: OutgoingCommand,
  ): Promise<string> => {
    const { id: linkId } = await links.fixedOf(transaction, outgoing.connectionId);
    if ((await open.hold(transaction, [linkId]))(linkId) !== 'open') {
      const text = 'The connection has ended: the other side cannot be asked any more.';
      throw new OrderbridgeError('connection.ended', text);
    }
    const messageId = outbox.enqueue(transaction, outgoing);
    await commandRepository.insertOne(transaction, {
      messageId,
      linkId,
      type: outgoing.type,
      subject,
      askedBy,
      state: 'pending',
      sentAt: transaction.now.getTime(),
    });
    return messageId;
  },

  /** Notes an answer: a command is answered once, over the connection that it went out on. */
  settle: async (
    transaction: Transaction,
    { link, message }: Pick<Inbound<unknown>, 'link' | 'message'>,
    outcome: CommandOutcome,
  ): Promise<void> => {
    if (message.causation === undefined) return;
    await commandRepository.update(
      transaction,
      { messageId: message.causation, linkId: link.id, state: 'pending' },
      { ...outcome, answeredAt: transaction.now.getTime() },
    );
  },

  /** The commands about some subjects over some connections, oldest first. */
  about: async (
    connectionIds: readonly number[],
    subjects: readonly string[],
  ): Promise<SentCommand[]> => {
    const known = await linkRepository.findMany(
      strapi,
      { connectionId: { $in: connectionIds } },
      { select: ['id', 'connectionId'] },
    );
    const connectionOf = new Map(known.map(({ id, connectionId }) => [id, connectionId]));
    const rows = await commandRepository.findMany(
      strapi,
      { linkId: { $in: [...connectionOf.keys()] }, subject: { $in: subjects } },
      { orderBy: { id: 'asc' } },
    );
    return rows.map((row) => ({
      connectionId: connectionOf.get(row.linkId) ?? 0,
      type: row.type,
      subject: row.subject,
      askedBy: row.askedBy,
      state: row.state,
      code: row.code,
      reason: row.reason,
      sentAt: toIso(row.sentAt),
      answeredAt: row.answeredAt === null ? null : toIso(row.answeredAt),
    }));
  },
});
