import type {
  commandAccepted,
  commandRefused,
  taskAccept,
  taskCancel,
  TaskCommand,
  taskReject,
} from '../../../shared/messages';
import { taskStream } from '../../../shared/streams';
import { bridgeService } from '../bridge';
import { recordStateChanges, type Actor } from '../history';
import type { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { grantWish } from './ask';
import type { TaskRow } from './content-types';
import { findInboundTask, getInboundTask, peer, type From } from './inbound';
import { holdParent, snapshotOfRow } from './parents';
import type { ConsumerVerb } from './task-actions';

type InboundCommand = From<typeof taskCancel> | From<typeof taskAccept> | From<typeof taskReject>;

const VERB_OF: Readonly<Record<TaskCommand, ConsumerVerb>> = {
  'task.cancel': 'cancel',
  'task.accept': 'accept',
  'task.reject': 'reject',
};

/** Both sides keep that something was asked for and refused. */
const recordRefusal = (
  transaction: Transaction,
  row: TaskRow,
  refused: {
    verb: string;
    actor: Actor;
    code: string;
    reason: string;
    at: Date;
    version: number;
  },
): void => {
  recordStateChanges(transaction, [
    {
      subjectType: 'provider-task',
      subjectId: row.documentId,
      from: row.state,
      to: row.state,
      actor: refused.actor,
      at: refused.at,
      reason: refused.reason,
      deed: {
        // As the verb is called where it is granted.
        verb:
          row.parentKind === 'order' && refused.verb === 'cancel' ? 'request-cancel' : refused.verb,
        side: 'consumer',
        version: refused.version,
        parentState: row.parentState,
        refusal: refused.code,
      },
    },
  ]);
};

/** At the provider: takes a command in and says so, behind the news of what it has changed. */
export const applyCommand =
  (command: TaskCommand) =>
  async (inbound: InboundCommand): Promise<void> => {
    const { transaction, link, message, data } = inbound;
    const row = await getInboundTask(inbound, data.number);
    await grantWish(transaction, row, {
      verb: VERB_OF[command],
      actor: peer(data.requester.name),
      reason: 'reason' in data ? data.reason : undefined,
      expectedVersion: 'expectedVersion' in data ? data.expectedVersion : undefined,
      causation: message.id,
    });
    bridgeService.from(transaction.strapi).enqueue(transaction, {
      connectionId: link.connectionId,
      stream: taskStream(data.number),
      type: 'command.accepted',
      data: { number: data.number, command },
      causation: message.id,
    });
  };

/** At the provider: says why a command was refused, and how the task stands. */
export const refuseCommand =
  (command: TaskCommand) =>
  async (inbound: InboundCommand, error: OrderbridgeError): Promise<void> => {
    const { transaction, link, message, data } = inbound;
    const { number, requester } = data;
    const { code, message: reason } = error;
    const known = await findInboundTask(inbound, number);
    if (known !== null) await holdParent(transaction, known);
    const row = known && (await findInboundTask(inbound, number));
    if (row !== null) {
      recordRefusal(transaction, row, {
        verb: VERB_OF[command],
        actor: peer(requester.name),
        code,
        reason,
        at: transaction.now,
        version: row.version,
      });
    }
    bridgeService.from(transaction.strapi).enqueue(transaction, {
      connectionId: link.connectionId,
      stream: taskStream(number),
      type: 'command.refused',
      data: {
        number,
        command,
        requester,
        code,
        reason,
        refusedAt: transaction.now.toISOString(),
        task: row && snapshotOfRow(row),
      },
      causation: message.id,
    });
  };

export const applyCommandAccepted = async (
  inbound: From<typeof commandAccepted>,
): Promise<void> => {
  const { transaction, data } = inbound;
  await getInboundTask(inbound, data.number);
  const bridge = bridgeService.from(transaction.strapi);
  await bridge.settleCommand(transaction, inbound, { state: 'accepted' });
};

export const applyCommandRefused = async (inbound: From<typeof commandRefused>): Promise<void> => {
  const { transaction, data } = inbound;
  const { code, reason, requester, command, refusedAt } = data;
  const row = await getInboundTask(inbound, data.number);
  const bridge = bridgeService.from(transaction.strapi);
  await bridge.settleCommand(transaction, inbound, { state: 'refused', code, reason });
  recordRefusal(transaction, row, {
    verb: VERB_OF[command],
    actor: peer(requester.name),
    code,
    reason,
    at: new Date(refusedAt),
    version: data.task?.version ?? row.version,
  });
};
