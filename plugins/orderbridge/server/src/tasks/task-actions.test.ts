import { judgeComment, judgeConsumerVerb } from './task-actions';

const base = {
  state: 'work_in_progress',
  endedAt: null,
  parentKind: 'order',
  parentState: 'in_progress',
  pointOfNoReturnAt: null,
} as const;
const quiet = { hasPending: false, hasEnded: false };

describe('what a consumer may do with a request', () => {
  it('is to cancel an order that can still be taken back', () => {
    expect(judgeConsumerVerb('cancel', base, quiet)).toEqual({ action: 'cancel', allowed: true });
  });

  it('is not to cancel an order past its point of no return', () => {
    const past = { ...base, pointOfNoReturnAt: '2026-01-01T00:00:00.000Z' };
    expect(judgeConsumerVerb('cancel', past, quiet)).toMatchObject({
      action: 'cancel',
      allowed: false,
      code: 'order.past_point_of_no_return',
    });
  });

  it('is neither to accept nor to reject an order', () => {
    for (const verb of ['accept', 'reject'] as const) {
      expect(judgeConsumerVerb(verb, base, quiet)).toMatchObject({
        action: verb,
        allowed: false,
        code: 'task.action_not_for_parent',
      });
    }
  });

  it('is to accept and to reject the solution of a service request', () => {
    const resolved = {
      ...base,
      state: 'resolved',
      parentKind: 'service_request',
      parentState: 'resolved',
    } as const;
    for (const verb of ['accept', 'reject', 'cancel'] as const) {
      expect(judgeConsumerVerb(verb, resolved, quiet).allowed).toBe(true);
    }
  });

  it('is one thing at a time', () => {
    expect(judgeConsumerVerb('cancel', base, { ...quiet, hasPending: true })).toMatchObject({
      allowed: false,
      code: 'task.command_pending',
    });
  });

  it('is nothing once the connection has ended, however the request stands', () => {
    const ended = { hasPending: false, hasEnded: true };
    const fresh = { ...base, state: 'new', parentKind: null, parentState: null } as const;
    for (const task of [base, fresh, { ...base, parentState: 'completed' } as const]) {
      for (const verb of ['cancel', 'accept', 'reject'] as const) {
        expect(judgeConsumerVerb(verb, task, ended)).toMatchObject({
          action: verb,
          allowed: false,
          code: 'connection.ended',
        });
      }
    }
  });

  it('is to cancel what the provider has not answered yet, and nothing of what it declined', () => {
    const fresh = { ...base, state: 'new', parentKind: null, parentState: null } as const;
    expect(judgeConsumerVerb('cancel', fresh, quiet).allowed).toBe(true);
    expect(judgeConsumerVerb('accept', fresh, quiet)).toMatchObject({ code: 'task.not_accepted' });
    const declined = { ...fresh, state: 'declined' } as const;
    expect(judgeConsumerVerb('cancel', declined, quiet)).toMatchObject({ code: 'task.over' });
  });
});

describe('comments on a task', () => {
  const now = {
    at: new Date('2026-01-08T00:00:00Z'),
    afterEndMs: 7 * 24 * 60 * 60 * 1000,
    hasEnded: false,
  };

  it('are refused once the connection has ended, for nobody would read them', () => {
    const open = { state: 'received', endedAt: null } as const;
    expect(judgeComment(open, { ...now, hasEnded: true })).toMatchObject({
      allowed: false,
      code: 'connection.ended',
    });
  });

  it.each([
    ['new', null, 'task.not_accepted'],
    ['declined', '2026-01-07T00:00:00Z', 'task.over'],
    ['closed', '2025-12-31T23:59:59Z', 'task.over'],
    ['closed', '2026-01-01T00:00:00Z', undefined],
    ['received', null, undefined],
  ] as const)('on one that is %s since %s: %s', (state, endedAt, code) => {
    const judged = judgeComment({ state, endedAt }, now);
    expect(judged.allowed ? undefined : judged.code).toBe(code);
  });
});
