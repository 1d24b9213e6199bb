import type { OrderState } from './order-states';

/** States that a provider task shows on both sides. */
export const SHARED_TASK_STATES = [
  'received',
  'work_in_progress',
  'awaiting_info',
  'resolved',
  'closed',
  'cancelled',
] as const;

/**
 * Every state of a provider task. The consumer alone knows two more than the provider: `new` until
 * the provider has answered, `declined` where it refused.
 */
export const TASK_STATES = ['new', 'declined', ...SHARED_TASK_STATES] as const;

export type SharedTaskState = (typeof SHARED_TASK_STATES)[number];
export type TaskState = (typeof TASK_STATES)[number];

/** The task state that each order state shows: the shipped default. */
export const DEFAULT_TASK_STATE_BY_ORDER_STATE = {
  draft: 'received',
  submitted: 'received',
  enrichment_in_progress: 'received',
  enrichment_on_hold: 'received',
  new: 'received',
  revision_in_progress: 'received',
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
} as const satisfies Record<OrderState, SharedTaskState>;

/** What a task tracks on the provider. */
export const PARENT_KINDS = ['order', 'service_request'] as const;
