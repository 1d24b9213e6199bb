/**
 * What is asked of a provider with few orders and of one with many: an order that is placed, looked
 * up and approved, and the lists that people and applications work from.
 */
import { randomUUID } from 'node:crypto';
import { CONSUMER } from './prepare-provider.mjs';

const ORDERS = '/orderbridge/orders';
const TASKS = '/orderbridge/provider-tasks';
const OWN_TASKS = '/api/orderbridge/provider-tasks';

const PAGE_SIZE = 25;

const list = (name, asker, path) => ({
  name,
  request: () => ({ asker, path }),
  rows: PAGE_SIZE,
});

/** What concerns one order; each request goes by what the ones before it have answered. */
const ONE_ORDER = [
  {
    name: 'empty-route',
    isControl: true,
    status: 204,
    request: () => ({ asker: 'ownSystem', path: '/api/orderbridge/bench-empty' }),
  },
  {
    name: 'place-order',
    isWrite: true,
    status: 201,
    request: ({ order }) => ({
      asker: 'application',
      method: 'POST',
      path: OWN_TASKS,
      body: order,
      headers: { 'idempotency-key': randomUUID() },
    }),
    note: ({ data }) => ({ task: data.documentId, orderNumber: data.parentNumber }),
  },
  {
    name: 'orders-of-a-number',
    request: ({ orderNumber }) => ({
      asker: 'admin',
      path: `${ORDERS}?filters[number][$eq]=${orderNumber}`,
    }),
    rows: 1,
    note: ({ data: [{ documentId }] }) => ({ placed: documentId }),
  },
  {
    name: 'one-order',
    request: ({ placed }) => ({ asker: 'admin', path: `${ORDERS}/${placed}` }),
  },
  {
    name: 'one-task',
    request: ({ task }) => ({ asker: 'admin', path: `${TASKS}/${task}` }),
  },
  {
    name: 'one-own-task',
    request: ({ task }) => ({ asker: 'application', path: `${OWN_TASKS}/${task}` }),
  },
  {
    name: 'approve',
    isWrite: true,
    request: ({ placed }) => ({
      asker: 'admin',
      method: 'POST',
      path: `${ORDERS}/${placed}/approve`,
      body: {},
    }),
  },
];

const LISTS = [
  list('orders', 'admin', ORDERS),
  list('orders-page-2', 'admin', `${ORDERS}?pagination[page]=2`),
  list('orders-without-count', 'admin', `${ORDERS}?pagination[withCount]=false`),
  list('orders-new', 'admin', `${ORDERS}?filters[state][$eq]=new`),
  list('orders-by-number', 'admin', `${ORDERS}?sort=number`),
  list('orders-assigned-to-me', 'admin', `${ORDERS}?view=assigned-to-me`),
  list('orders-unassigned', 'admin', `${ORDERS}?view=unassigned`),
  list('orders-waiting-for-consumer', 'admin', `${ORDERS}?view=waiting-for-consumer`),
  list('orders-overdue', 'admin', `${ORDERS}?view=overdue`),
  list('orders-of-a-consumer', 'admin', `${ORDERS}?filters[consumer][name][$eq]=${CONSUMER}`),
  list('tasks', 'admin', TASKS),
  list('tasks-received', 'admin', `${TASKS}?filters[state][$eq]=received`),
  list('tasks-assigned-to-me', 'admin', `${TASKS}?view=assigned-to-me`),
  list('tasks-unassigned', 'admin', `${TASKS}?view=unassigned`),
  list('tasks-waiting-for-consumer', 'admin', `${TASKS}?view=waiting-for-consumer`),
  list('tasks-answered', 'admin', `${TASKS}?view=answered`),
  list('tasks-stuck', 'admin', `${TASKS}?view=stuck`),
  list('own-tasks', 'application', OWN_TASKS),
  list('own-tasks-received', 'application', `${OWN_TASKS}?filters[state][$eq]=received`),
];

const CONNECTIONS = {
  name: 'connections',
  request: () => ({ asker: 'admin', path: '/orderbridge/connections' }),
};

export const REQUESTS = [...ONE_ORDER, ...LISTS, CONNECTIONS];
