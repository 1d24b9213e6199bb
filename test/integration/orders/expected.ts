import type { OrderState } from '../../../plugins/orderbridge/shared/order-states';

/*
 * What the design says of orders, written down again by hand: a change of the product's own tables
 * must not change what the tests expect of it.
 */

/** The task state that each order state shows as the plugin is shipped. */
export const SHOWN: Readonly<Record<OrderState, string>> = {
  draft: 'received',
  submitted: 'received',
  enrichment_in_progress: 'received',
  enrichment_on_hold: 'received',
  new: 'received',
  rejected: 'awaiting_info',
  acknowledged: 'work_in_progress',
  scheduled: 'work_in_progress',
  in_progress: 'work_in_progress',
  awaiting_information: 'awaiting_info',
  on_hold: 'awaiting_info',
  revision_in_progress: 'received',
  assessing_cancellation: 'cancelled',
  cancellation_in_progress: 'work_in_progress',
  completed: 'closed',
  cancelled: 'cancelled',
};

export const STATES = Object.keys(SHOWN) as readonly OrderState[];

/** States from which a cancellation is assessed, and to which a declined one returns. */
export const UNDER_WAY = [
  'acknowledged',
  'scheduled',
  'in_progress',
  'awaiting_information',
  'on_hold',
  'revision_in_progress',
] as const satisfies OrderState[];

/** States from which a cancellation takes effect at once. */
const NOT_BEGUN = [
  'draft',
  'submitted',
  'enrichment_in_progress',
  'enrichment_on_hold',
  'new',
  'rejected',
] as const satisfies OrderState[];

export const isOver = (state: OrderState): boolean =>
  state === 'completed' || state === 'cancelled';

type Moves = Readonly<Partial<Record<OrderState, OrderState | 'stored'>>>;

const to = (target: OrderState, from: readonly OrderState[]): Moves =>
  Object.fromEntries(from.map((state) => [state, target]));

const inPlace = (states: readonly OrderState[]): Moves =>
  Object.fromEntries(states.map((state) => [state, state]));

/** Where each verb of the staff leads; `stored` is the state before the assessment. */
const MOVES: Readonly<Record<string, Moves>> = {
  submit: { draft: 'new' },
  approve: { new: 'acknowledged', rejected: 'acknowledged' },
  reject: { new: 'rejected' },
  correct: { rejected: 'draft' },
  schedule: { acknowledged: 'scheduled', ...inPlace(['scheduled']) },
  start: { acknowledged: 'in_progress', scheduled: 'in_progress' },
  'request-information': { in_progress: 'awaiting_information' },
  hold: { in_progress: 'on_hold' },
  resume: { awaiting_information: 'in_progress', on_hold: 'in_progress' },
  'reach-point-of-no-return': {
    ...inPlace(['in_progress', 'awaiting_information', 'on_hold']),
    assessing_cancellation: 'stored',
  },
  'request-cancel': {
    ...to('cancelled', NOT_BEGUN),
    ...to('assessing_cancellation', UNDER_WAY),
  },
  'begin-cancel': { assessing_cancellation: 'cancellation_in_progress' },
  'decline-cancel': { assessing_cancellation: 'stored' },
  'finish-cancel': { assessing_cancellation: 'cancelled', cancellation_in_progress: 'cancelled' },
  complete: { in_progress: 'completed' },
  assign: inPlace(STATES.filter((state) => !isOver(state))),
};

export const VERBS = Object.keys(MOVES);

/** Of staff: a consumer who cancels need not say why. */
export const NEED_REASON = [
  'reject',
  'request-information',
  'hold',
  'request-cancel',
  'decline-cancel',
];

export const UNAVAILABLE = [
  'revise',
  'approve-revision',
  'withdraw-revision',
  'hold-enrichment',
  'resume-enrichment',
  'finish-enrichment',
];

/** What cannot be done any more once the point of no return is reached. */
const TAKES_BACK = ['request-cancel', 'reach-point-of-no-return'];

/** The code that a verb is refused with, or nothing where an order takes it. */
export const refusedWith = (
  verb: string,
  { state, isPast }: { state: OrderState; isPast: boolean },
): string | undefined => {
  if (UNAVAILABLE.includes(verb)) return 'order.verb_not_available';
  if (MOVES[verb]?.[state] === undefined) return 'order.illegal_transition';
  return isPast && TAKES_BACK.includes(verb) ? 'order.past_point_of_no_return' : undefined;
};

/** What `actions` allows a super admin, in the order of the alphabet. */
export const allowedAt = (state: OrderState, isPast: boolean): string[] =>
  [
    ...VERBS.filter((verb) => refusedWith(verb, { state, isPast }) === undefined),
    ...(state === 'draft' ? ['edit-line'] : []),
    'add-work-note',
  ].sort();

/** The same for the consumer, who may also comment. */
export const allowedToConsumerAt = (state: OrderState, isPast: boolean): string[] =>
  refusedWith('request-cancel', { state, isPast }) === undefined
    ? ['cancel', 'comment']
    : ['comment'];

export interface Move {
  readonly verb: string;
  readonly from: OrderState;
  readonly to: OrderState;
}

const targetsOf = (target: OrderState | 'stored'): readonly OrderState[] =>
  target === 'stored' ? UNDER_WAY : [target];

/** Every way that a verb of the staff takes, one for each state that an assessment may return to. */
export const EVERY_MOVE: readonly Move[] = Object.entries(MOVES).flatMap(([verb, moves]) =>
  Object.entries(moves).flatMap(([from, target]) =>
    targetsOf(target).map((end) => ({ verb, from: from as OrderState, to: end })),
  ),
);
