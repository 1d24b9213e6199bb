import type {
  ServiceRequestKind,
  ServiceRequestState,
} from '../../../plugins/orderbridge/shared/service-request-states';

/*
 * What the design says of service requests, written down again by hand: a change of the product's own
 * tables must not change what the tests expect of it.
 */

export const KINDS = ['help', 'issue', 'change'] as const satisfies ServiceRequestKind[];

/** The task state that each state of a service request shows. */
export const SHOWN: Readonly<Record<ServiceRequestState, string>> = {
  new: 'received',
  in_progress: 'work_in_progress',
  awaiting_info: 'awaiting_info',
  resolved: 'resolved',
  closed: 'closed',
  cancelled: 'cancelled',
};

export const STATES = Object.keys(SHOWN) as readonly ServiceRequestState[];

export const isOver = (state: ServiceRequestState): boolean =>
  state === 'closed' || state === 'cancelled';

type Moves = Readonly<Partial<Record<ServiceRequestState, ServiceRequestState>>>;

const CANCEL = {
  new: 'cancelled',
  in_progress: 'cancelled',
  awaiting_info: 'cancelled',
  resolved: 'cancelled',
} as const satisfies Moves;

/** Where the verbs of the staff lead. */
export const STAFF_MOVES: Readonly<Record<string, Moves>> = {
  // Whoever takes over what is under way leaves it where it is.
  assign: { new: 'in_progress', in_progress: 'in_progress', awaiting_info: 'awaiting_info' },
  'request-info': { in_progress: 'awaiting_info' },
  resume: { awaiting_info: 'in_progress' },
  'propose-solution': { in_progress: 'resolved', awaiting_info: 'resolved' },
  cancel: CANCEL,
  close: { new: 'closed', in_progress: 'closed', awaiting_info: 'closed' },
  reopen: { closed: 'in_progress' },
};

/** Where the verbs of the consumer lead. */
export const CONSUMER_MOVES: Readonly<Record<string, Moves>> = {
  cancel: CANCEL,
  accept: { resolved: 'closed' },
  reject: { resolved: 'in_progress' },
};

export const STAFF_VERBS = Object.keys(STAFF_MOVES);
export const CONSUMER_VERBS = Object.keys(CONSUMER_MOVES);

/** Verbs of the staff that have to be explained. */
export const NEED_REASON = ['request-info', 'cancel', 'close', 'reopen'];

export interface Move {
  readonly verb: string;
  readonly from: ServiceRequestState;
  readonly to: ServiceRequestState;
}

export const movesOf = (table: Readonly<Record<string, Moves>>): Move[] =>
  Object.entries(table).flatMap(([verb, moves]) =>
    Object.entries(moves).map(([from, to]) => ({ verb, from: from as ServiceRequestState, to })),
  );

/** What a table allows in a state, in the order of the alphabet. */
export const allowedAt = (
  table: Readonly<Record<string, Moves>>,
  state: ServiceRequestState,
): string[] =>
  Object.keys(table)
    .filter((verb) => table[verb]?.[state] !== undefined)
    .sort();
