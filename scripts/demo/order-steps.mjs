/** One order, from its request until both sides hold it as closed. */
import assert from 'node:assert/strict';
import { waitFor } from './clients.mjs';

const taskAtProvider = (provider, number) => async () => {
  const { data } = await provider.get('/orderbridge/provider-tasks');
  const task = data.find((candidate) => candidate.number === number);
  return task && (await provider.get(`/orderbridge/provider-tasks/${task.documentId}`)).data;
};

/** The requester orders; one task with one number appears on both sides, the order at the provider. */
export const submitRequest = async (provider, requester, line, timeline) => {
  const { data: task } = await requester.post('/api/orderbridge/provider-tasks', {
    data: { lines: [line] },
  });
  timeline.event('consumer', `requester submitted ${task.number}`);
  const arrived = await timeline.hop('provider', `has task ${task.number} and its order`, () =>
    waitFor('the task', taskAtProvider(provider, task.number)),
  );
  return { task, arrived, line };
};

const readTask = async (requester, documentId) =>
  (await requester.get(`/api/orderbridge/provider-tasks/${documentId}`)).data;

/** Takes the order through its verbs, with a comment from each side, until both sides are closed. */
export const fulfil = async (provider, requester, { task, arrived, line }, timeline) => {
  const seen = (what, isSo) =>
    timeline.hop('consumer', what, () =>
      waitFor(what, async () => {
        const current = await readTask(requester, task.documentId);
        return isSo(current) && current;
      }),
    );
  const order = `/orderbridge/orders/${arrived.order.documentId}`;

  const received = await seen('task is received', ({ state }) => state === 'received');
  assert.equal(received.parentState, 'new');
  assert.equal(received.parentNumber, arrived.order.number);
  assert.equal(received.order.lines[0].quantity, line.quantity);

  await provider.post(`${order}/approve`);
  timeline.event('provider', `approved ${arrived.order.number}`);
  const approved = await seen(
    'task is work in progress, order acknowledged',
    ({ state, parentState }) => state === 'work_in_progress' && parentState === 'acknowledged',
  );
  assert.equal(approved.order.state, 'acknowledged');

  await provider.post(`${order}/start`);
  timeline.event('provider', `started ${arrived.order.number}`);
  await seen('order is in progress', ({ parentState }) => parentState === 'in_progress');

  await provider.post(`/orderbridge/provider-tasks/${arrived.documentId}/comments`, {
    data: { body: 'The technician comes on Tuesday at nine.' },
  });
  timeline.event('provider', 'wrote a comment');
  await seen('reads the provider’s comment', ({ comments }) => comments.length === 1);

  await requester.post(`/api/orderbridge/provider-tasks/${task.documentId}/comments`, {
    data: { body: 'Fine, the office opens at eight.' },
  });
  timeline.event('consumer', 'wrote a comment');
  await timeline.hop('provider', 'reads the consumer’s comment', () =>
    waitFor('the comment', async () => {
      const { data } = await provider.get(`/orderbridge/provider-tasks/${arrived.documentId}`);
      return data.comments.length === 2;
    }),
  );

  await provider.post(`${order}/complete`);
  timeline.event('provider', `completed ${arrived.order.number}`);
  await seen(
    'task is closed',
    ({ state, parentState }) => state === 'closed' && parentState === 'completed',
  );
};

const factsOf = ({
  number,
  state,
  parentKind,
  parentNumber,
  parentState,
  version,
  comments,
  order,
}) => ({
  number,
  state,
  parentKind,
  parentNumber,
  parentState,
  version,
  comments,
  order: { number: order.number, state: order.state, version: order.version, lines: order.lines },
});

/** Compares what the two sides hold in the end, fact by fact; answers the lines of the order. */
export const compareSides = async (provider, requester, { task, arrived }) => {
  const { data: there } = await provider.get(`/orderbridge/provider-tasks/${arrived.documentId}`);
  const here = await readTask(requester, task.documentId);
  assert.deepEqual(factsOf(here), factsOf(there), 'both sides hold the same task and order');
  assert.equal(here.state, 'closed');
  assert.equal(here.order.state, 'completed');
  const { data: order } = await provider.get(`/orderbridge/orders/${arrived.order.documentId}`);
  assert.deepEqual(
    order.history.map(({ to }) => to),
    ['draft', 'submitted', 'new', 'acknowledged', 'in_progress', 'completed'],
  );
  const { health } = await waitFor('the connection to be at rest', async () => {
    const { data: connections } = await provider.get('/orderbridge/connections');
    return connections[0].health.waitingMessages === 0 && connections[0];
  });
  assert.equal(health.live, true, 'the connection is live');
  return here.order.lines;
};
