import { outcomesOf, saysEnded, type OutboxMessage } from './outcomes';

const message = (stream: number, seq: number): OutboxMessage => ({
  id: stream * 100 + seq,
  message_id: `m${String(stream)}-${String(seq)}`,
  stream_id: stream,
  seq,
  body: '{}',
});

const answer = (
  status: number,
  results: object[] = [],
  retryAfterSeconds: number | null = null,
) => ({
  status,
  body: JSON.stringify({ results }),
  retryAfterSeconds,
});

const MESSAGES = [message(1, 4), message(1, 5), message(2, 1)];

describe('what became of a request between instances', () => {
  it('takes for delivered what was applied or known, and stops a stream at what was not', () => {
    const outcomes = outcomesOf(
      MESSAGES,
      answer(200, [
        { id: 'm1-4', status: 200, result: 'duplicate' },
        { id: 'm1-5', status: 422, code: 'bridge.type_unknown', message: 'no' },
        { id: 'm2-1', status: 200, result: 'applied' },
      ]),
      'instance',
    );
    expect(outcomes.get(1)).toMatchObject({
      delivered: [{ seq: 4 }],
      failure: { parks: true, reason: '422 bridge.type_unknown no' },
    });
    expect(outcomes.get(2)).toEqual({ delivered: [message(2, 1)] });
  });

  it('goes back to where a gap begins, and nothing behind it counts', () => {
    const gap = { status: 409, code: 'bridge.gap', expected: 2 };
    const outcomes = outcomesOf(
      MESSAGES.slice(0, 2),
      answer(200, [
        { id: 'm1-4', ...gap },
        { id: 'm1-5', status: 200 },
      ]),
      'instance',
    );
    expect(outcomes.get(1)).toEqual({ delivered: [], rewindTo: 2 });
  });

  it('waits where the peer asks for the very message that it was sent', () => {
    const results = [{ id: 'm2-1', status: 409, code: 'bridge.gap', expected: 1 }];
    const outcomes = outcomesOf([message(2, 1)], answer(200, results), 'instance');
    expect(outcomes.get(2)).toMatchObject({ delivered: [], failure: { parks: false } });
    expect(outcomes.get(2)?.rewindTo).toBeUndefined();
  });

  it.each([
    ['no answer', new Error('gone'), false],
    ['a refusal of these bytes', answer(422), true],
    ['an overload', answer(503), false],
    ['a wrong signature', answer(401), false],
    ['an answer that is not the bridge’s', { ...answer(200), body: '<html>' }, false],
  ])('delivers nothing with %s', (_what, given, parks) => {
    for (const outcome of outcomesOf(MESSAGES, given, 'instance').values()) {
      expect(outcome).toMatchObject({ delivered: [], failure: { parks } });
    }
  });

  it.each([
    [30, 30_000],
    [-5, 0],
    [999_999_999, 86_400_000],
    [null, 0],
  ])('waits for a Retry-After of %p, a day at the most', (retryAfter, delayMs) => {
    const [outcome] = outcomesOf(MESSAGES, answer(429, [], retryAfter), 'instance').values();
    expect(outcome?.failure?.delayMs).toBe(delayMs);
  });

  it('tells failures of the receiver from failures of the way', () => {
    const results = [{ id: 'm2-1', status: 500, code: 'bridge.apply_failed' }];
    const [failed] = outcomesOf([message(2, 1)], answer(200, results), 'instance').values();
    const [lost] = outcomesOf([message(2, 1)], new Error('gone'), 'instance').values();
    expect(failed?.failure).toMatchObject({ parks: false, isApplyFailure: true });
    expect(lost?.failure?.isApplyFailure).toBeUndefined();
  });
});

describe('an end of the connection', () => {
  const revoked = JSON.stringify({ error: { details: { code: 'bridge.revoked' } } });

  it.each([
    ['an instance that says so', 'instance', revoked],
    ['a receiver of webhooks, whatever it says', 'webhook', ''],
  ] as const)('is told by a 410 of %s', (_who, kind, body) => {
    expect(saysEnded({ status: 410, body, retryAfterSeconds: null }, kind)).toBe(true);
  });

  it.each([
    ['a 410 of what stands before an instance', 'instance', 410, '<h1>Gone</h1>'],
    ['another status of an instance', 'instance', 401, revoked],
    ['another status of a receiver of webhooks', 'webhook', 404, revoked],
  ] as const)('is not told by %s', (_what, kind, status, body) => {
    expect(saysEnded({ status, body, retryAfterSeconds: null }, kind)).toBe(false);
  });

  it('is not told by silence', () => {
    expect(saysEnded(new Error('gone'), 'instance')).toBe(false);
  });
});

describe('what became of a webhook', () => {
  it.each([
    [204, true],
    [200, true],
    [302, false],
    [410, false],
    [422, false],
  ])('takes %d for delivered: %p', (status, delivered) => {
    const [outcome] = outcomesOf([message(2, 1)], answer(status), 'webhook').values();
    expect(outcome?.delivered).toHaveLength(delivered ? 1 : 0);
    expect(outcome?.failure?.parks ?? false).toBe(false);
  });
});
