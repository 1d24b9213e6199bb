import type { OrderSnapshot, ServiceRequestSnapshot, TaskSnapshot } from '../../../shared/messages';
import { isFinalOrderState } from '../../../shared/order-states';
import {
  isServiceRequestOver,
  TASK_STATE_BY_SERVICE_REQUEST_STATE,
} from '../../../shared/service-request-states';
import type { SharedTaskState } from '../../../shared/task-states';
import type { Transaction } from '../kernel/transaction';
import { ordersService } from '../orders';
import { serviceRequestsService } from '../service-requests';
import { taskStateMapsService } from '../task-state-maps';
import type { TaskRow } from './content-types';

/** What a task tracks on the provider, as it stands. */
export type Parent =
  | { readonly kind: 'order'; readonly order: OrderSnapshot }
  | { readonly kind: 'service_request'; readonly serviceRequest: ServiceRequestSnapshot };

export const toParent = (
  data: { readonly order: OrderSnapshot } | { readonly serviceRequest: ServiceRequestSnapshot },
): Parent =>
  'order' in data
    ? { kind: 'order', order: data.order }
    : { kind: 'service_request', serviceRequest: data.serviceRequest };

/** A task is over when its parent is, whatever its own state is called. */
export const isOver = (parent: Parent): boolean =>
  parent.kind === 'order'
    ? isFinalOrderState(parent.order.state)
    : isServiceRequestOver(parent.serviceRequest.state);

/** Whether the task of such a parent is over, where no more is known than the snapshot of the task. */
export const isTaskOver = (task: TaskSnapshot): boolean =>
  task.parentKind === 'order'
    ? isFinalOrderState(task.parentState)
    : isServiceRequestOver(task.parentState);

export const pointOfNoReturnOf = (parent: Parent): string | null =>
  parent.kind === 'order' ? parent.order.pointOfNoReturnAt : null;

const stateOf = async (
  { strapi }: Transaction,
  connectionId: number,
  parent: Parent,
): Promise<SharedTaskState> =>
  parent.kind === 'order'
    ? taskStateMapsService.from(strapi).taskStateOf(connectionId, parent.order.state)
    : TASK_STATE_BY_SERVICE_REQUEST_STATE[parent.serviceRequest.state];

/** The task as both sides hold it, for a parent that stands as it does. */
export const toTaskSnapshot = async (
  transaction: Transaction,
  { connectionId, number, version }: { connectionId: number; number: string; version: number },
  parent: Parent,
): Promise<TaskSnapshot> => {
  const state = await stateOf(transaction, connectionId, parent);
  return parent.kind === 'order'
    ? {
        number,
        state,
        version,
        parentKind: 'order',
        parentNumber: parent.order.number,
        parentState: parent.order.state,
      }
    : {
        number,
        state,
        version,
        parentKind: 'service_request',
        parentNumber: parent.serviceRequest.number,
        parentState: parent.serviceRequest.state,
      };
};

/** The columns of a task that follow from its snapshot. */
export const toTaskColumns = ({
  state,
  version,
  parentKind,
  parentNumber,
  parentState,
}: TaskSnapshot) => ({ state, version, parentKind, parentNumber, parentState });

/** The snapshot of a task that has a parent, from its row. */
export const snapshotOfRow = ({
  number,
  state,
  version,
  parentKind,
  parentNumber,
  parentState,
}: TaskRow): TaskSnapshot | null =>
  parentKind === null || parentNumber === null || parentState === null
    ? null
    : // The row was written from a snapshot, whose kind and state fit together.
      ({ number, state, version, parentKind, parentNumber, parentState } as TaskSnapshot);

/**
 * Holds the parent of a task until the change is over. Whoever changes a task holds its parent first,
 * then the task: in this order nobody waits for one who waits for them.
 */
export const holdParent = async (
  transaction: Transaction,
  { order, serviceRequest }: Pick<TaskRow, 'order' | 'serviceRequest'>,
): Promise<void> => {
  const { strapi } = transaction;
  if (order) await ordersService.from(strapi).hold(transaction, order.id);
  if (serviceRequest) {
    await serviceRequestsService.from(strapi).hold(transaction, serviceRequest.id);
  }
};
