import type { Action } from './actions';
import type { SharedTaskState } from './task-states';
import type { TransitionTable } from './transition-table';
import type { ProducerKind } from './producer-states';
import { notPossible } from './words';

/** What a consumer asks for that is no order: help, with an issue, or a change. */
export type ServiceRequestKind = Exclude<ProducerKind, 'order'>;
export const SERVICE_REQUEST_KINDS = [
  'help',
  'issue',
  'change',
] as const satisfies ServiceRequestKind[];

/** Every state of a service request and what may follow it. */
export const SERVICE_REQUEST_TRANSITIONS = {
  new: ['in_progress', 'closed', 'cancelled'],
  in_progress: ['awaiting_info', 'resolved', 'closed', 'cancelled'],
  awaiting_info: ['in_progress', 'resolved', 'closed', 'cancelled'],
  resolved: ['in_progress', 'closed', 'cancelled'],
  closed: ['in_progress'],
  cancelled: [],
} as const satisfies TransitionTable;

export type ServiceRequestState = keyof typeof SERVICE_REQUEST_TRANSITIONS;
export const SERVICE_REQUEST_STATES = Object.keys(
  SERVICE_REQUEST_TRANSITIONS,
) as readonly ServiceRequestState[];

export const INITIAL_SERVICE_REQUEST_STATE = 'new' as const satisfies ServiceRequestState;

/** The one state that nothing leads out of; a closed request can be reopened for a while. */
export const FINAL_SERVICE_REQUEST_STATES = ['cancelled'] as const satisfies ServiceRequestState[];

export const canServiceRequestMove = (
  from: ServiceRequestState,
  to: ServiceRequestState,
): boolean => (SERVICE_REQUEST_TRANSITIONS[from] as readonly ServiceRequestState[]).includes(to);

/** A service request in one of these is over, and so is its task. */
export const isServiceRequestOver = (state: ServiceRequestState): boolean =>
  state === 'closed' || state === 'cancelled';

/** The states in which it is the consumer's turn. */
export const SERVICE_REQUEST_STATES_OF_CONSUMERS_TURN = [
  'awaiting_info',
  'resolved',
] as const satisfies readonly ServiceRequestState[];

/** The task state that each state of a service request shows. */
export const TASK_STATE_BY_SERVICE_REQUEST_STATE = {
  new: 'received',
  in_progress: 'work_in_progress',
  awaiting_info: 'awaiting_info',
  resolved: 'resolved',
  closed: 'closed',
  cancelled: 'cancelled',
} as const satisfies Record<ServiceRequestState, SharedTaskState>;

/** The two sides of a request: the provider's staff, and the consumer. */
export type Side = 'provider' | 'consumer';

interface ServiceRequestVerbRule {
  /** From which states, and to which; a state that leads to itself is noted and not left. */
  readonly moves: Readonly<Partial<Record<ServiceRequestState, ServiceRequestState>>>;
  readonly by: readonly Side[];
  /** Of which sides a reason is asked. */
  readonly needsReasonOf?: readonly Side[];
}

/** What people do to a service request, and the moves that it makes. */
export const SERVICE_REQUEST_VERBS = {
  /** Makes whoever asks answer for the request, and begins the work on it. */
  assign: {
    moves: { new: 'in_progress', in_progress: 'in_progress', awaiting_info: 'awaiting_info' },
    by: ['provider'],
  },
  'request-info': {
    moves: { in_progress: 'awaiting_info' },
    by: ['provider'],
    needsReasonOf: ['provider'],
  },
  resume: { moves: { awaiting_info: 'in_progress' }, by: ['provider'] },
  /** A comment of the consumer while information is awaited. */
  answer: { moves: { awaiting_info: 'in_progress' }, by: ['consumer'] },
  'propose-solution': {
    moves: { in_progress: 'resolved', awaiting_info: 'resolved' },
    by: ['provider'],
  },
  accept: { moves: { resolved: 'closed' }, by: ['consumer'] },
  reject: {
    moves: { resolved: 'in_progress' },
    by: ['consumer'],
    needsReasonOf: ['consumer'],
  },
  cancel: {
    moves: {
      new: 'cancelled',
      in_progress: 'cancelled',
      awaiting_info: 'cancelled',
      resolved: 'cancelled',
    },
    by: ['provider', 'consumer'],
    needsReasonOf: ['provider'],
  },
  close: {
    moves: { new: 'closed', in_progress: 'closed', awaiting_info: 'closed' },
    by: ['provider'],
    needsReasonOf: ['provider'],
  },
  reopen: { moves: { closed: 'in_progress' }, by: ['provider'], needsReasonOf: ['provider'] },
} as const satisfies Record<string, ServiceRequestVerbRule>;

export type ServiceRequestVerb = keyof typeof SERVICE_REQUEST_VERBS;

const ruleOf = (verb: ServiceRequestVerb): ServiceRequestVerbRule => SERVICE_REQUEST_VERBS[verb];

const VERB_NAMES = Object.keys(SERVICE_REQUEST_VERBS) as readonly ServiceRequestVerb[];

/** The verbs that a side has; `answer` is no button, a comment makes it. */
export const serviceRequestVerbsOf = (side: Side): ServiceRequestVerb[] =>
  VERB_NAMES.filter((verb) => verb !== 'answer' && ruleOf(verb).by.includes(side));

export const serviceRequestTargetOf = (
  verb: ServiceRequestVerb,
  state: ServiceRequestState,
): ServiceRequestState | undefined => ruleOf(verb).moves[state];

export const doesServiceRequestVerbNeedReason = (verb: ServiceRequestVerb, side: Side): boolean =>
  ruleOf(verb).needsReasonOf?.includes(side) ?? false;

/** Whether a service request takes a verb of a side as it stands, and why not. Both sides judge by this. */
export const judgeServiceRequestVerb = (
  verb: ServiceRequestVerb,
  state: ServiceRequestState,
): Action<ServiceRequestVerb> =>
  ruleOf(verb).moves[state] === undefined
    ? {
        action: verb,
        allowed: false,
        code: 'service_request.illegal_transition',
        reason: notPossible(verb, state),
      }
    : { action: verb, allowed: true };

/** Verbs that would take a way which the transition table does not have. */
export const findServiceRequestVerbDefects = (): string[] =>
  VERB_NAMES.flatMap((verb) =>
    SERVICE_REQUEST_STATES.flatMap((from) => {
      const to = ruleOf(verb).moves[from];
      return to === undefined || to === from || canServiceRequestMove(from, to)
        ? []
        : [`service request verb "${verb}": no transition from "${from}" to "${to}"`];
    }),
  );
