import { nextNumber } from '../kernel/sequence';
import type { Transaction } from '../kernel/transaction';

/** Lets changes of roles and of what is kept of grants happen one after the other, on all nodes. */
export const lockAccess = async (transaction: Transaction): Promise<void> => {
  await nextNumber(transaction, 'access');
};
