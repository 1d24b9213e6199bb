import { randomBytes, randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { recordAct } from '../audit';
import {
  assertAllowedUrl,
  bridgePath,
  decryptSecret,
  encodeSecret,
  encryptSecret,
} from '../bridge';
import { getConfig, getPublicUrl, now } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';
import { parseRequest } from '../kernel/parse';
import { inTransaction } from '../kernel/transaction';
import { consumers, invitations } from './content-types';
import { writeInvitation } from './invitation-text';
import { deriveDirectionKeys, generateAgreementKeys, isProof, prove } from './key-agreement';
import type { Opening } from './open-connection';
import {
  answerParts,
  pairingRequest,
  requestParts,
  type PairingAnswer,
  type PairingRequest,
} from './pairing-wire';

const refused = (
  code: 'invitation.invalid' | 'invitation.expired' | 'invitation.used',
  text: string,
) => new OrderbridgeError(code, text);

/**
 * The provider's half of a pairing: it invites, and answers whoever takes the invitation up. A consumer
 * that got no answer asks once more with the same key and gets the same answer.
 */
export const createInviting = ({ strapi, opening }: { strapi: Core.Strapi; opening: Opening }) => {
  /** At the provider: what a consumer's request for pairing is answered with. */
  const answerPairing = async (request: PairingRequest): Promise<PairingAnswer> => {
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
      organisation: getConfig(strapi).organisationName,
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
      await opening.assertShortCodeFree(transaction, invitation.shortCode, request.invitation);
      await opening.open(
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

  return {
    /**
     * Makes an invitation for one consumer. It is shown once and good once.
     *
     * @throws `consumer.not_found`, `connection.short_code_taken`
     */
    invite: async (input: { consumer: string; shortCode: string }) => {
      const consumer = await opening.findConsumer(input.consumer);
      const secret = randomBytes(32).toString('base64url');
      const invitationId = randomUUID();
      const expiresAt = now(strapi).getTime() + getConfig(strapi).invitationTtlMs;
      await inTransaction(strapi, async (transaction) => {
        await opening.assertShortCodeFree(transaction, input.shortCode);
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
        invitation: writeInvitation({
          url: getPublicUrl(strapi) + bridgePath(strapi),
          id: invitationId,
          secret,
        }),
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
  };
};
