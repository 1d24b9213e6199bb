import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { recordAct, recordActOfPeer } from '../audit';
import { assertAllowedUrl, bridgeService } from '../bridge';
import { OrderbridgeError } from '../kernel/errors';
import { nextNumber } from '../kernel/sequence';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { connectionRows, consumers, invitations, type ConnectionRow } from './content-types';
import type { EventTypes } from './webhook-receivers';

/** What every connection begins with, however the two sides have found each other. */
export const createOpening = ({
  strapi,
  onOpened,
}: {
  strapi: Core.Strapi;
  onOpened: (transaction: Transaction, connection: ConnectionRow) => Promise<void>;
}) => {
  const open = async (
    transaction: Transaction,
    row: Omit<ConnectionRow, 'id' | 'documentId' | 'pairedAt' | 'consumer' | 'autoActivate'> & {
      consumer: number | null;
    },
    secrets: { out: string; in?: string },
    {
      endpoint,
      eventTypes = null,
      peer,
    }: {
      endpoint: string;
      eventTypes?: EventTypes;
      /** Who takes up an invitation from the other side; nobody is signed in here then. */
      peer?: string;
    },
  ): Promise<ConnectionRow> => {
    const { id } = await connectionRows.insertOne(transaction, {
      ...row,
      autoActivate: false,
      pairedAt: transaction.now,
    });
    await bridgeService.from(strapi).links.open(transaction, {
      connectionId: id,
      key: row.key,
      role: row.role,
      kind: row.kind,
      endpoint,
      eventTypes,
      secrets,
    });
    const opened = await connectionRows.findOne(strapi, { id }, { populate: ['consumer'] });
    if (opened === null) throw new Error('The connection is gone before it was opened');
    const { documentId, name } = opened;
    const subject = { type: 'connection', documentId, name };
    if (peer === undefined) recordAct(transaction, subject);
    else recordActOfPeer(transaction, 'connection.pair', { peer, subject });
    await onOpened(transaction, opened);
    return opened;
  };

  const findConsumer = async (documentId: string) => {
    const consumer = await consumers.findOne(strapi, { documentId });
    if (consumer === null) {
      throw new OrderbridgeError('consumer.not_found', 'There is no such consumer.');
    }
    return consumer;
  };

  /** Checks a short code and holds it until the transaction ends: two askers come one after the other. */
  const assertShortCodeFree = async (
    transaction: Transaction,
    shortCode: string,
    invitationId = '',
  ): Promise<void> => {
    await nextNumber(transaction, 'short-codes');
    const taken =
      (await connectionRows.count(strapi, { role: 'provider', shortCode })) +
      (await invitations.count(strapi, {
        shortCode,
        state: 'open',
        invitationId: { $ne: invitationId },
        expiresAt: { $gt: transaction.now.getTime() },
      }));
    if (taken > 0) {
      const text = `The short code ${shortCode} belongs to another connection.`;
      throw new OrderbridgeError('connection.short_code_taken', text);
    }
  };

  return {
    open,
    findConsumer,
    assertShortCodeFree,

    /**
     * At the provider: a connection to a receiver of webhooks.
     *
     * @returns the connection and its secret, which is shown here and never again.
     */
    async openWebhook(
      input: { consumer: string; shortCode: string; url: string; eventTypes: EventTypes },
      secret: string,
    ): Promise<ConnectionRow> {
      const consumer = await findConsumer(input.consumer);
      assertAllowedUrl(strapi, input.url);
      return inTransaction(strapi, async (transaction) => {
        await assertShortCodeFree(transaction, input.shortCode);
        return open(
          transaction,
          {
            name: consumer.name,
            key: randomUUID(),
            role: 'provider',
            kind: 'webhook',
            shortCode: input.shortCode,
            peerUrl: input.url,
            peerName: consumer.name,
            consumer: consumer.id,
          },
          { out: secret },
          { endpoint: input.url, eventTypes: input.eventTypes },
        );
      });
    },
  };
};

export type Opening = ReturnType<typeof createOpening>;
