import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { MAX_BATCH_SIZE, PROTOCOL_VERSION } from '../../../shared/messages';
import { getConfig, now } from '../kernel/config';
import type { Attempt, createClaims } from './claims';
import type { createEgress } from './egress';
import type { createLinkKeys } from './link-keys';
import type { createLinkSwitch } from './link-switch';
import type { createLinks } from './links';
import {
  describeFailure,
  isRefusedWhole,
  isSuccess,
  outcomesOf,
  saysEnded,
  type Answer,
  type OutboxMessage,
  type StreamOutcome,
} from './outcomes';
import { sign } from './signature';
import type { LinkRow } from './tables';

/** The bodies of one request together; the receiver's limit is well above it. */
const MAX_REQUEST_BYTES = 256 * 1024;
/** A turn of a webhook connection takes this many messages for each request that may be in flight. */
const WEBHOOK_ROUNDS = 4;

/** The first messages that fit into one request, and never none. */
const fitting = (messages: readonly OutboxMessage[]): readonly OutboxMessage[] => {
  let bytes = 0;
  const first = messages.findIndex(({ body }) => {
    bytes += Buffer.byteLength(body);
    return bytes > MAX_REQUEST_BYTES;
  });
  return first === -1 ? messages : messages.slice(0, Math.max(1, first));
};

interface Turn {
  readonly isStopped: () => boolean;
  readonly isOver: () => boolean;
}

/** Moves messages from the outbox to the peer. */
export const createDeliveries = ({
  strapi,
  claims,
  links,
  states,
  keys,
  egress,
}: {
  strapi: Core.Strapi;
  claims: ReturnType<typeof createClaims>;
  links: ReturnType<typeof createLinks>;
  states: ReturnType<typeof createLinkSwitch>;
  keys: ReturnType<typeof createLinkKeys>;
  egress: ReturnType<typeof createEgress>;
}) => {
  const { maxInFlight, leaseMs } = getConfig(strapi).bridge;

  /**
   * A turn of several requests ends while its lease still holds, and where somebody stops the link;
   * the rest stays for the next.
   */
  const startTurn = (linkId: number): Turn => {
    const startedAt = performance.now();
    const isStopped = () => states.wasStoppedSince(linkId, startedAt);
    return {
      isStopped,
      isOver: () => performance.now() > startedAt + leaseMs / 2 || isStopped(),
    };
  };

  /** One request and what came of it. A batch is put together anew for each attempt. */
  const post = async (
    link: LinkRow,
    messages: readonly OutboxMessage[],
    attempts: Attempt[],
  ): Promise<Answer> => {
    const [only] = messages;
    // A webhook receiver knows a repeated message by the id in the header; the messages of a batch
    // carry theirs inside the signed body.
    const [id, body] =
      link.kind === 'webhook' && only
        ? [only.message_id, only.body]
        : [
            `req_${randomUUID()}`,
            `{"specversion":"${PROTOCOL_VERSION}","batch":[${messages.map((m) => m.body).join(',')}]}`,
          ];
    const at = now(strapi);
    let answer: Answer;
    try {
      const secrets = await keys.secretsOf(link.id, 'out');
      if (secrets.length === 0) throw new Error('there is no key to sign with');
      const headers = { ...sign({ id, body, at }, secrets) };
      answer = await egress.post(link.endpoint, body, { headers });
    } catch (error) {
      answer = error instanceof Error ? error : new Error(String(error));
    }
    attempts.push({
      requestId: id,
      messageIds: messages.map(({ message_id }) => message_id),
      status: answer instanceof Error ? null : answer.status,
      error: answer instanceof Error ? answer.message.slice(0, 1000) : null,
      durationMs: now(strapi).getTime() - at.getTime(),
      at,
    });
    return answer;
  };

  const noteLink = async (link: LinkRow, answer: Answer): Promise<void> => {
    if (isSuccess(answer)) {
      await links.noteContact(link);
    } else if (saysEnded(answer, link.kind)) {
      await states.pauseForPeer(link);
      await links.noteFailure(link, 'the peer has ended this connection (410)', {
        isUnreachable: false,
      });
    } else {
      // A webhook receiver that answers is there; between instances only a success says so.
      const isUnreachable = answer instanceof Error || link.kind === 'instance';
      await links.noteFailure(link, describeFailure(answer), { isUnreachable });
    }
  };

  interface Sent {
    readonly outcomes: Map<number, StreamOutcome>;
    readonly answers: readonly Answer[];
    readonly attempts: readonly Attempt[];
  }
  type Send = (link: LinkRow, messages: readonly OutboxMessage[], turn: Turn) => Promise<Sent>;

  /** Between instances: everything in one request. */
  const sendBatch: Send = async (link, messages, turn) => {
    const attempts: Attempt[] = [];
    const answer = await post(link, messages, attempts);
    if (!isRefusedWhole(answer, link.kind) || messages.length === 1) {
      const outcomes = outcomesOf(messages, answer, link.kind);
      return { outcomes, answers: [answer], attempts };
    }
    // One message of the batch is the reason: each goes alone, so that only its stream stops.
    const outcomes = new Map<number, StreamOutcome>();
    const answers: Answer[] = [];
    for (const message of messages) {
      if (turn.isOver()) break;
      const before = outcomes.get(message.stream_id);
      if (before?.failure !== undefined || before?.rewindTo !== undefined) continue;
      const alone = await post(link, [message], attempts);
      answers.push(alone);
      const [outcome] = outcomesOf([message], alone, link.kind).values();
      if (outcome) {
        const delivered = [...(before?.delivered ?? []), ...outcome.delivered];
        outcomes.set(message.stream_id, { ...outcome, delivered });
      }
    }
    return { outcomes, answers, attempts };
  };

  /** To a webhook receiver: one message a request, of several streams side by side. */
  const sendOneByOne: Send = async (link, messages, turn) => {
    const attempts: Attempt[] = [];
    const outcomes = new Map<number, StreamOutcome>();
    const answers: Answer[] = [];
    const waiting = [...messages];
    const sendNext = async (): Promise<void> => {
      for (let message = waiting.pop(); message !== undefined; message = waiting.pop()) {
        if (turn.isOver()) return;
        const answer = await post(link, [message], attempts);
        answers.push(answer);
        for (const [id, outcome] of outcomesOf([message], answer, link.kind)) {
          outcomes.set(id, outcome);
        }
      }
    };
    await Promise.all(Array.from({ length: maxInFlight }, sendNext));
    return { outcomes, answers, attempts };
  };

  return {
    findDueLinks: () => claims.findDueLinks(),

    /**
     * Sends what is due on one link: one turn.
     *
     * @returns whether there was anything to send.
     */
    async deliverSome(linkId: number): Promise<boolean> {
      // Before the link is read: who stops it after that has to be seen.
      const turn = startTurn(linkId);
      const link = await links.findById(linkId);
      if (link?.state !== 'active' || Number(link.openUntil) > now(strapi).getTime()) return false;

      const isWebhook = link.kind === 'webhook';
      const most = isWebhook ? maxInFlight * WEBHOOK_ROUNDS : MAX_BATCH_SIZE;
      const claim = await claims.claim(link.id, most);
      if (claim.streams.length === 0) return false;
      const messages = await claims.load(claim, { most: MAX_BATCH_SIZE, headsOnly: isWebhook });

      const send = isWebhook ? sendOneByOne : sendBatch;
      const sent =
        messages.length === 0 || turn.isStopped()
          ? { outcomes: new Map<number, StreamOutcome>(), answers: [], attempts: [] }
          : await send(link, isWebhook ? messages : fitting(messages), turn);
      await claims.record(link.id, claim, sent.outcomes, sent.attempts);
      // A link is as good as the worst answer of the turn.
      const telling = sent.answers.find((answer) => !isSuccess(answer)) ?? sent.answers[0];
      if (telling) await noteLink(link, telling);
      return true;
    },
  };
};
