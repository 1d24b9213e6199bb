import type { Action } from './actions';
import { notPossible } from './words';
import { canOrderMove, ORDER_STATES, type OrderState } from './order-states';
import type { Side } from './service-request-states';

/** Where a verb leads from a state; `before_assessment` is the state that the order itself remembers. */
type OrderTarget = OrderState | 'before_assessment';

interface OrderVerbRule {
  /** From which states, and to which; a state that leads to itself is noted and not left. */
  readonly moves: Readonly<Partial<Record<OrderState, OrderTarget>>>;
  /** Staff who use it have to say why. */
  readonly needsReason?: true;
  /** Takes back what is under way, which there is no way to after the point of no return. */
  readonly takesBack?: true;
}

const stay = <State extends OrderState>(states: readonly State[]) =>
  Object.fromEntries(states.map((state) => [state, state])) as Record<State, State>;

const UNDER_WAY = [
  'acknowledged',
  'scheduled',
  'in_progress',
  'awaiting_information',
  'on_hold',
  'revision_in_progress',
] as const satisfies OrderState[];

const assess = Object.fromEntries(
  UNDER_WAY.map((state) => [state, 'assessing_cancellation' as const]),
) as Record<(typeof UNDER_WAY)[number], 'assessing_cancellation'>;

/** What people do to an order, and the moves that it makes. */
const ORDER_VERBS = {
  /** Leads on to `new` by itself, as long as nothing is there to enrich. */
  submit: { moves: { draft: 'submitted' } },
  approve: { moves: { new: 'acknowledged', rejected: 'acknowledged' } },
  reject: { moves: { new: 'rejected' }, needsReason: true },
  correct: { moves: { rejected: 'draft' } },
  /** Again, where the start is put off or brought forward. */
  schedule: { moves: { acknowledged: 'scheduled', scheduled: 'scheduled' } },
  start: { moves: { acknowledged: 'in_progress', scheduled: 'in_progress' } },
  'request-information': { moves: { in_progress: 'awaiting_information' }, needsReason: true },
  hold: { moves: { in_progress: 'on_hold' }, needsReason: true },
  resume: { moves: { awaiting_information: 'in_progress', on_hold: 'in_progress' } },
  /** What is reached while a cancellation is assessed ends the assessment. */
  'reach-point-of-no-return': {
    moves: {
      ...stay(['in_progress', 'awaiting_information', 'on_hold']),
      assessing_cancellation: 'before_assessment',
    },
  },
  'request-cancel': {
    moves: {
      draft: 'cancelled',
      submitted: 'cancelled',
      enrichment_in_progress: 'cancelled',
      enrichment_on_hold: 'cancelled',
      new: 'cancelled',
      rejected: 'cancelled',
      ...assess,
    },
    needsReason: true,
    takesBack: true,
  },
  /** There is something to undo before the order can end. */
  'begin-cancel': { moves: { assessing_cancellation: 'cancellation_in_progress' } },
  'decline-cancel': {
    moves: { assessing_cancellation: 'before_assessment' },
    needsReason: true,
  },
  'finish-cancel': {
    moves: { assessing_cancellation: 'cancelled', cancellation_in_progress: 'cancelled' },
  },
  complete: { moves: { in_progress: 'completed' } },
  /** Makes whoever asks answer for the order. */
  assign: {
    moves: stay([
      'draft',
      'submitted',
      'enrichment_in_progress',
      'enrichment_on_hold',
      'new',
      'rejected',
      ...UNDER_WAY,
      'assessing_cancellation',
      'cancellation_in_progress',
    ]),
  },
} as const satisfies Record<string, OrderVerbRule>;

export type OrderVerb = keyof typeof ORDER_VERBS;

export const ORDER_VERB_NAMES = Object.keys(ORDER_VERBS) as readonly OrderVerb[];

/** Verbs whose states are in the table and which Orderbridge does not carry out. */
export const UNAVAILABLE_ORDER_VERBS = [
  'revise',
  'approve-revision',
  'withdraw-revision',
  'hold-enrichment',
  'resume-enrichment',
  'finish-enrichment',
] as const;

export type UnavailableOrderVerb = (typeof UNAVAILABLE_ORDER_VERBS)[number];

/** What of an order decides which verbs it takes. */
export interface JudgedOrder {
  readonly state: OrderState;
  readonly pointOfNoReturnAt: string | null;
}

const movesOf = (verb: OrderVerb): OrderVerbRule['moves'] => ORDER_VERBS[verb].moves;

/** Whether somebody of a side has to say why. A consumer does not: what it cancels is its own. */
export const needsReason = (verb: OrderVerb, side: Side): boolean =>
  side === 'provider' && 'needsReason' in ORDER_VERBS[verb];

/** Whether an order takes a verb as it stands, and why not. Both sides judge by this. */
export const judgeOrderVerb = (
  verb: OrderVerb,
  { state, pointOfNoReturnAt }: JudgedOrder,
): Action<OrderVerb> => {
  const isPast = pointOfNoReturnAt !== null;
  if (movesOf(verb)[state] === undefined) {
    return {
      action: verb,
      allowed: false,
      code: 'order.illegal_transition',
      reason: notPossible(verb, state),
    };
  }
  if (isPast && ('takesBack' in ORDER_VERBS[verb] || verb === 'reach-point-of-no-return')) {
    return {
      action: verb,
      allowed: false,
      code: 'order.past_point_of_no_return',
      reason: 'The order has reached the point of no return: it can no longer be taken back.',
    };
  }
  return { action: verb, allowed: true };
};

/** Where a verb takes an order, or nothing where it does not take it anywhere. */
export const orderTargetOf = (
  verb: OrderVerb,
  { state, stateBeforeAssessment }: { state: OrderState; stateBeforeAssessment: OrderState | null },
): OrderState | undefined => {
  const target = movesOf(verb)[state];
  return target === 'before_assessment' ? (stateBeforeAssessment ?? undefined) : target;
};

/** Verbs that would take a way which the transition table does not have. */
export const findVerbDefects = (): string[] =>
  ORDER_VERB_NAMES.flatMap((verb) =>
    ORDER_STATES.flatMap((from) => {
      const target = movesOf(verb)[from];
      if (target === undefined || target === from) return [];
      const targets = target === 'before_assessment' ? UNDER_WAY : [target];
      return targets
        .filter((to) => !canOrderMove(from, to))
        .map((to) => `order verb "${verb}": no transition from "${from}" to "${to}"`);
    }),
  );
