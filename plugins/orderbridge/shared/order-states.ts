import type { TransitionTable } from './transition-table';

/** Every state of an order and what may follow it. Lines move with their order through the same table. */
export const ORDER_TRANSITIONS = {
  draft: ['submitted', 'cancelled'],
  submitted: ['enrichment_in_progress', 'new', 'cancelled'],
  enrichment_in_progress: ['enrichment_on_hold', 'new', 'cancelled'],
  enrichment_on_hold: ['enrichment_in_progress', 'cancelled'],
  new: ['acknowledged', 'rejected', 'cancelled'],
  rejected: ['draft', 'acknowledged', 'cancelled'],
  acknowledged: ['scheduled', 'in_progress', 'assessing_cancellation'],
  scheduled: ['in_progress', 'assessing_cancellation'],
  in_progress: [
    'awaiting_information',
    'on_hold',
    'revision_in_progress',
    'assessing_cancellation',
    'completed',
  ],
  awaiting_information: ['in_progress', 'assessing_cancellation'],
  on_hold: ['in_progress', 'assessing_cancellation'],
  revision_in_progress: ['acknowledged', 'in_progress', 'assessing_cancellation'],
  // A declined cancellation returns to the stored state before the assessment: one of the last six.
  assessing_cancellation: [
    'cancellation_in_progress',
    'cancelled',
    'acknowledged',
    'scheduled',
    'in_progress',
    'awaiting_information',
    'on_hold',
    'revision_in_progress',
  ],
  cancellation_in_progress: ['cancelled'],
  completed: [],
  cancelled: [],
} as const satisfies TransitionTable;

export type OrderState = keyof typeof ORDER_TRANSITIONS;

export const ORDER_STATES = Object.keys(ORDER_TRANSITIONS) as readonly OrderState[];

export const INITIAL_ORDER_STATE = 'draft' satisfies OrderState;

/** An order in one of these is over, and so is its task. */
export const FINAL_ORDER_STATES = ['completed', 'cancelled'] as const satisfies OrderState[];

export const isFinalOrderState = (state: OrderState): boolean =>
  (FINAL_ORDER_STATES as readonly OrderState[]).includes(state);

/** The states in which it is the consumer's turn. */
export const ORDER_STATES_OF_CONSUMERS_TURN = [
  'awaiting_information',
  'rejected',
] as const satisfies OrderState[];

export const canOrderMove = (from: OrderState, to: OrderState): boolean =>
  (ORDER_TRANSITIONS[from] as readonly OrderState[]).includes(to);

/** Actions of an order line, after TMF622's item actions. */
export const LINE_ACTIONS = [
  'add',
  'modify',
  'suspend',
  'resume',
  'disconnect',
  'no_change',
] as const;
export type LineAction = (typeof LINE_ACTIONS)[number];
