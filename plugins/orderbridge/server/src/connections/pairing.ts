import { randomBytes, randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { recordAct, recordActOfPeer } from '../audit';
import {
  assertAllowedUrl,
  bridgePath,
  bridgeService,
  decryptSecret,
  encodeSecret,
  encryptSecret,
} from '../bridge';
import { getConfig, getPublicUrl, now } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';
import { parseRequest } from '../kernel/parse';
import { findJsonDefect } from '../kernel/plain-json';
import { nextNumber } from '../kernel/sequence';
import { inTransaction, type Transaction } from '../kernel/transaction';
import {
  connectionRows,
  consumers,
  invitations,
  pairings,
  type ConnectionRow,
  type PairingRow,
} from './content-types';
import {
  deriveDirectionKeys,
  generateAgreementKeys,
  isAgreementKey,
  isProof,
  prove,
} from './key-agreement';
import { writeInvitation, type InvitationContent } from './invitation-text';
import type { EventTypes } from './webhook-receivers';

const pairingRequest = z.strictObject({
  invitation: z.string().max(64),
  publicKey: z.base64().max(200).refine(isAgreementKey, 'is no X25519 public key'),
  url: z.url().max(2000),
  organisation: z.string().min(1).max(255),
  proof: z.base64().max(100),
});

const pairingAnswer = z.strictObject({
  connection: z.string().min(1).max(64),
  shortCode: z.string().min(1).max(8),
  publicKey: z.base64().max(200).refine(isAgreementKey, 'is no X25519 public key'),
  organisation: z.string().min(1).max(255),
  proof: z.base64().max(100),
});
type PairingAnswer = z.infer<typeof pairingAnswer>;

const requestParts = ({
  invitation,
  publicKey,
  url,
  organisation,
}: z.infer<typeof pairingRequest>) => [invitation, publicKey, url, organisation];
const answerParts = (
  { connection, shortCode, publicKey, organisation }: Omit<PairingAnswer, 'proof'>,
  invitation: string,
) => [invitation, connection, shortCode, publicKey, organisation];

const refused = (
  code: 'invitation.invalid' | 'invitation.expired' | 'invitation.used',
  text: string,
) => new OrderbridgeError(code, text);

/**
 * Ties two instances by a one-time invitation. Every step can be taken again: a consumer that got no
 * answer asks once more with the same key and gets the same answer.
 */
export const createPairing = ({
  strapi,
  onOpened,
}: {
  strapi: Core.Strapi;
  onOpened: (transaction: Transaction, connection: ConnectionRow) => Promise<void>;
}) => {
  const ownUrl = () => getPublicUrl(strapi) + bridgePath(strapi);
  const organisation = () => getConfig(strapi).organisationName;

  const openConnection = async (
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

  /** At the provider: what a consumer's request for pairing is answered with. */
  const answerPairing = async (request: z.infer<typeof pairingRequest>): Promise<PairingAnswer> => {
    const invitation = await invitations.findOne(strapi, { invitationId: request.invitation });
    if (invitation === null) throw refused('invitation.invalid', 'There is no such invitation.');
    const secret = decryptSecret(strapi, invitation.secret);
    if (!isProof(prove(secret, 'consumer', requestParts(request)), request.proof)) {
      throw refused('invitation.invalid', 'There is no such invitation.');
    }
    if (invitation.state === 'used') {
      if (invitation.consumerPublicKey === request.publicKey && invitation.answer !== null) {
        return JSON.parse(invitation.answer) as PairingAnswer;
      }
      throw refused('invitation.used', 'This invitation has been used.');
    }
    if (Number(invitation.expiresAt) < now(strapi).getTime()) {
      throw refused('invitation.expired', 'This invitation has expired; ask for a new one.');
    }
    if ((await consumers.count(strapi, { id: invitation.consumerId })) === 0) {
      throw refused('invitation.invalid', 'The consumer of this invitation is gone.');
    }
    assertAllowedUrl(strapi, request.url);

    const keys = generateAgreementKeys();
    const connection = randomUUID();
    const { providerToConsumer, consumerToProvider } = deriveDirectionKeys(
      keys,
      request.publicKey,
      { salt: secret, connectionKey: connection },
    );
    const unsigned = {
      connection,
      shortCode: invitation.shortCode,
      publicKey: keys.publicKey,
      organisation: organisation(),
    };
    const answer: PairingAnswer = {
      ...unsigned,
      proof: prove(secret, 'provider', answerParts(unsigned, request.invitation)),
    };
    const isFirst = await inTransaction(strapi, async (transaction) => {
      const used = await invitations.update(
        transaction,
        { id: invitation.id, state: 'open' },
        { state: 'used', consumerPublicKey: request.publicKey, answer: JSON.stringify(answer) },
      );
      if (used === 0) return false;
      await assertShortCodeFree(transaction, invitation.shortCode, request.invitation);
      await openConnection(
        transaction,
        {
          name: request.organisation,
          key: connection,
          role: 'provider',
          kind: 'instance',
          shortCode: invitation.shortCode,
          peerUrl: request.url,
          peerName: request.organisation,
          consumer: invitation.consumerId,
        },
        { out: encodeSecret(providerToConsumer), in: encodeSecret(consumerToProvider) },
        {
          endpoint: `${request.url}/consumer/${connection}/messages`,
          peer: request.organisation,
        },
      );
      return true;
    });
    // Somebody was faster; where it was the same consumer, asking twice, it gets the same answer.
    return isFirst ? answer : answerPairing(request);
  };

  const findOrCreatePairing = async (invitationId: string): Promise<PairingRow> => {
    const known = await pairings.findOne(strapi, { invitationId });
    if (known) return known;
    const keys = generateAgreementKeys();
    await inTransaction(strapi, (transaction) =>
      pairings.insertOne(transaction, {
        invitationId,
        publicKey: keys.publicKey,
        privateKey: encryptSecret(strapi, keys.privateKey),
      }),
    );
    const created = await pairings.findOne(strapi, { invitationId });
    if (created === null) throw new Error('The pairing is gone before it was used');
    return created;
  };

  const askProvider = async (
    { url, id, secret }: InvitationContent,
    publicKey: string,
  ): Promise<PairingAnswer> => {
    const unsigned = { invitation: id, publicKey, url: ownUrl(), organisation: organisation() };
    const proof = prove(secret, 'consumer', requestParts({ ...unsigned, proof: '' }));
    const response = await bridgeService
      .from(strapi)
      .egress.post(`${url}/pairings`, JSON.stringify({ ...unsigned, proof }))
      .catch((error: unknown) => {
        if (error instanceof OrderbridgeError) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        const text = `The provider could not be reached: ${reason}`;
        throw new OrderbridgeError('connection.peer_unreachable', text);
      });
    let json: unknown;
    try {
      json = JSON.parse(response.body);
    } catch {
      json = undefined;
    }
    const parsed = pairingAnswer.safeParse(json);
    if (response.status !== 200 || !parsed.success || findJsonDefect(json) !== undefined) {
      const { error } = (json ?? {}) as { error?: { message?: string } };
      const text = error?.message ?? `it answered ${String(response.status)}`;
      throw new OrderbridgeError('connection.peer_refused', `The provider refused: ${text}`);
    }
    const expected = prove(secret, 'provider', answerParts(parsed.data, id));
    if (!isProof(expected, parsed.data.proof)) {
      throw new OrderbridgeError('connection.peer_refused', 'The answer is not the provider’s.');
    }
    return parsed.data;
  };

  return {
    /**
     * At the provider: makes an invitation for one consumer. It is shown once and good once.
     *
     * @throws `consumer.not_found`, `connection.short_code_taken`
     */
    invite: async (input: { consumer: string; shortCode: string }) => {
      const consumer = await findConsumer(input.consumer);
      const secret = randomBytes(32).toString('base64url');
      const invitationId = randomUUID();
      const expiresAt = now(strapi).getTime() + getConfig(strapi).invitationTtlMs;
      await inTransaction(strapi, async (transaction) => {
        await assertShortCodeFree(transaction, input.shortCode);
        await invitations.insertOne(transaction, {
          invitationId,
          consumerId: consumer.id,
          shortCode: input.shortCode,
          secret: encryptSecret(strapi, secret),
          expiresAt,
          state: 'open',
        });
        const { documentId, name } = consumer;
        recordAct(transaction, { type: 'consumer', documentId, name });
      });
      return {
        invitation: writeInvitation({ url: ownUrl(), id: invitationId, secret }),
        expiresAt: new Date(expiresAt).toISOString(),
      };
    },

    /** The provider's side of the wire. */
    answer: async (body: Buffer): Promise<PairingAnswer> => {
      let json: unknown;
      try {
        json = JSON.parse(body.toString('utf8'));
      } catch {
        throw new OrderbridgeError('bridge.body_invalid', 'The body is no JSON.');
      }
      return answerPairing(parseRequest(pairingRequest, json));
    },

    /**
     * At the consumer: takes up an invitation. Where the answer was lost, the same call goes on from
     * there.
     *
     * @throws `consumer.not_found`, `connection.peer_unreachable`,
     * `connection.peer_refused` with the provider's reason.
     */
    async accept({
      invitation,
      ...input
    }: {
      invitation: InvitationContent;
      consumer: string;
    }): Promise<ConnectionRow> {
      const consumer = await findConsumer(input.consumer);
      const pairing = await findOrCreatePairing(invitation.id);
      if (pairing.connectionId !== null) {
        const connection = await connectionRows.findOne(
          strapi,
          { id: pairing.connectionId },
          { populate: ['consumer'] },
        );
        if (connection) return connection;
      }
      const answer = await askProvider(invitation, pairing.publicKey);
      const { providerToConsumer, consumerToProvider } = deriveDirectionKeys(
        { privateKey: decryptSecret(strapi, pairing.privateKey) },
        answer.publicKey,
        { salt: invitation.secret, connectionKey: answer.connection },
      );
      const opened = await inTransaction(strapi, async (transaction) => {
        const connection = await openConnection(
          transaction,
          {
            name: answer.organisation,
            key: answer.connection,
            role: 'consumer',
            kind: 'instance',
            shortCode: answer.shortCode,
            peerUrl: invitation.url,
            peerName: answer.organisation,
            consumer: consumer.id,
          },
          { out: encodeSecret(consumerToProvider), in: encodeSecret(providerToConsumer) },
          { endpoint: `${invitation.url}/provider/${answer.connection}/messages` },
        );
        await pairings.update(
          transaction,
          { id: pairing.id },
          // The private key has done its work; who finds it later could derive the keys again.
          { connectionId: connection.id, privateKey: '' },
        );
        return connection;
      });
      await bridgeService.from(strapi).greet(opened.id);
      return opened;
    },

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
        return openConnection(
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
