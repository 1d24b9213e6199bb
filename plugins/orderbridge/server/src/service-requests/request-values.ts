import {
  isServiceRequestOver,
  type ServiceRequestState,
} from '../../../shared/service-request-states';
import type { ServiceRequestRow } from './content-types';
import type { Resolution } from './resolution-codes';

const UNRESOLVED = {
  resolutionCode: null,
  resolutionLabel: null,
  resolutionNotes: null,
  resolvedAt: null,
} as const;

type Kept = Partial<Pick<ServiceRequestRow, keyof typeof UNRESOLVED | 'closedAt'>>;

/**
 * What else of a request changes with its state: a solution stands while the request is resolved or
 * closed, and an end stands until it is reopened.
 */
export const valuesOfMove = (
  { from, to }: { from: ServiceRequestState; to: ServiceRequestState },
  { at, resolution }: { at: Date; resolution: Resolution | undefined },
): Kept => {
  if (from === to) return {};
  const moment = at.toISOString();
  return {
    ...(to !== 'closed' && UNRESOLVED),
    ...(to === 'resolved' && { ...resolution, resolvedAt: moment }),
    closedAt: isServiceRequestOver(to) ? moment : null,
  };
};
