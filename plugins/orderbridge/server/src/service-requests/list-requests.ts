import {
  isServiceRequestOver,
  SERVICE_REQUEST_KINDS,
  SERVICE_REQUEST_STATES,
  SERVICE_REQUEST_STATES_OF_CONSUMERS_TURN,
} from '../../../shared/service-request-states';
import { notOver } from '../connections';
import type { ListDefinition } from '../kernel/list-query';

/** What a list of service requests can be filtered and sorted by. */
export const SERVICE_REQUEST_LIST: ListDefinition = {
  fields: {
    documentId: { type: 'text', filterable: true },
    number: { type: 'text', filterable: true, sortable: true },
    kind: { type: 'choice', values: SERVICE_REQUEST_KINDS, filterable: true, sortable: true },
    state: { type: 'choice', values: SERVICE_REQUEST_STATES, filterable: true, sortable: true },
    name: { type: 'text', filterable: true, sortable: true },
    openedAt: { type: 'moment', filterable: true, sortable: true },
    resolvedAt: { type: 'moment', filterable: true, sortable: true },
    closedAt: { type: 'moment', filterable: true, sortable: true },
    assigneeName: { type: 'text', filterable: true, sortable: true },
    resolutionCode: { type: 'text', filterable: true },
    'consumer.documentId': { type: 'text', filterable: true },
    'consumer.name': { type: 'text', filterable: true },
  },
  defaultOrder: [{ id: 'desc' }],
};

/** The lists that agents work from. */
export const SERVICE_REQUEST_VIEWS = [
  'assigned-to-me',
  'unassigned',
  'waiting-for-consumer',
] as const;
export type ServiceRequestViewName = (typeof SERVICE_REQUEST_VIEWS)[number];

const OPEN_STATES = SERVICE_REQUEST_STATES.filter((state) => !isServiceRequestOver(state));

/**
 * The condition of a list, for the admin user who asks.
 *
 * @param context `ended`: ids of the connections that have ended, here or at the other side: nobody there
 * takes their turn
 */
export const whereOfView = (
  view: ServiceRequestViewName | undefined,
  { adminId, ended }: { adminId: string | null; ended: readonly number[] },
): Record<string, unknown> => {
  const open = { state: { $in: OPEN_STATES } };
  switch (view) {
    case undefined:
      return {};
    case 'assigned-to-me':
      return { ...open, assigneeId: adminId };
    case 'unassigned':
      return { ...open, assigneeId: { $null: true } };
    case 'waiting-for-consumer':
      return { state: { $in: [...SERVICE_REQUEST_STATES_OF_CONSUMERS_TURN] }, ...notOver(ended) };
  }
};
