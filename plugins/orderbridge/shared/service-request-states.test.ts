import {
  canServiceRequestMove,
  doesServiceRequestVerbNeedReason,
  FINAL_SERVICE_REQUEST_STATES,
  findServiceRequestVerbDefects,
  INITIAL_SERVICE_REQUEST_STATE,
  isServiceRequestOver,
  judgeServiceRequestVerb,
  SERVICE_REQUEST_KINDS,
  SERVICE_REQUEST_STATES,
  SERVICE_REQUEST_TRANSITIONS,
  SERVICE_REQUEST_VERBS,
  serviceRequestTargetOf,
  serviceRequestVerbsOf,
  TASK_STATE_BY_SERVICE_REQUEST_STATE,
  type ServiceRequestState,
  type ServiceRequestVerb,
  type Side,
} from './service-request-states';
import { PRODUCER_KINDS } from './producer-states';
import { SHARED_TASK_STATES, type SharedTaskState } from './task-states';
import { findTableDefects } from './transition-table';

type Way = readonly [
  verb: ServiceRequestVerb,
  from: ServiceRequestState,
  to: ServiceRequestState,
  by: readonly Side[],
];

/** The ways of the design, one by one. */
const WAYS: readonly Way[] = [
  ['assign', 'new', 'in_progress', ['provider']],
  ['assign', 'in_progress', 'in_progress', ['provider']],
  ['assign', 'awaiting_info', 'awaiting_info', ['provider']],
  ['request-info', 'in_progress', 'awaiting_info', ['provider']],
  ['resume', 'awaiting_info', 'in_progress', ['provider']],
  ['answer', 'awaiting_info', 'in_progress', ['consumer']],
  ['propose-solution', 'in_progress', 'resolved', ['provider']],
  ['propose-solution', 'awaiting_info', 'resolved', ['provider']],
  ['accept', 'resolved', 'closed', ['consumer']],
  ['reject', 'resolved', 'in_progress', ['consumer']],
  ['cancel', 'new', 'cancelled', ['provider', 'consumer']],
  ['cancel', 'in_progress', 'cancelled', ['provider', 'consumer']],
  ['cancel', 'awaiting_info', 'cancelled', ['provider', 'consumer']],
  ['cancel', 'resolved', 'cancelled', ['provider', 'consumer']],
  ['close', 'new', 'closed', ['provider']],
  ['close', 'in_progress', 'closed', ['provider']],
  ['close', 'awaiting_info', 'closed', ['provider']],
  ['reopen', 'closed', 'in_progress', ['provider']],
];

const VERBS = Object.keys(SERVICE_REQUEST_VERBS) as ServiceRequestVerb[];
const SIDES: readonly Side[] = ['provider', 'consumer'];

describe('the service request table', () => {
  it('has six states, each reachable, and a way out of all but the one end', () => {
    expect(SERVICE_REQUEST_STATES).toHaveLength(6);
    expect(
      findTableDefects({
        name: 'service request',
        table: SERVICE_REQUEST_TRANSITIONS,
        initial: [INITIAL_SERVICE_REQUEST_STATE],
        final: FINAL_SERVICE_REQUEST_STATES,
      }),
    ).toEqual([]);
  });

  it('is the one that the design decided', () => {
    const expected: Record<ServiceRequestState, ServiceRequestState[]> = {
      new: ['in_progress', 'cancelled', 'closed'],
      in_progress: ['awaiting_info', 'resolved', 'cancelled', 'closed'],
      awaiting_info: ['in_progress', 'resolved', 'cancelled', 'closed'],
      resolved: ['closed', 'in_progress', 'cancelled'],
      closed: ['in_progress'],
      cancelled: [],
    };
    for (const from of SERVICE_REQUEST_STATES) {
      for (const to of SERVICE_REQUEST_STATES) {
        const isWay = expected[from].includes(to);
        expect([from, to, canServiceRequestMove(from, to)]).toEqual([from, to, isWay]);
      }
    }
  });

  it('has a verb for every way, and a way for every verb', () => {
    expect(findServiceRequestVerbDefects()).toEqual([]);
    const walked = new Set(WAYS.map(([, from, to]) => `${from} ${to}`));
    const ways = SERVICE_REQUEST_STATES.flatMap((from) =>
      SERVICE_REQUEST_TRANSITIONS[from].map((to) => `${from} ${to}`),
    );
    expect(ways.filter((way) => !walked.has(way))).toEqual([]);
  });

  it('ends a request that is closed or cancelled, and no other', () => {
    expect(SERVICE_REQUEST_STATES.filter(isServiceRequestOver)).toEqual(['closed', 'cancelled']);
  });

  it('is of every kind of request that is no order', () => {
    expect(['order', ...SERVICE_REQUEST_KINDS]).toEqual(PRODUCER_KINDS);
  });
});

describe('the verbs of service requests', () => {
  it('take every request where the design says, and nowhere else', () => {
    const expected = new Map(WAYS.map(([verb, from, to]) => [`${verb} ${from}`, to]));
    for (const verb of VERBS) {
      for (const state of SERVICE_REQUEST_STATES) {
        const to = serviceRequestTargetOf(verb, state);
        expect([verb, state, to]).toEqual([verb, state, expected.get(`${verb} ${state}`)]);
        expect(judgeServiceRequestVerb(verb, state).allowed).toBe(to !== undefined);
      }
    }
  });

  it('belong to the sides that the design gives them to', () => {
    for (const [verb, , , by] of WAYS) {
      expect([verb, SERVICE_REQUEST_VERBS[verb].by]).toEqual([verb, by]);
    }
    expect(serviceRequestVerbsOf('provider')).toEqual([
      'assign',
      'request-info',
      'resume',
      'propose-solution',
      'cancel',
      'close',
      'reopen',
    ]);
    expect(serviceRequestVerbsOf('consumer')).toEqual(['accept', 'reject', 'cancel']);
  });

  it('let nobody but the consumer close what is resolved', () => {
    const closing = WAYS.filter(([, from, to]) => from === 'resolved' && to === 'closed');
    expect(closing.map(([verb, , , by]) => [verb, by])).toEqual([['accept', ['consumer']]]);
  });

  it('say which verb is not for which state', () => {
    expect(judgeServiceRequestVerb('propose-solution', 'new')).toEqual({
      action: 'propose-solution',
      allowed: false,
      code: 'service_request.illegal_transition',
      reason: '"propose solution" is not possible in the state "new".',
    });
  });

  it('ask for a reason where the other side is told no, or to wait', () => {
    const asked = SIDES.flatMap((side) =>
      VERBS.filter((verb) => doesServiceRequestVerbNeedReason(verb, side)).map((verb) => [
        side,
        verb,
      ]),
    );
    expect(asked).toEqual([
      ['provider', 'request-info'],
      ['provider', 'cancel'],
      ['provider', 'close'],
      ['provider', 'reopen'],
      ['consumer', 'reject'],
    ]);
  });
});

describe('the task of a service request', () => {
  it.each<[ServiceRequestState, SharedTaskState]>([
    ['new', 'received'],
    ['in_progress', 'work_in_progress'],
    ['awaiting_info', 'awaiting_info'],
    ['resolved', 'resolved'],
    ['closed', 'closed'],
    ['cancelled', 'cancelled'],
  ])('shows a request that is %s as %s', (request, task) => {
    expect(TASK_STATE_BY_SERVICE_REQUEST_STATE[request]).toBe(task);
  });

  it('has a row for every state and shows each task state once', () => {
    expect(Object.keys(TASK_STATE_BY_SERVICE_REQUEST_STATE)).toEqual(SERVICE_REQUEST_STATES);
    expect(Object.values(TASK_STATE_BY_SERVICE_REQUEST_STATE).sort()).toEqual(
      [...SHARED_TASK_STATES].sort(),
    );
  });
});
