import type { Core } from '@strapi/strapi';
import type { SentCommand } from '../bridge';
import type { Caller, Staff } from '../connections';
import { findStateChanges } from '../history';
import { ordersService } from '../orders';
import { serviceRequestsService } from '../service-requests';
import { sentOn, type createAskerActions } from './asker-actions';
import { commentsOf, toCommentView, type Reader } from './comments';
import { RELATIONS, tasks, type TaskRow } from './content-types';
import { toCommandView, toStaffColumns, toTaskView } from './task-view';
import { mergeTimeline } from './timeline';

/** How often a task that keeps changing is read. */
const MAX_READS = 5;

/** Reads one task with all that belongs to it, as somebody sees it. */
export const createTaskReader = ({
  strapi,
  actions,
}: {
  strapi: Core.Strapi;
  actions: ReturnType<typeof createAskerActions>;
}) => {
  /** The order or service request, as the consumer's side knows it; what it is not, is null. */
  const parentOf = async (row: TaskRow) => {
    const orders = ordersService.from(strapi);
    const requests = serviceRequestsService.from(strapi);
    const { connection, parentKind: kind, parentNumber: number } = row;
    const isMirror = row.side === 'consumer' && connection != null && number !== null;
    const findOrder = () => {
      if (row.order) return orders.findSnapshot(row.order.id);
      return isMirror && kind === 'order' ? orders.findMirror(connection.id, number) : null;
    };
    const findRequest = () => {
      if (row.serviceRequest) return requests.findSnapshot(row.serviceRequest.id);
      return isMirror && kind === 'service_request'
        ? requests.findMirror(connection.id, number)
        : null;
    };
    return { order: await findOrder(), serviceRequest: await findRequest() };
  };

  /** The order or service request with what staff alone sees of it, for those who may read it. */
  const parentForStaff = async (row: TaskRow, staff: Staff) => {
    const { order, serviceRequest } = row;
    const right = order == null ? 'service-request.read' : 'order.read';
    const isHere = order != null || serviceRequest != null;
    if (!isHere || !staff.may(right)) return parentOf(row);
    return {
      order: order ? await ordersService.from(strapi).get(order.documentId, staff) : null,
      serviceRequest: serviceRequest
        ? await serviceRequestsService.from(strapi).get(serviceRequest.documentId, staff)
        : null,
    };
  };

  /** What was done, said and asked for. */
  const lifeOf = async (row: TaskRow, reader: Reader, sent: readonly SentCommand[]) => {
    const comments = (await commentsOf(strapi, row.id)).map((comment) =>
      toCommentView(comment, reader),
    );
    const changes = await findStateChanges(strapi, 'provider-task', row.documentId);
    return {
      comments,
      commands: sent.filter(({ type }) => type !== 'task.create').map(toCommandView),
      timeline: mergeTimeline(changes, comments),
    };
  };

  /**
   * Reads a task in parts, and again where it has changed meanwhile: what the parts say is of one moment,
   * for what is done about it changes the task's version or its state.
   */
  const readWhole = async <View>(
    row: TaskRow,
    read: (row: TaskRow) => Promise<View>,
  ): Promise<View> => {
    let current = row;
    for (let attempt = 1; ; attempt += 1) {
      const view = await read(current);
      const { id, state, version } = current;
      const isSame = (await tasks.count(strapi, { id, state, version })) === 1;
      if (isSame || attempt === MAX_READS) return view;
      current = (await tasks.findOne(strapi, { id }, RELATIONS)) ?? current;
    }
  };

  return {
    forCaller: (caller: Caller, task: TaskRow) =>
      readWhole(task, async (row) => {
        const circumstances = await actions.circumstancesOf([row]);
        const reader = actions.readerOf(row, caller, circumstances);
        return {
          ...toTaskView(row, actions.ofCaller(row, caller, circumstances)),
          ...(await parentOf(row)),
          ...(await lifeOf(row, reader, sentOn(row, circumstances.sent))),
        };
      }),

    forStaff: (staff: Staff, task: TaskRow) =>
      readWhole(task, async (row) => {
        const circumstances = await actions.circumstancesOf([row]);
        const reader = actions.staffReader(row, staff, circumstances);
        return {
          ...toTaskView(row, actions.ofStaff(row, staff, circumstances)),
          ...toStaffColumns(row),
          ...(await parentForStaff(row, staff)),
          ...(await lifeOf(row, reader, sentOn(row, circumstances.sent))),
        };
      }),
  };
};
