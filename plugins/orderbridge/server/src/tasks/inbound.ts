import type { z } from 'zod';
import type { Inbound } from '../bridge';
import type { Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import { RELATIONS, tasks, type TaskRow } from './content-types';

/** A message of a schema, on its way in. */
export type From<Schema extends z.ZodType> = Inbound<z.infer<Schema>>;

/** Somebody of the other side: of them nothing but the name is known here. */
export const peer = (name: string): Actor => ({ kind: 'peer', id: null, name });

/** The task of this side that a message is about, or nothing. */
export const findInboundTask = (
  { transaction, link }: Pick<Inbound<unknown>, 'transaction' | 'link'>,
  number: string,
): Promise<TaskRow | null> =>
  tasks.findOne(
    transaction.strapi,
    { connection: link.connectionId, side: link.role, number },
    RELATIONS,
  );

/** @throws `task.not_found` */
export const getInboundTask = async (
  inbound: Inbound<unknown>,
  number: string,
): Promise<TaskRow> => {
  const row = await findInboundTask(inbound, number);
  if (row === null) {
    const text = `There is no task ${number} here: it was declined, or never asked for.`;
    throw new OrderbridgeError('task.not_found', text);
  }
  return row;
};
