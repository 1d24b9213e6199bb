import { ORDER_STATES, type OrderState } from './order-states';
import {
  findVerbDefects,
  judgeOrderVerb,
  needsReason,
  ORDER_VERB_NAMES,
  orderTargetOf,
  type OrderVerb,
} from './order-verbs';

const MOVES: readonly (readonly [OrderVerb, OrderState, OrderState])[] = [
  ['submit', 'draft', 'submitted'],
  ['approve', 'new', 'acknowledged'],
  ['approve', 'rejected', 'acknowledged'],
  ['reject', 'new', 'rejected'],
  ['correct', 'rejected', 'draft'],
  ['schedule', 'acknowledged', 'scheduled'],
  ['schedule', 'scheduled', 'scheduled'],
  ['start', 'acknowledged', 'in_progress'],
  ['start', 'scheduled', 'in_progress'],
  ['request-information', 'in_progress', 'awaiting_information'],
  ['hold', 'in_progress', 'on_hold'],
  ['resume', 'awaiting_information', 'in_progress'],
  ['resume', 'on_hold', 'in_progress'],
  ['complete', 'in_progress', 'completed'],
  ['request-cancel', 'draft', 'cancelled'],
  ['request-cancel', 'submitted', 'cancelled'],
  ['request-cancel', 'enrichment_in_progress', 'cancelled'],
  ['request-cancel', 'enrichment_on_hold', 'cancelled'],
  ['request-cancel', 'new', 'cancelled'],
  ['request-cancel', 'rejected', 'cancelled'],
  ['request-cancel', 'acknowledged', 'assessing_cancellation'],
  ['request-cancel', 'scheduled', 'assessing_cancellation'],
  ['request-cancel', 'in_progress', 'assessing_cancellation'],
  ['request-cancel', 'awaiting_information', 'assessing_cancellation'],
  ['request-cancel', 'on_hold', 'assessing_cancellation'],
  ['request-cancel', 'revision_in_progress', 'assessing_cancellation'],
  ['begin-cancel', 'assessing_cancellation', 'cancellation_in_progress'],
  ['decline-cancel', 'assessing_cancellation', 'on_hold'],
  ['finish-cancel', 'assessing_cancellation', 'cancelled'],
  ['finish-cancel', 'cancellation_in_progress', 'cancelled'],
  ['reach-point-of-no-return', 'in_progress', 'in_progress'],
  ['reach-point-of-no-return', 'awaiting_information', 'awaiting_information'],
  ['reach-point-of-no-return', 'on_hold', 'on_hold'],
  ['reach-point-of-no-return', 'assessing_cancellation', 'on_hold'],
  ...ORDER_STATES.filter((state) => state !== 'completed' && state !== 'cancelled').map(
    (state) => ['assign', state, state] as const,
  ),
];

const open = (state: OrderState) => ({ state, pointOfNoReturnAt: null });

describe('the verbs of orders', () => {
  it('take every order where the design says, and nowhere else', () => {
    const expected = new Map(MOVES.map(([verb, from, to]) => [`${verb} ${from}`, to]));
    for (const verb of ORDER_VERB_NAMES) {
      for (const state of ORDER_STATES) {
        const to = orderTargetOf(verb, { state, stateBeforeAssessment: 'on_hold' });
        expect([verb, state, to]).toEqual([verb, state, expected.get(`${verb} ${state}`)]);
        expect(judgeOrderVerb(verb, open(state)).allowed).toBe(to !== undefined);
      }
    }
    expect(findVerbDefects()).toEqual([]);
  });

  it('say which verb is not for which state', () => {
    expect(judgeOrderVerb('request-information', open('on_hold'))).toEqual({
      action: 'request-information',
      allowed: false,
      code: 'order.illegal_transition',
      reason: '"request information" is not possible in the state "on hold".',
    });
  });

  it('take nothing back after the point of no return, and everything else on', () => {
    const past = { state: 'in_progress', pointOfNoReturnAt: '2026-01-01T00:00:00.000Z' } as const;
    const refused = ORDER_VERB_NAMES.map((verb) => judgeOrderVerb(verb, past)).filter(
      (action) => !action.allowed && action.code === 'order.past_point_of_no_return',
    );
    expect(refused.map(({ action }) => action)).toEqual([
      'reach-point-of-no-return',
      'request-cancel',
    ]);
    expect(judgeOrderVerb('complete', past).allowed).toBe(true);
  });

  it('ask staff for a reason where the consumer is told no, or to wait, or loses the order', () => {
    expect(ORDER_VERB_NAMES.filter((verb) => needsReason(verb, 'provider'))).toEqual([
      'reject',
      'request-information',
      'hold',
      'request-cancel',
      'decline-cancel',
    ]);
    expect(ORDER_VERB_NAMES.filter((verb) => needsReason(verb, 'consumer'))).toEqual([]);
  });
});
