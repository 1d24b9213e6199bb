import type { OrderState } from '../../../plugins/orderbridge/shared/order-states';
import type { TaskState } from '../../../plugins/orderbridge/shared/task-states';
import { BEFORE, type RequestModel } from './request-model';

type Ways = Readonly<Partial<Record<OrderState, Readonly<Record<string, OrderState | 'before'>>>>>;

const PAST_RETURN = 'reach-point-of-no-return';
const CANCEL = 'request-cancel';

/** From which state to which, by which verb. States that no verb leads to are not here. */
const MOVES = {
  draft: { submit: 'submitted', [CANCEL]: 'cancelled', 'edit-line': 'draft' },
  submitted: { receive: 'new' },
  new: { approve: 'acknowledged', reject: 'rejected', [CANCEL]: 'cancelled' },
  rejected: { correct: 'draft', approve: 'acknowledged', [CANCEL]: 'cancelled' },
  acknowledged: {
    schedule: 'scheduled',
    start: 'in_progress',
    [CANCEL]: 'assessing_cancellation',
  },
  scheduled: {
    schedule: 'scheduled',
    start: 'in_progress',
    [CANCEL]: 'assessing_cancellation',
  },
  in_progress: {
    'request-information': 'awaiting_information',
    hold: 'on_hold',
    complete: 'completed',
    [PAST_RETURN]: 'in_progress',
    [CANCEL]: 'assessing_cancellation',
  },
  awaiting_information: {
    resume: 'in_progress',
    [PAST_RETURN]: 'awaiting_information',
    [CANCEL]: 'assessing_cancellation',
  },
  on_hold: {
    resume: 'in_progress',
    [PAST_RETURN]: 'on_hold',
    [CANCEL]: 'assessing_cancellation',
  },
  assessing_cancellation: {
    'begin-cancel': 'cancellation_in_progress',
    'finish-cancel': 'cancelled',
    'decline-cancel': BEFORE,
    [PAST_RETURN]: BEFORE,
  },
  cancellation_in_progress: { 'finish-cancel': 'cancelled' },
} as const satisfies Ways;

/** Somebody can be made to answer for an order until it is over. */
const WAYS = Object.fromEntries(
  Object.entries(MOVES).map(([state, ways]) => [state, { ...ways, assign: state }]),
);

const NOT_AVAILABLE = [
  'revise',
  'approve-revision',
  'withdraw-revision',
  'hold-enrichment',
  'resume-enrichment',
  'finish-enrichment',
];

export const ORDER_MODEL: RequestModel = {
  kind: 'order',
  opening: [
    { verb: 'open', state: 'draft', by: 'consumer' },
    { verb: 'submit', state: 'submitted', by: 'provider' },
    { verb: 'receive', state: 'new', by: 'provider' },
  ],
  ways: WAYS,
  automatic: { submitted: 'receive' },
  shows: {
    draft: 'received',
    submitted: 'received',
    new: 'received',
    acknowledged: 'work_in_progress',
    scheduled: 'work_in_progress',
    in_progress: 'work_in_progress',
    cancellation_in_progress: 'work_in_progress',
    rejected: 'awaiting_info',
    awaiting_information: 'awaiting_info',
    on_hold: 'awaiting_info',
    assessing_cancellation: 'cancelled',
    cancelled: 'cancelled',
    completed: 'closed',
  } satisfies Partial<Record<OrderState, TaskState>>,
  final: ['completed', 'cancelled'],
  staffVerbs: [
    'submit',
    'approve',
    'reject',
    'correct',
    'schedule',
    'start',
    'request-information',
    'hold',
    'resume',
    PAST_RETURN,
    CANCEL,
    'begin-cancel',
    'decline-cancel',
    'finish-cancel',
    'complete',
    'assign',
    'edit-line',
    ...NOT_AVAILABLE,
  ],
  needsReason: ['reject', 'request-information', 'hold', CANCEL, 'decline-cancel'],
  wishes: { cancel: CANCEL },
  takesBack: [CANCEL, PAST_RETURN],
  codes: {
    'edit-line': 'order.not_editable',
    ...Object.fromEntries(NOT_AVAILABLE.map((verb) => [verb, 'order.verb_not_available'])),
  },
};
