import type { Transaction } from '../kernel/transaction';
import type { Inbound } from './message-types';
import type { createLinks } from './links';
import type { createOutbox, Outgoing } from './outbox';
import { commandRepository } from './tables';

/** A command, and what it is about, for people who look at what waits. */
export interface OutgoingCommand extends Outgoing {
  readonly subject: string;
}

export type CommandOutcome =
  | { readonly state: 'accepted' }
  | { readonly state: 'refused'; readonly code: string; readonly reason: string };

/** What one side wants of a fact that the other side owns: sent, then accepted or refused. */
export const createCommands = ({
  links,
  outbox,
}: {
  links: ReturnType<typeof createLinks>;
  outbox: ReturnType<typeof createOutbox>;
}) => ({
  /** @returns the id by which the answer names the command. */
  send: async (
    transaction: Transaction,
    { subject, ...outgoing }: OutgoingCommand,
  ): Promise<string> => {
    const messageId = outbox.enqueue(transaction, outgoing);
    const { id: linkId } = await links.fixedOf(transaction, outgoing.connectionId);
    await commandRepository.insertOne(transaction, {
      messageId,
      linkId,
      type: outgoing.type,
      subject,
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
});
