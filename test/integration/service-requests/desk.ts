import type {
  ServiceRequestKind,
  ServiceRequestState,
} from '../../../plugins/orderbridge/shared/service-request-states';
import { openDesk, type StateRow, type TaskRecord } from '../orders/open-desk';
import { TASKS } from '../../support/selling-provider';
import { isOver, SHOWN } from './expected';

/** A service request, with the task that the consumer knows it by. */
export interface OpenedRequest {
  readonly id: number;
  readonly documentId: string;
  readonly number: string;
  readonly taskId: string;
  readonly taskNumber: string;
  /** Where staff find the request. */
  readonly path: string;
  /** Where the consumer finds the task. */
  readonly taskPath: string;
}

/** Everything that is kept of a request: what leaves this as it was has left no trace. */
export interface RequestRecord extends TaskRecord {
  readonly request: StateRow<ServiceRequestState>;
}

export const RESOLUTION = { code: 'workaround', notes: 'Use the other door.' };
export const SHOWN_RESOLUTION = { ...RESOLUTION, label: 'Workaround' };

/** A desk at which help is asked for, issues are reported and changes requested. */
export const openServiceDesk = async () => {
  const { recordOfTask, ...desk } = await openDesk();
  const { application, organisation } = desk;
  const { rows } = desk.provider;

  const find = async (task: { documentId: string; number: string }): Promise<OpenedRequest> => {
    const request = await rows('orderbridge_service_requests as r')
      .join('orderbridge_provider_tasks as t', 't.service_request_id', 'r.id')
      .where({ 't.document_id': task.documentId })
      .first('r.id as id', 'r.document_id as documentId', 'r.number as number');
    return {
      ...request,
      taskId: task.documentId,
      taskNumber: task.number,
      path: `/orderbridge/service-requests/${request.documentId}`,
      taskPath: `${TASKS}/${task.documentId}`,
    };
  };

  return {
    ...desk,
    find,

    /** The item by which something can be asked for. */
    itemOf: (kind: ServiceRequestKind | 'order'): string => {
      const request = organisation.requestFor(kind) as { data: { lines: [{ item: string }] } };
      return request.data.lines[0].item;
    },

    ask: async (kind: ServiceRequestKind = 'issue'): Promise<OpenedRequest> => {
      const { body } = await application.post(TASKS, organisation.requestFor(kind)).expect(201);
      return find(body.data);
    },

    /** Puts a request and its task where verbs would have left them. */
    stand: async (
      { id }: OpenedRequest,
      state: ServiceRequestState,
      closedAt: Date = new Date(),
    ): Promise<void> => {
      const isResolved = state === 'resolved';
      const endedAt = isOver(state) ? closedAt : null;
      await rows('orderbridge_service_requests')
        .where({ id })
        .update({
          state,
          resolution_code: isResolved ? RESOLUTION.code : null,
          resolution_label: isResolved ? SHOWN_RESOLUTION.label : null,
          resolution_notes: isResolved ? RESOLUTION.notes : null,
          resolved_at: isResolved ? new Date() : null,
          closed_at: endedAt,
        });
      await rows('orderbridge_provider_tasks')
        .where({ service_request_id: id })
        .update({ state: SHOWN[state], parent_state: state, ended_at: endedAt });
    },

    recordOf: async (request: OpenedRequest): Promise<RequestRecord> => ({
      ...(await recordOfTask(request)),
      request: await rows('orderbridge_service_requests').where({ id: request.id }).first(),
    }),
  };
};

export type ServiceDesk = Awaited<ReturnType<typeof openServiceDesk>>;
