import type { taskCreate } from '../../../shared/messages';
import { taskStream } from '../../../shared/streams';
import { bridgeService } from '../bridge';
import { connectionsService } from '../connections';
import { OrderbridgeError } from '../kernel/errors';
import { tasks } from './content-types';
import { peer, type From } from './inbound';
import { openTask } from './open-task';
import { numberPrefix } from './task-numbers';

/**
 * At the provider: a consumer's wish for a task.
 *
 * @throws `task.number_invalid`, `task.number_taken`, and what {@link openTask} refuses
 */
export const applyTaskCreate = async (inbound: From<typeof taskCreate>): Promise<void> => {
  const { transaction, link, message, data } = inbound;
  const { strapi } = transaction;
  const connection = await connectionsService.from(strapi).refOf(link.connectionId);
  const prefix = numberPrefix(connection);
  if (!data.number.startsWith(prefix)) {
    const text = `The number of a task of this connection begins with ${prefix}.`;
    throw new OrderbridgeError('task.number_invalid', text);
  }
  const known = { connection: link.connectionId, side: 'provider', number: data.number };
  if ((await tasks.count(strapi, known)) > 0) {
    throw new OrderbridgeError('task.number_taken', `There is a task ${data.number} already.`);
  }
  await openTask(transaction, {
    connection,
    takeNumber: () => Promise.resolve(data.number),
    title: data.title,
    requester: {
      requesterKind: null,
      requesterId: null,
      requesterName: data.requester.name,
    },
    requestedAt: new Date(data.requestedAt),
    actor: peer(data.requester.name),
    lines: data.lines,
    causation: message.id,
  });
};

/** At the provider: the answer to a wish that was refused. No task is left here; the consumer has one. */
export const refuseTaskCreate = (
  { transaction, link, message, data }: From<typeof taskCreate>,
  error: OrderbridgeError,
): Promise<void> => {
  bridgeService.from(transaction.strapi).enqueue(transaction, {
    connectionId: link.connectionId,
    stream: taskStream(data.number),
    type: 'task.declined',
    data: { number: data.number, code: error.code, reason: error.message },
    causation: message.id,
  });
  return Promise.resolve();
};
