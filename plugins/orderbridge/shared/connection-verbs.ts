import type { Action } from './actions';
import type { ErrorCode } from './errors';

/** What people do with a connection once it is open. */
export const CONNECTION_VERBS = [
  'pause',
  'resume',
  'release',
  'rotate-keys',
  'replace-secret',
  'change-webhook',
  'end',
] as const;
export type ConnectionVerb = (typeof CONNECTION_VERBS)[number];

/** A connection, as far as it decides what can be done with it. */
export interface JudgedConnection {
  readonly kind: 'instance' | 'webhook';
  /** `ending`: an end was begun, and interrupted. */
  readonly state: 'active' | 'paused' | 'ending' | 'revoked';
  /** Streams that wait for somebody. */
  readonly blockedStreams: number;
  /** Whether new keys are being agreed on, by whichever side began. */
  readonly isRotating: boolean;
}

type Refusal = readonly [ErrorCode, string];

const ENDED: Refusal = ['connection.ended', 'The connection has ended.'];
const PAUSED: Refusal = ['connection.paused', 'The connection is paused.'];

const WEBHOOK_VERBS: ReadonlySet<ConnectionVerb> = new Set(['replace-secret', 'change-webhook']);

const refusalByVerb: Readonly<
  Partial<Record<ConnectionVerb, (connection: JudgedConnection) => Refusal | undefined>>
> = {
  pause: ({ state }) => (state === 'paused' ? PAUSED : undefined),
  resume: ({ state }) =>
    state === 'active' ? ['connection.not_paused', 'The connection is not paused.'] : undefined,
  release: ({ blockedStreams }) =>
    blockedStreams === 0
      ? ['connection.nothing_parked', 'Nothing of this connection is parked.']
      : undefined,
  'rotate-keys': ({ kind, state, isRotating }) => {
    if (kind === 'webhook') {
      return [
        'connection.not_an_instance',
        'A receiver of webhooks has a secret, which is replaced and not agreed on.',
      ];
    }
    if (state === 'paused') return PAUSED;
    return isRotating
      ? ['connection.rotation_pending', 'New keys are being agreed on already.']
      : undefined;
  },
};

const refusalOf = (verb: ConnectionVerb, connection: JudgedConnection): Refusal | undefined => {
  if (connection.state === 'revoked') return ENDED;
  if (connection.state === 'ending') return verb === 'end' ? undefined : ENDED;
  if (WEBHOOK_VERBS.has(verb) && connection.kind === 'instance') {
    return [
      'connection.not_a_webhook',
      'This connection leads to an instance, not to a receiver of webhooks.',
    ];
  }
  return refusalByVerb[verb]?.(connection);
};

/** Whether a verb can be used on a connection as it stands, and why not. */
export const judgeConnectionVerb = <Verb extends ConnectionVerb>(
  verb: Verb,
  connection: JudgedConnection,
): Action<Verb> => {
  const refusal = refusalOf(verb, connection);
  if (refusal === undefined) return { action: verb, allowed: true };
  const [code, reason] = refusal;
  return { action: verb, allowed: false, code, reason };
};

/** How a connection is opened: what a provider does for a consumer, and what a consumer's instance does. */
export const CONNECTING_VERBS = ['invite', 'open-webhook', 'accept-invitation'] as const;
export type ConnectingVerb = (typeof CONNECTING_VERBS)[number];

/** Whether an instance with these roles can open a connection in this way, and why not. */
export const judgeConnectingVerb = <Verb extends ConnectingVerb>(
  verb: Verb,
  roles: readonly ('provider' | 'consumer')[],
): Action<Verb> => {
  const needed = verb === 'accept-invitation' ? 'consumer' : 'provider';
  if (roles.includes(needed)) return { action: verb, allowed: true };
  const reason = `This instance is no ${needed}.`;
  return { action: verb, allowed: false, code: 'connection.role_missing', reason };
};
