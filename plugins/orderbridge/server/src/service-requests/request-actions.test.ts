import { DAY } from '../kernel/clock';
import {
  SERVICE_REQUEST_STATES,
  type ServiceRequestState,
} from '../../../shared/service-request-states';
import { judgeVerb, serviceRequestActions, STAFF_VERBS } from './request-actions';

const CLOSED_AT = '2026-01-01T08:00:00.000Z';
const after = (ms: number) => ({
  at: new Date(new Date(CLOSED_AT).getTime() + ms),
  reopenWithinMs: 14 * DAY,
});
const request = (state: ServiceRequestState) => ({
  state,
  closedAt: state === 'closed' || state === 'cancelled' ? CLOSED_AT : null,
});
const allowedIn = (state: ServiceRequestState, may: (right: string) => boolean) =>
  serviceRequestActions(request(state), { may }, after(0))
    .filter(({ allowed }) => allowed)
    .map(({ action }) => action);

describe('reopening a request', () => {
  it.each([
    ['at once', 0, true],
    ['at the last moment', 14 * DAY, true],
    ['a moment later', 14 * DAY + 1, false],
  ])('is judged by when it was closed: %s', (_when, ms, allowed) => {
    const judged = judgeVerb('reopen', request('closed'), { side: 'provider', ...after(ms) });
    expect(judged.allowed).toBe(allowed);
  });

  it('is refused with the moment until which it could be', () => {
    const judged = judgeVerb('reopen', request('closed'), { side: 'provider', ...after(15 * DAY) });
    expect(judged).toEqual({
      action: 'reopen',
      allowed: false,
      code: 'service_request.too_late_to_reopen',
      reason: 'The request could be reopened until 2026-01-15T08:00:00.000Z; make a new one.',
    });
  });

  it('is not for what was never closed, however long ago it ended', () => {
    for (const state of ['new', 'cancelled'] as const) {
      const judged = judgeVerb('reopen', request(state), { side: 'provider', ...after(15 * DAY) });
      expect(judged).toMatchObject({ code: 'service_request.illegal_transition' });
    }
  });
});

describe('the verbs of one side', () => {
  it('are refused to the other in every state', () => {
    for (const state of SERVICE_REQUEST_STATES) {
      expect(judgeVerb('accept', request(state), { side: 'provider', ...after(0) })).toEqual({
        action: 'accept',
        allowed: false,
        code: 'request.forbidden',
        reason: '"accept" is for the consumer alone.',
      });
      expect(judgeVerb('close', request(state), { side: 'consumer', ...after(0) })).toMatchObject({
        code: 'request.forbidden',
      });
    }
  });
});

describe('the actions of the staff', () => {
  it.each<[ServiceRequestState, string[]]>([
    ['new', ['assign', 'cancel', 'close']],
    ['in_progress', ['assign', 'request-info', 'propose-solution', 'cancel', 'close']],
    ['awaiting_info', ['assign', 'resume', 'propose-solution', 'cancel', 'close']],
    ['resolved', ['cancel']],
    ['closed', ['reopen']],
    ['cancelled', []],
  ])('of a request that is %s are what its state allows, and a work note', (state, verbs) => {
    expect(allowedIn(state, () => true)).toEqual([...verbs, 'add-work-note']);
  });

  it('are each behind the right of their own', () => {
    for (const verb of STAFF_VERBS) {
      const [state] = SERVICE_REQUEST_STATES.filter(
        (candidate) =>
          judgeVerb(verb, request(candidate), { side: 'provider', ...after(0) }).allowed,
      );
      expect(
        allowedIn(state as ServiceRequestState, (r) => r === `service-request.${verb}`),
      ).toEqual([verb]);
    }
    expect(allowedIn('cancelled', (right) => right === 'service-request.add-work-note')).toEqual([
      'add-work-note',
    ]);
  });

  it('say so where a right is missing', () => {
    const [assign] = serviceRequestActions(request('new'), { may: () => false }, after(0));
    expect(assign).toMatchObject({ action: 'assign', allowed: false, code: 'request.forbidden' });
  });
});
