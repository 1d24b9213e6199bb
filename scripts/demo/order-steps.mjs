/** The steps of an order that goes well, and what both sides hold of any request in the end. */
import assert from 'node:assert/strict';
import { answersFor } from './answers.mjs';
import { waitFor } from './clients.mjs';
import { deedsOf, submitRequest } from './request.mjs';

/** A line as a person fills it in who is in a hurry. */
export const lineFor = ({ documentId, form }, include = {}) => ({
  item: documentId,
  quantity: form.quantity.minimum,
  answers: answersFor(form, { include }),
});

/** The requester orders; the provider has an order of just that. */
export const placeOrder = async (sides, line, options) => {
  const order = await submitRequest(sides, line, options);
  const { parentKind, order: held } = await order.read('consumer');
  assert.equal(parentKind, 'order');
  assert.equal(held.lines[0].quantity, line.quantity);
  return order;
};

export const startWork = async (order) => {
  await order.does('approve', ['work_in_progress', 'acknowledged']);
  await order.does('start', ['work_in_progress', 'in_progress']);
};

export const complete = (order) => order.does('complete', ['closed', 'completed']);

/** Takes the order through its verbs, with a comment from each side, until both sides are closed. */
export const fulfil = async (order) => {
  await startWork(order);
  await order.says('provider', 'The technician comes on Tuesday at nine.');
  await order.says('consumer', 'Fine, the office opens at eight.');
  await complete(order);
  const { order: held } = await order.read('provider');
  assert.deepEqual(
    held.history.map(({ to }) => to),
    ['draft', 'submitted', 'new', 'acknowledged', 'in_progress', 'completed'],
  );
};

/** What somebody may do depends on who asks; all else of a comment is the same for everybody. */
const withoutActions = (comment) => ({ ...comment, actions: null });

const toEntry = ({ comment, ...entry }) =>
  comment ? { ...entry, comment: withoutActions(comment) } : entry;

const orderFacts = ({ number, state, version, scheduledStart, pointOfNoReturnAt, lines }) => ({
  number,
  state,
  version,
  scheduledStart,
  pointOfNoReturnAt,
  lines,
});

const serviceRequestFacts = ({ number, kind, state, version, name, answers, resolution }) => ({
  number,
  kind,
  state,
  version,
  name,
  answers,
  resolution,
});

const factsOf = (task) => ({
  number: task.number,
  title: task.title,
  state: task.state,
  parentKind: task.parentKind,
  parentNumber: task.parentNumber,
  parentState: task.parentState,
  version: task.version,
  endedAt: task.endedAt,
  comments: task.comments.map(withoutActions),
  timeline: task.timeline.map(toEntry),
  order: task.order && orderFacts(task.order),
  serviceRequest: task.serviceRequest && serviceRequestFacts(task.serviceRequest),
});

const waitForRest = (provider) =>
  waitFor('the connection to be at rest', async () => {
    const { data: connections } = await provider.get('/orderbridge/connections');
    const [{ health }] = connections;
    assert.equal(health.live, true, 'the connection is live');
    return health.waitingMessages === 0;
  });

/** Compares what the two sides hold in the end, fact by fact; answers the task at the consumer. */
export const compareSides = async ({ provider }, request) => {
  await waitForRest(provider);
  const [there, here] = [await request.read('provider'), await request.read('consumer')];
  assert.deepEqual(factsOf(here), factsOf(there), 'both sides hold the same');
  assert.deepEqual(deedsOf(here), request.deeds);
  assert.ok(here.endedAt !== null, 'the request is over');
  return here;
};

/** Compares the sides, and says how the request ended. */
export const conclude = async (sides, request) => {
  const { number, state, parentNumber, parentState, timeline } = await compareSides(sides, request);
  sides.timeline.event(
    'consumer',
    `both sides hold the same: ${number} ${state}, ${parentNumber} ${parentState}, ${timeline.length} entries in the timeline`,
  );
};
