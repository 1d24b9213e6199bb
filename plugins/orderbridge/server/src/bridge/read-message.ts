import type { Core } from '@strapi/strapi';
import { ERROR_STATUS, type ErrorCode } from '../../../shared/errors';
import {
  envelope,
  PROTOCOL_VERSION,
  type Envelope,
  type MessageResult,
} from '../../../shared/messages';
import { digestOf } from '../kernel/digest';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { findMessageType, type Inbound, type MessageType } from './message-types';
import { audienceOf, sourceOf } from './outbox';
import type { LinkRow } from './tables';

/** A message that was written for this end of the connection. */
export interface Received {
  readonly message: Envelope;
  readonly digest: string;
}

/** The result of a message that is refused for good. */
export const refusal = (id: string, code: ErrorCode, message: string): MessageResult => ({
  id,
  status: ERROR_STATUS[code],
  code,
  message,
});

const peerRole = (link: LinkRow): LinkRow['role'] =>
  link.role === 'provider' ? 'consumer' : 'provider';

/** The id of what may be no message; nothing where it has none. */
export const idOf = (raw: unknown): string => {
  const id = (raw as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : '';
};

/** Reads one message and checks that it was written for this end of this connection. */
export const readMessage = (link: LinkRow, raw: unknown): Received | MessageResult => {
  const { specversion } = (raw ?? {}) as { specversion?: unknown };
  if (typeof specversion === 'string' && specversion !== PROTOCOL_VERSION) {
    const spoken = `This side speaks version ${PROTOCOL_VERSION}.`;
    return refusal(idOf(raw), 'bridge.version_unsupported', spoken);
  }
  const parsed = envelope.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    return refusal(idOf(raw), 'bridge.data_invalid', `${where}: ${issue?.message ?? ''}`);
  }
  const message = parsed.data;
  const isForUs =
    message.audience === audienceOf(link.key) &&
    message.source === sourceOf(peerRole(link), link.key);
  if (!isForUs) {
    const text = 'The message was written for another connection or direction.';
    return refusal(message.id, 'bridge.type_not_allowed', text);
  }
  return {
    message,
    digest: digestOf(raw),
  };
};

/** @throws `bridge.type_unknown`, `bridge.type_not_allowed` */
export const typeOf = (strapi: Core.Strapi, link: LinkRow, type: string): MessageType<unknown> => {
  const known = findMessageType(strapi, type);
  if (known === undefined) {
    throw new OrderbridgeError('bridge.type_unknown', `This side does not know ${type}.`);
  }
  if (known.sentBy !== 'either' && known.sentBy !== peerRole(link)) {
    throw new OrderbridgeError(
      'bridge.type_not_allowed',
      `A ${peerRole(link)} may not send ${type}.`,
    );
  }
  return known;
};

/** @throws `bridge.data_invalid` */
export const toInbound = (
  transaction: Transaction,
  link: LinkRow,
  type: MessageType<unknown>,
  message: Envelope,
): Inbound<unknown> => {
  const data = type.schema.safeParse(message.data);
  if (!data.success) {
    const [issue] = data.error.issues;
    const text = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
    throw new OrderbridgeError('bridge.data_invalid', text);
  }
  const stream = type.streamOf(data.data);
  if (message.stream !== stream) {
    const text = `stream: A ${type.type} of this content travels in the stream ${stream}.`;
    throw new OrderbridgeError('bridge.data_invalid', text);
  }
  return { transaction, link, message, data: data.data };
};
