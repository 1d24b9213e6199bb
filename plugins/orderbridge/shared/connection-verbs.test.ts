import {
  CONNECTING_VERBS,
  CONNECTION_VERBS,
  judgeConnectingVerb,
  judgeConnectionVerb,
  type JudgedConnection,
} from './connection-verbs';

const LIVE: JudgedConnection = {
  kind: 'instance',
  state: 'active',
  blockedStreams: 0,
  isRotating: false,
};

const refusals = (connection: Partial<JudgedConnection>) =>
  CONNECTION_VERBS.map((verb) => {
    const judged = judgeConnectionVerb(verb, { ...LIVE, ...connection });
    return judged.allowed ? 'allowed' : judged.code;
  });

describe('what can be done with a connection', () => {
  it.each<readonly [string, Partial<JudgedConnection>, readonly string[]]>([
    [
      'that is active and leads to an instance',
      {},
      [
        'allowed',
        'connection.not_paused',
        'connection.nothing_parked',
        'allowed',
        'connection.not_a_webhook',
        'connection.not_a_webhook',
        'allowed',
      ],
    ],
    [
      'whose keys are being renewed, with something parked',
      { isRotating: true, blockedStreams: 1 },
      [
        'allowed',
        'connection.not_paused',
        'allowed',
        'connection.rotation_pending',
        'connection.not_a_webhook',
        'connection.not_a_webhook',
        'allowed',
      ],
    ],
    [
      'that is paused',
      { state: 'paused', blockedStreams: 2 },
      [
        'connection.paused',
        'allowed',
        'allowed',
        'connection.paused',
        'connection.not_a_webhook',
        'connection.not_a_webhook',
        'allowed',
      ],
    ],
    [
      'to a receiver of webhooks',
      { kind: 'webhook' },
      [
        'allowed',
        'connection.not_paused',
        'connection.nothing_parked',
        'connection.not_an_instance',
        'allowed',
        'allowed',
        'allowed',
      ],
    ],
    [
      'to a receiver of webhooks that is paused',
      { kind: 'webhook', state: 'paused' },
      [
        'connection.paused',
        'allowed',
        'connection.nothing_parked',
        'connection.not_an_instance',
        'allowed',
        'allowed',
        'allowed',
      ],
    ],
    [
      'that has ended',
      { state: 'revoked', blockedStreams: 1 },
      CONNECTION_VERBS.map(() => 'connection.ended'),
    ],
    [
      'whose end was interrupted',
      { state: 'ending', blockedStreams: 1 },
      CONNECTION_VERBS.map((verb) => (verb === 'end' ? 'allowed' : 'connection.ended')),
    ],
  ])('%s is what was decided', (_which, connection, expected) => {
    expect(refusals(connection)).toEqual(expected);
  });

  it('is opened by the side whose it is', () => {
    const allowed = (roles: readonly ('provider' | 'consumer')[]) =>
      CONNECTING_VERBS.filter((verb) => judgeConnectingVerb(verb, roles).allowed);
    expect(allowed(['provider'])).toEqual(['invite', 'open-webhook']);
    expect(allowed(['consumer'])).toEqual(['accept-invitation']);
    expect(allowed(['provider', 'consumer'])).toEqual([...CONNECTING_VERBS]);
  });
});
