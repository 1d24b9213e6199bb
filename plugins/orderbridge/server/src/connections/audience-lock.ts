import { nextNumber } from '../kernel/sequence';
import type { Transaction } from '../kernel/transaction';

const locked = new WeakSet<Transaction>();

/**
 * Lets changes of what is offered and of who is connected happen one after the other: each must see
 * what the one before has done, or a new connection and a new publish would miss each other. To be
 * taken before anything is read that the change rests on.
 */
export const lockAudience = async (transaction: Transaction): Promise<void> => {
  if (locked.has(transaction)) return;
  locked.add(transaction);
  await nextNumber(transaction, 'audience');
};
