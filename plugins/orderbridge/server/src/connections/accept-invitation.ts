import type { Core } from '@strapi/strapi';
import { bridgePath, bridgeService, decryptSecret, encodeSecret, encryptSecret } from '../bridge';
import { getConfig, getPublicUrl } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';
import { findJsonDefect } from '../kernel/plain-json';
import { inTransaction } from '../kernel/transaction';
import { connectionRows, pairings, type ConnectionRow, type PairingRow } from './content-types';
import type { InvitationContent } from './invitation-text';
import { deriveDirectionKeys, generateAgreementKeys, isProof, prove } from './key-agreement';
import type { Opening } from './open-connection';
import { answerParts, pairingAnswer, requestParts, type PairingAnswer } from './pairing-wire';

/**
 * The consumer's half of a pairing. Every step can be taken again: what was agreed on so far is kept.
 */
export const createAccepting = ({ strapi, opening }: { strapi: Core.Strapi; opening: Opening }) => {
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
    const unsigned = {
      invitation: id,
      publicKey,
      url: getPublicUrl(strapi) + bridgePath(strapi),
      organisation: getConfig(strapi).organisationName,
    };
    const proof = prove(secret, 'consumer', requestParts(unsigned));
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
     * Takes up an invitation. Where the answer was lost, the same call goes on from
     * there.
     *
     * @throws `consumer.not_found`, `connection.ended`, `connection.peer_unreachable`,
     * `connection.peer_refused` with the provider's reason.
     */
    async accept({
      invitation,
      ...input
    }: {
      invitation: InvitationContent;
      consumer: string;
    }): Promise<ConnectionRow> {
      const consumer = await opening.findConsumer(input.consumer);
      const pairing = await findOrCreatePairing(invitation.id);
      if (pairing.connectionId !== null) {
        const connection = await connectionRows.findOne(
          strapi,
          { id: pairing.connectionId },
          { populate: ['consumer'] },
        );
        if (connection) {
          const ended = await bridgeService.from(strapi).findEnded([connection.id]);
          if (ended.has(connection.id)) {
            const text = 'The connection of this invitation has ended; ask for another invitation.';
            throw new OrderbridgeError('connection.ended', text);
          }
          return connection;
        }
      }
      const answer = await askProvider(invitation, pairing.publicKey);
      const { providerToConsumer, consumerToProvider } = deriveDirectionKeys(
        { privateKey: decryptSecret(strapi, pairing.privateKey) },
        answer.publicKey,
        { salt: invitation.secret, connectionKey: answer.connection },
      );
      const opened = await inTransaction(strapi, async (transaction) => {
        const connection = await opening.open(
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
  };
};
