import { withRight, type Action } from '../../../shared/actions';
import {
  judgeServiceRequestVerb,
  SERVICE_REQUEST_VERBS,
  serviceRequestVerbsOf,
  type ServiceRequestVerb,
  type Side,
} from '../../../shared/service-request-states';
import type { Staff } from '../connections';
import type { ServiceRequestRow } from './content-types';

/** The verbs of the provider's staff, each behind a right of its own. */
export const STAFF_VERBS = serviceRequestVerbsOf('provider');

type JudgedRequest = Pick<ServiceRequestRow, 'state' | 'closedAt'>;

/** When it is judged, and for how long a closed request can be reopened. */
export interface Reopening {
  readonly at: Date;
  readonly reopenWithinMs: number;
}

const judgeReopening = (
  { closedAt }: JudgedRequest,
  { at, reopenWithinMs }: Reopening,
): Action<'reopen'> => {
  const closed = closedAt === null ? at.getTime() : new Date(closedAt).getTime();
  if (at.getTime() <= closed + reopenWithinMs) return { action: 'reopen', allowed: true };
  const until = new Date(closed + reopenWithinMs).toISOString();
  return {
    action: 'reopen',
    allowed: false,
    code: 'service_request.too_late_to_reopen',
    reason: `The request could be reopened until ${until}; make a new one.`,
  };
};

/** Whether a request takes a verb of a side as it stands, and why not. */
export const judgeVerb = (
  verb: ServiceRequestVerb,
  request: JudgedRequest,
  { side, ...reopening }: Reopening & { readonly side: Side },
): Action<ServiceRequestVerb> => {
  const sides: readonly Side[] = SERVICE_REQUEST_VERBS[verb].by;
  if (!sides.includes(side)) {
    return {
      action: verb,
      allowed: false,
      code: 'request.forbidden',
      reason: `"${verb}" is for the ${sides.join(' and the ')} alone.`,
    };
  }
  const judged = judgeServiceRequestVerb(verb, request.state);
  return judged.allowed && verb === 'reopen' ? judgeReopening(request, reopening) : judged;
};

/** What somebody of the staff may do with a request as it stands, and why not the rest. */
export const serviceRequestActions = (
  request: JudgedRequest,
  { may }: Pick<Staff, 'may'>,
  reopening: Reopening,
): Action[] => [
  ...STAFF_VERBS.map((verb) =>
    withRight(
      judgeVerb(verb, request, { ...reopening, side: 'provider' }),
      may(`service-request.${verb}`),
    ),
  ),
  withRight<string>(
    { action: 'add-work-note', allowed: true },
    may('service-request.add-work-note'),
  ),
];
