/**
 * The main job, from an offering to a closed order, over public APIs only: the admin API of both
 * instances as their admins use it, the REST API of the consumer as a requester's portal uses it.
 */
import assert from 'node:assert/strict';
import { ANSWERS, OFFERING, SPECIFICATION } from './catalog.mjs';
import { signInAdmin, signInRequester, waitFor } from './clients.mjs';

export const REQUESTER = { username: 'grace', email: 'grace@nordwind.example' };

/** At the provider: a specification and an offering; publishing the offering makes the order form. */
export const publishOffering = async (provider, timeline) => {
  const specification = await provider.create('product-specification', SPECIFICATION);
  await provider.publish('product-specification', specification.documentId);
  timeline.event('provider', `published specification "${SPECIFICATION.name}"`);

  const offering = await provider.create('product-offering', {
    ...OFFERING,
    productSpecification: { connect: [{ documentId: specification.documentId }] },
  });
  await provider.publish('product-offering', offering.documentId);
  const [producer] = await provider.find(
    'remote-record-producer',
    `filters[offeringId][$eq]=${offering.documentId}`,
  );
  assert.equal(producer?.state, 'draft', 'publishing the offering makes a draft producer');
  timeline.event('provider', `published offering "${OFFERING.name}": its order form is a draft`);
  return { offering, producer };
};

/** At the provider: says who can order, and publishes the form. */
export const publishProducer = async (provider, producer, timeline) => {
  const [everybody] = await provider.find('consumer-criteria', 'filters[name][$eq]=All consumers');
  assert.ok(everybody, 'the "All consumers" criteria exists');
  await provider.update('remote-record-producer', producer.documentId, {
    criteria: { connect: [{ documentId: everybody.documentId }] },
  });
  const { data } = await provider.post(
    `/orderbridge/remote-record-producers/${producer.documentId}/publish`,
  );
  assert.equal(data.state, 'published');
  timeline.event('provider', 'published the order form for all consumers');
};

/** Ties the instances: an invitation of the provider, taken up at the consumer. */
export const pair = async (provider, consumer, timeline) => {
  const organisation = { name: 'Nordwind Logistics', country: 'NO' };
  const known = await provider.create('consumer', organisation);
  const { data: invited } = await provider.post('/orderbridge/connections/invitations', {
    consumer: known.documentId,
    shortCode: 'NORD',
  });
  timeline.event('provider', 'made a one-time invitation for Nordwind Logistics');

  const own = await consumer.create('consumer', organisation);
  const { data: connection } = await consumer.post('/orderbridge/connections/accept-invitation', {
    invitation: invited.invitation,
    consumer: own.documentId,
  });
  timeline.event('consumer', 'accepted the invitation');
  return { organisation: own, connection };
};

/** At the consumer: waits for the item, and makes it orderable. */
export const activateItem = async (consumer, timeline) => {
  const item = await timeline.hop('consumer', `was offered "${OFFERING.name}"`, () =>
    waitFor('the item', async () => (await consumer.find('remote-catalog-item'))[0]),
  );
  await consumer.post(`/orderbridge/remote-catalog-items/${item.documentId}/activate`);
  timeline.event('consumer', 'activated the item');
  return item;
};

/** At the consumer: a user who may order for the organisation. */
export const createRequester = async (consumer, organisation, password) => {
  const roles = await consumer.get('/users-permissions/roles');
  const role = roles.roles.find(({ type }) => type === 'requester');
  assert.ok(role, 'the role of requesters exists');
  const user = await consumer.create('plugin::users-permissions.user', {
    ...REQUESTER,
    password,
    confirmed: true,
    blocked: false,
    role: { connect: [{ id: role.id }] },
  });
  await consumer.post('/orderbridge/memberships', {
    consumer: organisation.documentId,
    user: user.id,
  });
};

const taskAtProvider = (provider, number) => async () => {
  const { data } = await provider.get('/orderbridge/provider-tasks');
  const task = data.find((candidate) => candidate.number === number);
  return task && (await provider.get(`/orderbridge/provider-tasks/${task.documentId}`)).data;
};

/** The requester orders; one task with one number appears on both sides, the order at the provider. */
const submitRequest = async (provider, requester, timeline) => {
  const { data: items } = await requester.get('/api/orderbridge/remote-catalog-items');
  assert.equal(items.length, 1);
  const [item] = items;
  assert.deepEqual(
    item.form.hints.map(({ field }) => field),
    Object.keys(ANSWERS),
  );
  timeline.event('consumer', `requester sees "${item.name}" with ${item.form.hints.length} fields`);

  const { data: task } = await requester.post('/api/orderbridge/provider-tasks', {
    data: { lines: [{ item: item.documentId, quantity: 2, answers: ANSWERS }] },
  });
  timeline.event('consumer', `requester submitted ${task.number}`);
  const arrived = await timeline.hop('provider', `has task ${task.number} and its order`, () =>
    waitFor('the task', taskAtProvider(provider, task.number)),
  );
  return { task, arrived };
};

const readTask = async (requester, documentId) =>
  (await requester.get(`/api/orderbridge/provider-tasks/${documentId}`)).data;

/** Takes the order through its verbs, with a comment from each side, until both sides are closed. */
const fulfil = async (provider, requester, { task, arrived }, timeline) => {
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
  assert.equal(received.order.lines[0].quantity, 2);

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

/** Compares what the two sides hold in the end, fact by fact. */
const compareSides = async (provider, requester, { task, arrived }) => {
  const { data: there } = await provider.get(`/orderbridge/provider-tasks/${arrived.documentId}`);
  const here = await readTask(requester, task.documentId);
  const facts = ({
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
  assert.deepEqual(facts(here), facts(there), 'both sides hold the same task and order');
  assert.equal(here.state, 'closed');
  assert.equal(here.order.state, 'completed');
  assert.deepEqual(
    here.order.lines[0].answers.map(({ name, value, valueLabel }) => [name, value, valueLabel]),
    [
      ['bandwidth', '1G', '1 Gbit/s'],
      ['publicAddresses', 8, '8'],
      ['siteContact', ANSWERS.siteContact, ANSWERS.siteContact],
    ],
  );
  const { data: order } = await provider.get(`/orderbridge/orders/${arrived.order.documentId}`);
  assert.deepEqual(
    order.history.map(({ to }) => to),
    ['draft', 'submitted', 'new', 'acknowledged', 'in_progress', 'completed'],
  );
  const { data: connections } = await provider.get('/orderbridge/connections');
  assert.equal(connections[0].health.live, true, 'the connection is live');
  assert.equal(connections[0].health.waitingMessages, 0, 'nothing waits to be sent');
};

/** The whole path, once. */
export const runMainPath = async ({
  providerUrl,
  consumerUrl,
  admin,
  requesterPassword,
  timeline,
}) => {
  const provider = await signInAdmin(providerUrl, admin);
  const consumer = await signInAdmin(consumerUrl, admin);
  const { producer } = await publishOffering(provider, timeline);
  await publishProducer(provider, producer, timeline);
  const { organisation } = await pair(provider, consumer, timeline);
  await activateItem(consumer, timeline);
  await createRequester(consumer, organisation, requesterPassword);
  const requester = await signInRequester(consumerUrl, {
    identifier: REQUESTER.username,
    password: requesterPassword,
  });
  const request = await submitRequest(provider, requester, timeline);
  await fulfil(provider, requester, request, timeline);
  await compareSides(provider, requester, request);
  return { requester: REQUESTER.username };
};
