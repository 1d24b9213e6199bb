import type { ServiceRequestState } from '../../../plugins/orderbridge/shared/service-request-states';
import type { TaskState } from '../../../plugins/orderbridge/shared/task-states';
import type { RequestModel } from './request-model';

type Ways = Readonly<
  Record<ServiceRequestState, Readonly<Partial<Record<string, ServiceRequestState>>>>
>;

/** From which state to which, by which verb, of either side. */
const WAYS = {
  new: { assign: 'in_progress', cancel: 'cancelled', close: 'closed' },
  in_progress: {
    assign: 'in_progress',
    'request-info': 'awaiting_info',
    'propose-solution': 'resolved',
    cancel: 'cancelled',
    close: 'closed',
  },
  awaiting_info: {
    assign: 'awaiting_info',
    answer: 'in_progress',
    resume: 'in_progress',
    'propose-solution': 'resolved',
    cancel: 'cancelled',
    close: 'closed',
  },
  resolved: { accept: 'closed', reject: 'in_progress', cancel: 'cancelled' },
  closed: { reopen: 'in_progress' },
  cancelled: {},
} as const satisfies Ways;

export const SERVICE_REQUEST_MODEL: RequestModel = {
  kind: 'service_request',
  opening: [{ verb: 'open', state: 'new', by: 'consumer' }],
  ways: WAYS,
  automatic: {},
  shows: {
    new: 'received',
    in_progress: 'work_in_progress',
    awaiting_info: 'awaiting_info',
    resolved: 'resolved',
    closed: 'closed',
    cancelled: 'cancelled',
  } satisfies Record<ServiceRequestState, TaskState>,
  final: ['closed', 'cancelled'],
  staffVerbs: ['assign', 'request-info', 'resume', 'propose-solution', 'cancel', 'close', 'reopen'],
  needsReason: ['request-info', 'cancel', 'close', 'reopen'],
  wishes: { cancel: 'cancel', accept: 'accept', reject: 'reject' },
  comment: 'answer',
  takesBack: [],
  codes: {},
};
