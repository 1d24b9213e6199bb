import { ORDER_STATES, ORDER_STATES_OF_CONSUMERS_TURN } from '../../../shared/order-states';
import {
  SERVICE_REQUEST_STATES,
  SERVICE_REQUEST_STATES_OF_CONSUMERS_TURN,
} from '../../../shared/service-request-states';
import { PARENT_KINDS, TASK_STATES } from '../../../shared/task-states';
import { notOver, over } from '../connections';
import type { ListDefinition } from '../kernel/list-query';

const PARENT_STATES = [...new Set<string>([...ORDER_STATES, ...SERVICE_REQUEST_STATES])];

const FIELDS: ListDefinition['fields'] = {
  documentId: { type: 'text', filterable: true },
  number: { type: 'text', filterable: true, sortable: true },
  title: { type: 'text', filterable: true, sortable: true },
  state: { type: 'choice', values: TASK_STATES, filterable: true, sortable: true },
  parentKind: { type: 'choice', values: PARENT_KINDS, filterable: true },
  parentNumber: { type: 'text', filterable: true, sortable: true },
  parentState: { type: 'choice', values: PARENT_STATES, filterable: true, sortable: true },
  requesterName: { type: 'text', filterable: true, sortable: true },
  requestedAt: { type: 'moment', filterable: true, sortable: true },
  movedAt: { type: 'moment', filterable: true, sortable: true },
  endedAt: { type: 'moment', filterable: true, sortable: true },
};

/** What a consumer's list of requests can be filtered and sorted by. */
export const TASK_LIST: ListDefinition = { fields: FIELDS, defaultOrder: [{ id: 'desc' }] };

/** The same for staff, who see all connections and who works on what. */
export const STAFF_TASK_LIST: ListDefinition = {
  ...TASK_LIST,
  fields: {
    ...FIELDS,
    side: { type: 'choice', values: ['provider', 'consumer'], filterable: true },
    assigneeName: { type: 'text', filterable: true, sortable: true },
    answeredAt: { type: 'moment', filterable: true, sortable: true },
    'connection.documentId': { type: 'text', filterable: true },
    'connection.name': { type: 'text', filterable: true },
  },
};

/** The lists that agents and managers work from. */
export const TASK_VIEWS = [
  'assigned-to-me',
  'unassigned',
  'waiting-for-consumer',
  'answered',
  'stuck',
] as const;
export type TaskViewName = (typeof TASK_VIEWS)[number];

/** Parent states in which it is the consumer's turn. */
const CONSUMERS_TURN: readonly string[] = [
  ...ORDER_STATES_OF_CONSUMERS_TURN,
  ...SERVICE_REQUEST_STATES_OF_CONSUMERS_TURN,
];

interface ViewContext {
  readonly adminId: string | null;
  readonly at: Date;
  readonly stuckAfterMs: number;
  /** Ids of the tasks whose messages the other side has refused. */
  readonly blocked: readonly number[];
  /** Ids of the connections that have ended, here or at the other side, where {@link restsOnEnds}. */
  readonly ended: readonly number[];
}

/**
 * What is stuck: open, the provider's turn, and nobody has moved it for a while; or its start is overdue;
 * or the other side has refused what comes next in its stream, so that it does not know how things stand;
 * or its connection has ended, so that the consumer's turn never ends by itself. At the consumer no agent can
 * do anything about a request over such a connection.
 */
const isStuck = ({ at, stuckAfterMs, blocked, ended }: ViewContext): Record<string, unknown> => {
  const longAgo = { $lt: new Date(at.getTime() - stuckAfterMs) };
  const open = { endedAt: { $null: true } };
  return {
    $or: [
      {
        ...open,
        movedAt: longAgo,
        // One look at what was not moved, and not one for each of the two.
        $or: [
          { parentState: { $null: true } },
          { parentState: { $notIn: [...CONSUMERS_TURN, 'scheduled'] } },
        ],
      },
      { ...open, parentState: { $in: CONSUMERS_TURN }, answeredAt: longAgo },
      {
        ...open,
        parentState: 'scheduled',
        order: { state: 'scheduled', scheduledStart: { $lt: at } },
      },
      { id: { $in: [...blocked] } },
      ...(ended.length === 0
        ? []
        : [{ ...open, parentState: { $in: CONSUMERS_TURN }, ...over(ended) }]),
    ],
    ...(ended.length > 0 && { $not: { side: 'consumer', ...over(ended) } }),
  };
};

/** Whether a view asks which connections have ended. */
export const restsOnEnds = (view: TaskViewName | undefined): boolean =>
  view === 'stuck' || view === 'waiting-for-consumer';

/** The condition of a list, for the admin user who asks. */
export const whereOfTaskView = (
  view: TaskViewName | undefined,
  context: ViewContext,
): Record<string, unknown> => {
  const open = { endedAt: { $null: true } };
  switch (view) {
    case undefined:
      return {};
    case 'assigned-to-me':
      return { ...open, assigneeId: context.adminId };
    case 'unassigned':
      return { ...open, side: 'provider', assigneeId: { $null: true } };
    case 'waiting-for-consumer':
      return {
        ...open,
        parentState: { $in: CONSUMERS_TURN },
        answeredAt: { $null: true },
        ...notOver(context.ended),
      };
    case 'answered':
      return { ...open, parentState: { $in: CONSUMERS_TURN }, answeredAt: { $notNull: true } };
    case 'stuck':
      return isStuck(context);
  }
};
