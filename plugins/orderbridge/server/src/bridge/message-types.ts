import type { z } from 'zod';
import type { Core } from '@strapi/strapi';
import type { Envelope } from '../../../shared/messages';
import type { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import type { LinkRow } from './tables';

/** A message on its way into the business. */
export interface Inbound<Data> {
  readonly transaction: Transaction;
  readonly link: LinkRow;
  readonly message: Envelope;
  readonly data: Data;
}

/** How a feature takes in one type of message. */
export interface MessageType<Data> {
  readonly type: string;
  /** Which role of the peer may send it. */
  readonly sentBy: 'provider' | 'consumer' | 'either';
  readonly schema: z.ZodType<Data>;
  /** Where such a message travels; in another stream it would come in no order with others of its kind. */
  streamOf(data: Data): string;
  /**
   * Applies the message inside the transaction that also moves the stream's cursor. An
   * OrderbridgeError is a refusal; anything else is a failure, which the sender tries again.
   */
  apply(inbound: Inbound<Data>): Promise<void>;
  /**
   * For commands: what to answer after a refusal, in a transaction of its own, for the refused one
   * is rolled back. Without it a refusal goes back as 422 and parks the sender's stream.
   */
  refuse?(inbound: Inbound<Data>, error: OrderbridgeError): Promise<void>;
}

type Registry = Map<string, MessageType<unknown>>;

const registries = new WeakMap<Core.Strapi, Registry>();

const registryOf = (strapi: Core.Strapi): Registry => {
  const known = registries.get(strapi);
  if (known) return known;
  const registry: Registry = new Map();
  registries.set(strapi, registry);
  return registry;
};

/** Makes a type of message known to the receiver. Every type has one feature. */
export const registerMessageType = <Data>(strapi: Core.Strapi, type: MessageType<Data>): void => {
  const registry = registryOf(strapi);
  if (registry.has(type.type)) throw new Error(`Two features take ${type.type}`);
  registry.set(type.type, type);
};

export const findMessageType = (strapi: Core.Strapi, type: string) => registryOf(strapi).get(type);
