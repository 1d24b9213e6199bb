import type { ConnectionRef } from '../connections';
import { nextNumber } from '../kernel/sequence';
import type { Transaction } from '../kernel/transaction';

const TASK_NUMBER_DIGITS = 6;

/** What the number of every task of a connection begins with; the consumer counts on from it. */
export const numberPrefix = ({ shortCode }: Pick<ConnectionRef, 'shortCode'>): string =>
  `PT-${shortCode}-`;

/** The next number of a connection's tasks. A request that is refused leaves no gap. */
export const mintNumber = async (
  transaction: Transaction,
  connection: ConnectionRef,
): Promise<string> => {
  const count = await nextNumber(transaction, `task/${connection.key}/${connection.role}`);
  return numberPrefix(connection) + String(count).padStart(TASK_NUMBER_DIGITS, '0');
};
