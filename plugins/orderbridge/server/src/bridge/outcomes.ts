import { z } from 'zod';
import { DAY, SECOND } from '../kernel/clock';
import type { EgressResponse } from './egress';
import type { LinkRow } from './tables';

/** A message on its way. */
export interface OutboxMessage {
  readonly id: number;
  readonly message_id: string;
  readonly stream_id: number;
  readonly seq: number;
  readonly body: string;
}

/** What became of the messages of one stream. */
export interface StreamOutcome {
  readonly delivered: readonly OutboxMessage[];
  /** The sequence that the receiver waits for, where it told of a gap. */
  readonly rewindTo?: number;
  /** Tried again later, or, where `parks`, not before somebody has looked at it. */
  readonly failure?: {
    readonly reason: string;
    readonly parks: boolean;
    /** Waited for at the least, whatever the schedule says. */
    readonly delayMs?: number;
    /** The message arrived, and the receiver failed at it. */
    readonly isApplyFailure?: boolean;
  };
}

/** The peer's answer, or why there is none. */
export type Answer = EgressResponse | Error;

/** Whole-request answers that no repetition of the same bytes can change. */
const PERMANENT_STATUSES: ReadonlySet<number> = new Set([413, 422]);

/** A 400 says so only where the bridge itself gives it: what stands before a peer answers 400 too. */
const isPermanent = ({ status, body }: EgressResponse): boolean =>
  PERMANENT_STATUSES.has(status) || (status === 400 && body.includes('"bridge.'));

const batchReply = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      status: z.int(),
      code: z.string().optional(),
      message: z.string().optional(),
      expected: z.int().optional(),
    }),
  ),
});
type MessageReply = z.infer<typeof batchReply>['results'][number];

export const isSuccess = (answer: Answer): boolean =>
  !(answer instanceof Error) && answer.status >= 200 && answer.status < 300;

/**
 * Whether the peer says that it has ended the connection. What stands before an instance may answer 410 for
 * reasons of its own.
 */
export const saysEnded = (answer: Answer, kind: LinkRow['kind']): boolean =>
  !(answer instanceof Error) &&
  answer.status === 410 &&
  (kind === 'webhook' || answer.body.includes('"bridge.revoked"'));

/** Whether the peer refused a request as a whole, and would refuse the same bytes again. */
export const isRefusedWhole = (answer: Answer, kind: LinkRow['kind']): boolean =>
  kind === 'instance' && !(answer instanceof Error) && isPermanent(answer);

/** Why a request got nowhere, for people who look at a connection. */
export const describeFailure = (answer: Answer): string =>
  answer instanceof Error ? answer.message : `the peer answered ${String(answer.status)}`;

const parseReplies = (body: string): Map<string, MessageReply> | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const reply = batchReply.safeParse(json);
  return reply.success
    ? new Map(reply.data.results.map((result) => [result.id, result]))
    : undefined;
};

const outcomeOfReply = (
  outcome: StreamOutcome,
  message: OutboxMessage,
  reply: MessageReply | undefined,
): StreamOutcome => {
  if (reply === undefined) {
    const reason = 'the peer answered nothing for the message';
    return { ...outcome, failure: { reason, parks: false } };
  }
  if (reply.status === 200) return { delivered: [...outcome.delivered, message] };
  const reason = `${String(reply.status)} ${reply.code ?? ''} ${reply.message ?? ''}`.trim();
  if (reply.code === 'bridge.gap' && reply.expected !== undefined) {
    // A peer that waits for the very message it was sent would be sent it again without an end.
    const isSame = reply.expected === message.seq;
    return isSame
      ? { ...outcome, failure: { reason, parks: false } }
      : { ...outcome, rewindTo: reply.expected };
  }
  const parks = reply.status < 500;
  return { ...outcome, failure: { reason, parks, isApplyFailure: !parks } };
};

/** Reads from one answer what became of each stream of the request. */
export const outcomesOf = (
  messages: readonly OutboxMessage[],
  answer: Answer,
  kind: LinkRow['kind'],
): Map<number, StreamOutcome> => {
  const all = (outcome: (ofStream: readonly OutboxMessage[]) => StreamOutcome) => {
    const streams = new Map<number, OutboxMessage[]>();
    for (const message of messages) {
      streams.set(message.stream_id, [...(streams.get(message.stream_id) ?? []), message]);
    }
    return new Map([...streams].map(([id, ofStream]) => [id, outcome(ofStream)]));
  };

  if (answer instanceof Error || !isSuccess(answer)) {
    const retryAfter = answer instanceof Error ? 0 : (answer.retryAfterSeconds ?? 0);
    const failure = {
      reason: describeFailure(answer),
      parks: isRefusedWhole(answer, kind),
      delayMs: Math.min(Math.max(retryAfter, 0) * SECOND, DAY),
    };
    return all(() => ({ delivered: [], failure }));
  }
  if (kind === 'webhook') return all((ofStream) => ({ delivered: ofStream }));

  const replies = parseReplies(answer.body);
  if (replies === undefined) {
    const reason = 'the peer answered 200 in a form that is not the bridge’s';
    return all(() => ({ delivered: [], failure: { reason, parks: false } }));
  }
  return all((ofStream) => {
    let outcome: StreamOutcome = { delivered: [] };
    for (const message of ofStream) {
      // Behind the first message that did not get through, none of its stream did.
      if (outcome.failure !== undefined || outcome.rewindTo !== undefined) break;
      outcome = outcomeOfReply(outcome, message, replies.get(message.message_id));
    }
    return outcome;
  });
};
