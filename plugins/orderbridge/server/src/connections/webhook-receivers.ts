import type { Core } from '@strapi/strapi';
import type { WebhookEventType } from '../../../shared/messages';
import { assertAllowedUrl, bridgeService, generateSecret } from '../bridge';
import { getConfig } from '../kernel/config';
import type { createConnectionVerbs } from './connection-verbs';
import { connectionRows, type ConnectionRow } from './content-types';

/** Which types a receiver gets; null for all of them, those of later versions included. */
export type EventTypes = readonly WebhookEventType[] | null;

/** What can be changed of a connection to a receiver of webhooks, once it is open. */
export const createWebhookReceivers = ({
  strapi,
  perform,
}: {
  strapi: Core.Strapi;
  perform: ReturnType<typeof createConnectionVerbs>['perform'];
}) => {
  const bridge = () => bridgeService.from(strapi);

  return {
    /**
     * Changes the address of a receiver, and the types that it gets. What is not given stays.
     *
     * @throws `connection.not_found`, `connection.not_a_webhook`, `connection.ended`,
     * `connection.url_not_allowed`
     */
    async change(
      documentId: string,
      { url, eventTypes }: { url?: string | undefined; eventTypes?: EventTypes | undefined },
    ): Promise<ConnectionRow> {
      if (url !== undefined) assertAllowedUrl(strapi, url);
      const { result } = await perform(
        documentId,
        'change-webhook',
        async (transaction, { connection, link }): Promise<ConnectionRow> => {
          if (eventTypes !== undefined) {
            await bridge().subscriptions.change(transaction, link.id, eventTypes);
          }
          if (url === undefined) return connection;
          await connectionRows.update(transaction, { id: connection.id }, { peerUrl: url });
          await bridge().links.moveTo(transaction, link.id, url);
          return { ...connection, peerUrl: url };
        },
      );
      return result;
    },

    /**
     * Gives a receiver a new secret. The old one signs on beside it for a while; one that has become
     * known to others ends at once.
     *
     * @returns the secret, which is shown here and never again, and when the old one ends.
     * @throws `connection.not_found`, `connection.not_a_webhook`, `connection.ended`,
     * `connection.encryption_key_missing`
     */
    async replaceSecret(documentId: string, { compromised }: { compromised: boolean }) {
      const secret = generateSecret();
      const overlapMs = compromised ? 0 : getConfig(strapi).bridge.secretOverlapMs;
      const { connection, result: oldSecretEndsAt } = await perform(
        documentId,
        'replace-secret',
        async (transaction, { link }) => {
          await bridge().keys.replace(transaction, link.id, { secret, overlapMs });
          return new Date(transaction.now.getTime() + overlapMs).toISOString();
        },
      );
      return { connection, secret, oldSecretEndsAt };
    },
  };
};
