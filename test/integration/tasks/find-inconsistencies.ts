import type { Knex } from 'knex';
import {
  isFinalOrderState,
  type OrderState,
} from '../../../plugins/orderbridge/shared/order-states';
import {
  isServiceRequestOver,
  TASK_STATE_BY_SERVICE_REQUEST_STATE,
  type ServiceRequestState,
} from '../../../plugins/orderbridge/shared/service-request-states';
import { DEFAULT_TASK_STATE_BY_ORDER_STATE } from '../../../plugins/orderbridge/shared/task-states';

interface TaskRow {
  readonly document_id: string;
  readonly number: string;
  readonly state: string;
  readonly version: number;
  readonly parent_number: string;
  readonly parent_state: string;
  readonly order_id: number | null;
  readonly service_request_id: number | null;
  readonly ended_at: unknown;
  readonly point_of_no_return_at: unknown;
}

interface ParentRow {
  readonly id: number;
  readonly document_id: string;
  readonly number: string;
  readonly state: string;
  readonly version: number;
  readonly point_of_no_return_at?: unknown;
}

interface ChangeRow {
  readonly from_state: string | null;
  readonly to_state: string;
  readonly version: number;
  readonly refusal: string | null;
}

interface Message {
  readonly sequence: number;
  readonly type: string;
  readonly data: {
    readonly task?: { readonly state: string; readonly version: number };
    readonly order?: { readonly state: string; readonly version: number };
    readonly serviceRequest?: { readonly state: string; readonly version: number };
  };
}

/** What was done to an order, a service request or a task, in order. */
export const historyOf = (rows: Knex, subjectId: string) =>
  rows('orderbridge_state_changes')
    .where({ subject_id: subjectId })
    .orderBy('id')
    .select<ChangeRow[]>('from_state', 'to_state', 'version', 'refusal');

/** What was sent about a task, in order. */
export const messagesAbout = async (rows: Knex, number: string): Promise<Message[]> => {
  const stored = await rows('orderbridge_outbox as o')
    .join('orderbridge_streams_out as s', 's.id', 'o.stream_id')
    .where({ 's.stream_key': `task/${number}` })
    .orderBy('o.seq')
    .select<{ body: string }[]>('o.body');
  return stored.map(({ body }) => {
    const { type, data, sequence } = JSON.parse(body) as Message & {
      data: Message['data'] & { sequence?: number };
    };
    // A webhook carries the sequence in its data, a message between instances beside it.
    return { type, data, sequence: data.sequence ?? sequence };
  });
};

const parentOf = async (rows: Knex, task: TaskRow): Promise<ParentRow> => {
  const [table, id] =
    task.order_id === null
      ? ['orderbridge_service_requests', task.service_request_id]
      : ['orderbridge_orders', task.order_id];
  return (await rows(table).where({ id }).first()) as ParentRow;
};

/** Whether each change begins where the one before ended, and counts one more. */
const findHistoryDefects = (what: string, changes: readonly ChangeRow[], first: number): string[] =>
  changes.flatMap(({ from_state: from, version }, index) => {
    const before = changes[index - 1]?.to_state ?? null;
    return [
      ...(from === before ? [] : [`${what}: change ${index} from ${from}, not from ${before}`]),
      ...(version === first + index ? [] : [`${what}: change ${index} has version ${version}`]),
    ];
  });

const findMessageDefects = (
  messages: readonly Message[],
  task: TaskRow,
  parent: ParentRow,
): string[] => {
  const sequences = messages.map(({ sequence }) => sequence);
  const last = messages.flatMap(({ data }) => data.task ?? []).at(-1);
  const lastParent = messages.flatMap(({ data }) => data.order ?? data.serviceRequest ?? []).at(-1);
  const moves = messages.filter(({ type }) => type === 'task.state_changed').length;
  return [
    ...(sequences.every((sequence, index) => sequence === index + 1)
      ? []
      : [`messages: sequences ${sequences.join(', ')}`]),
    ...(messages[0]?.type === 'task.accepted' ? [] : ['messages: the first is no acceptance']),
    ...(moves === task.version - 1 ? [] : [`messages: ${moves} moves, version ${task.version}`]),
    ...(last?.state === task.state && last.version === task.version
      ? []
      : [`messages: the last says ${JSON.stringify(last)}`]),
    ...(lastParent?.state === parent.state && lastParent.version === parent.version
      ? []
      : [`messages: the last of the parent says ${JSON.stringify(lastParent)}`]),
  ];
};

/**
 * What of a task at the provider does not fit together: its rows, those of its order or service
 * request with its lines, their history and what was sent about them.
 *
 * @returns one sentence per defect
 */
export const findInconsistencies = async (rows: Knex, number: string): Promise<string[]> => {
  const task = (await rows('orderbridge_provider_tasks')
    .where({ number, side: 'provider' })
    .first()) as TaskRow;
  const parent = await parentOf(rows, task);
  const isOrder = task.order_id !== null;
  const lines = isOrder
    ? await rows('orderbridge_order_lines')
        .where({ order_id: parent.id })
        .select<{ state: string }[]>('state')
    : [];
  const ofParent = await historyOf(rows, parent.document_id);
  const ofTask = (await historyOf(rows, task.document_id)).filter(
    ({ refusal }) => refusal === null,
  );
  const shown = isOrder
    ? DEFAULT_TASK_STATE_BY_ORDER_STATE[parent.state as OrderState]
    : TASK_STATE_BY_SERVICE_REQUEST_STATE[parent.state as ServiceRequestState];
  const isOver = isOrder
    ? isFinalOrderState(parent.state as OrderState)
    : isServiceRequestOver(parent.state as ServiceRequestState);
  const isPast = isOrder && parent.point_of_no_return_at !== null;

  const checks: readonly (readonly [boolean, string])[] = [
    [parent.state === ofParent.at(-1)?.to_state, 'the parent is not where its history ends'],
    [parent.version === ofParent.length, 'the parent’s version is not its number of changes'],
    [lines.every(({ state }) => state === parent.state), 'a line is not where its order is'],
    [task.state === shown, `the task shows ${task.state} for ${parent.state}`],
    [task.state === ofTask.at(-1)?.to_state, 'the task is not where its history ends'],
    [task.version === ofTask.length - 1, 'the task’s version is not its number of changes'],
    [task.parent_state === parent.state, `the task says that its parent is ${task.parent_state}`],
    [task.parent_number === parent.number, 'the task names another parent'],
    [(task.ended_at !== null) === isOver, 'the task ended before or after its parent'],
    [(task.point_of_no_return_at !== null) === isPast, 'the task knows no point of no return'],
  ];
  const defects = [
    ...checks.filter(([holds]) => !holds).map(([, defect]) => defect),
    ...findHistoryDefects('parent', ofParent, 1),
    ...findHistoryDefects('task', ofTask, 0),
    ...findMessageDefects(await messagesAbout(rows, number), task, parent),
  ];
  return defects.map((defect) => `${number}: ${defect}`);
};
