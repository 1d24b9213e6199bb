/**
 * Orders by the thousand, written past every API: copies of one order that went the whole way, with
 * its lines, its task, their history, a comment and what was told of it. Numbers, ids, moments, states
 * and people differ; everything else is what the product itself has written.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';

const ORDERS_AT_ONCE = 500;
const ORDER_NUMBER_DIGITS = 7;
const TASK_NUMBER_DIGITS = 6;
/** Of what was told of an order so many messages are kept: all of it would be a database of messages. */
const KEPT_MESSAGES = 3;
/** One order in so many has a comment. */
const ORDERS_PER_COMMENT = 5;
/** The versions of an order and of its task that has been placed and not been touched. */
const PLACED_VERSIONS = { order: 3, 'provider-task': 1 };

const FINAL_STATES = new Set(['completed', 'cancelled']);
const TASK_STATES = {
  new: 'received',
  acknowledged: 'work_in_progress',
  scheduled: 'work_in_progress',
  in_progress: 'work_in_progress',
  rejected: 'awaiting_info',
  awaiting_information: 'awaiting_info',
  on_hold: 'awaiting_info',
  cancelled: 'cancelled',
  completed: 'closed',
};

/** Without an offset, as PostgreSQL keeps a moment that Strapi gives it. */
const wallClock = (ms) =>
  new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, -1);

/** A moment in the form that a column has it in: the bridge counts milliseconds, and so does SQLite. */
const momentLike = (value, ms) => (value instanceof Date ? wallClock(ms) : ms);

const isMoment = (column, value) => column.endsWith('_at') && value !== null && Number(value) !== 0;

/** A copy of a row from another time. */
const copyLater = (row, byMs) =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      isMoment(column, value) ? momentLike(value, Number(value) + byMs) : value,
    ]),
  );

/** The rows of the one order that is there, by table. */
const readTemplate = async (rows) => {
  const [order] = await rows('orderbridge_orders');
  const [task] = await rows('orderbridge_provider_tasks');
  const [stream] = await rows('orderbridge_streams_out').where({
    stream_key: `task/${task.number}`,
  });
  const [comment] = await rows('orderbridge_task_comments');
  return {
    order,
    task,
    stream,
    comment,
    lines: await rows('orderbridge_order_lines').orderBy('line_number'),
    changes: await rows('orderbridge_state_changes')
      .whereIn('subject_id', [order.document_id, task.document_id])
      .orderBy('id'),
    messages: await rows('orderbridge_outbox')
      .where({ stream_id: stream.id })
      .orderBy('seq')
      .limit(KEPT_MESSAGES),
  };
};

const TABLES = {
  orders: 'orderbridge_orders',
  lines: 'orderbridge_order_lines',
  tasks: 'orderbridge_provider_tasks',
  comments: 'orderbridge_task_comments',
  changes: 'orderbridge_state_changes',
  streams: 'orderbridge_streams_out',
  messages: 'orderbridge_outbox',
};

/** Ids that go on from what is there. */
const createIds = async (rows) => {
  const last = {};
  for (const [name, table] of Object.entries(TABLES)) {
    const [{ id }] = await rows(table).max({ id: 'id' });
    last[name] = Number(id);
  }
  return (name) => {
    last[name] += 1;
    return last[name];
  };
};

/** The rows of one order. */
const copyOrder = (template, nextId, { index, taskIndex, consumer, ...facts }) => {
  const { state, placedAt, movedAt, startAt, answeredAt, assignee } = facts;
  const asMoment = (ms) => (ms === null ? null : momentLike(template.order.placed_at, ms));
  const laterBy = placedAt - Number(template.order.placed_at);
  const later = (row) => copyLater(row, laterBy);
  const isOver = FINAL_STATES.has(state);
  const documentIds = { order: randomUUID(), 'provider-task': randomUUID() };
  const number = `ORD${String(index + 2).padStart(ORDER_NUMBER_DIGITS, '0')}`;
  const taskNumber = `PT-${consumer.shortCode}-${String(taskIndex).padStart(TASK_NUMBER_DIGITS, '0')}`;
  const people = { assignee_id: assignee?.id ?? null, assignee_name: assignee?.name ?? null };

  const placed = later(template.order);
  const order = {
    ...placed,
    id: nextId('orders'),
    document_id: documentIds.order,
    number,
    state,
    ...people,
    connection_id: consumer.connectionId,
    consumer_id: consumer.consumerId,
    completed_at: isOver ? placed.completed_at : null,
    scheduled_start: asMoment(startAt),
  };
  const received = later(template.task);
  const task = {
    ...received,
    id: nextId('tasks'),
    document_id: documentIds['provider-task'],
    number: taskNumber,
    state: TASK_STATES[state],
    parent_number: number,
    parent_state: state,
    ...people,
    connection_id: consumer.connectionId,
    order_id: order.id,
    moved_at: asMoment(movedAt),
    answered_at: asMoment(answeredAt),
    ended_at: isOver ? received.ended_at : null,
  };
  const stream = {
    ...later(template.stream),
    id: nextId('streams'),
    link_id: consumer.linkId,
    stream_key: `task/${taskNumber}`,
  };
  const isPast = ({ subject_type: type, version }) =>
    state !== 'new' || (version ?? 0) <= PLACED_VERSIONS[type];
  return {
    orders: [order],
    lines: template.lines.map((line) => ({
      ...later(line),
      id: nextId('lines'),
      document_id: randomUUID(),
      order_id: order.id,
      state,
    })),
    tasks: [task],
    comments:
      index % ORDERS_PER_COMMENT > 0
        ? []
        : [
            {
              ...later(template.comment),
              id: nextId('comments'),
              document_id: randomUUID(),
              comment_id: randomUUID(),
              task_id: task.id,
            },
          ],
    changes: template.changes.filter(isPast).map((change) => ({
      ...later(change),
      id: nextId('changes'),
      document_id: randomUUID(),
      subject_id: documentIds[change.subject_type],
    })),
    streams: [stream],
    messages: template.messages.map((message) => ({
      ...later(message),
      id: nextId('messages'),
      message_id: `msg_${randomUUID()}`,
      link_id: consumer.linkId,
      stream_id: stream.id,
    })),
  };
};

const quoted = (names) => names.map((name) => `"${name}"`).join(', ');

/** What is quickest on each: knex's own inserts would take several times as long. */
const INSERTS = {
  sqlite: async (transaction, table, rows) => {
    const columns = Object.keys(rows[0]);
    const values = columns.map(() => '?').join(', ');
    const connection = await transaction.client.acquireConnection();
    const insert = connection.prepare(
      `insert into ${table} (${quoted(columns)}) values (${values})`,
    );
    for (const row of rows) insert.run(Object.values(row));
  },
  postgres: async (transaction, table, rows) => {
    const columns = quoted(Object.keys(rows[0]));
    await transaction.raw(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, ?)`,
      [JSON.stringify(rows)],
    );
  },
};

const insertAll = async (transaction, kind, copies) => {
  for (const [name, table] of Object.entries(TABLES)) {
    const rows = copies.flatMap((copy) => copy[name]);
    if (rows.length > 0) await INSERTS[kind](transaction, table, rows);
  }
};

/** The counters of the numbers go on where the copies end. */
const moveCounters = async ({ kind, rows }, { orders, tasks }) => {
  const moveTo = (name, value) =>
    rows('orderbridge_sequences').where('name', 'like', name).update({ value });
  await moveTo('order', orders);
  // Of the bench's consumers only one orders by itself, the one whose order is copied.
  await moveTo('task/%', tasks);
  if (kind !== 'postgres') return;
  for (const table of Object.values(TABLES)) {
    const sequence = `pg_get_serial_sequence('${table}', 'id')`;
    await rows.raw(`select setval(${sequence}, (select max(id) from ${table}))`);
  }
};

/**
 * What the server does by itself where rows come in one after the other: PostgreSQL's autovacuum.
 * SQLite is never asked to look at its tables, by Orderbridge or by Strapi; only its log is taken in.
 */
const SETTLE = { sqlite: 'pragma wal_checkpoint(truncate)', postgres: 'vacuum (analyze)' };

/** The consumers that are connected, each with what rows are tied to it by. */
export const readConsumers = async (rows) =>
  rows('orderbridge_connections as c')
    .join('orderbridge_links as l', 'l.connection_id', 'c.id')
    .orderBy('c.id')
    .select({
      connectionId: 'c.id',
      consumerId: 'c.consumer_id',
      shortCode: 'c.short_code',
      linkId: 'l.id',
    });

/**
 * Writes copies of the one order that is there.
 *
 * @param {object} database what {@link insertOrders} writes into: its kind and a connection
 * @param {{ count: number, factsOf: (index: number) => object }} plan how many, and of each its
 * consumer and its state, when it was placed, last moved and answered, when it is to be started, and
 * who works on it
 */
export const insertOrders = async ({ kind, rows }, { count, factsOf }) => {
  const template = await readTemplate(rows);
  const nextId = await createIds(rows);
  const tasksOf = new Map();
  /** Tasks are counted for each consumer; the first number is that of the one that is copied. */
  const nextTaskIndex = ({ connectionId }) => {
    const taskIndex = (tasksOf.get(connectionId) ?? 1) + 1;
    tasksOf.set(connectionId, taskIndex);
    return taskIndex;
  };
  for (let from = 0; from < count; from += ORDERS_AT_ONCE) {
    const size = Math.min(ORDERS_AT_ONCE, count - from);
    const copies = Array.from({ length: size }, (_, offset) => {
      const index = from + offset;
      const facts = factsOf(index);
      return copyOrder(template, nextId, {
        ...facts,
        index,
        taskIndex: nextTaskIndex(facts.consumer),
      });
    });
    await rows.transaction((transaction) => insertAll(transaction, kind, copies));
    // SQLite writes in this thread: in between, it has to notice which connections were closed.
    await turn();
  }
  const tasks = tasksOf.get(template.task.connection_id) ?? 1;
  await moveCounters({ kind, rows }, { orders: count + 1, tasks });
  await rows.raw(SETTLE[kind]);
};
