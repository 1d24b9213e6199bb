import type { Core } from '@strapi/strapi';
import type { WebhookEventType } from '../../../shared/messages';
import { recordAct } from '../audit';
import { assertAllowedUrl, bridgeService, generateSecret } from '../bridge';
import { getConfig } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';
import { inTransaction, type Transaction } from '../kernel/transaction';
import type { createConnectionVerbs } from './connection-verbs';
import { connectionRows, type ConnectionRow } from './content-types';

/** Which types a receiver gets; null for all of them, those of later versions included. */
export type EventTypes = readonly WebhookEventType[] | null;

/** What can be changed of a connection to a receiver of webhooks, once it is open. */
export const createWebhookReceivers = ({
  strapi,
  hold,
}: {
  strapi: Core.Strapi;
  hold: ReturnType<typeof createConnectionVerbs>['hold'];
}) => {
  const bridge = () => bridgeService.from(strapi);

  /** The receiver that an address names, held until the change is over, with its end of the bridge. */
  const holdReceiver = async (transaction: Transaction, documentId: string) => {
    const { connection, link } = await hold(transaction, documentId);
    if (connection.kind !== 'webhook') {
      const text = 'This connection leads to an instance, not to a receiver of webhooks.';
      throw new OrderbridgeError('connection.not_a_webhook', text);
    }
    recordAct(transaction, { type: 'connection', documentId, name: connection.name });
    return { connection, link };
  };

  return {
    /**
     * Changes the address of a receiver, and the types that it gets. What is not given stays.
     *
     * @throws `connection.not_found`, `connection.not_a_webhook`, `connection.url_not_allowed`
     */
    async change(
      documentId: string,
      { url, eventTypes }: { url?: string | undefined; eventTypes?: EventTypes | undefined },
    ): Promise<ConnectionRow> {
      if (url !== undefined) assertAllowedUrl(strapi, url);
      return inTransaction(strapi, async (transaction) => {
        const { connection, link } = await holdReceiver(transaction, documentId);
        if (eventTypes !== undefined) {
          await bridge().subscriptions.change(transaction, link.id, eventTypes);
        }
        if (url === undefined) return connection;
        await connectionRows.update(transaction, { id: connection.id }, { peerUrl: url });
        await bridge().links.moveTo(transaction, link.id, url);
        return { ...connection, peerUrl: url };
      });
    },

    /**
     * Gives a receiver a new secret. The old one signs on beside it for a while; one that has become
     * known to others ends at once.
     *
     * @returns the secret, which is shown here and never again, and when the old one ends.
     * @throws `connection.not_found`, `connection.not_a_webhook`, `connection.encryption_key_missing`
     */
    async replaceSecret(documentId: string, { compromised }: { compromised: boolean }) {
      const secret = generateSecret();
      const overlapMs = compromised ? 0 : getConfig(strapi).bridge.secretOverlapMs;
      return inTransaction(strapi, async (transaction) => {
        const { connection, link } = await holdReceiver(transaction, documentId);
        await bridge().keys.replace(transaction, link.id, { secret, overlapMs });
        const oldSecretEndsAt = new Date(transaction.now.getTime() + overlapMs).toISOString();
        return { connection, secret, oldSecretEndsAt };
      });
    },
  };
};
