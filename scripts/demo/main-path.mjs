/**
 * The main job in short, with one offering, from its publish to a closed order, over public APIs only:
 * the admin API of both instances as their admins use it, the REST API of the consumer as a
 * requester's portal uses it. `catalog-path.mjs` is the long way, with a whole catalogue.
 */
import assert from 'node:assert/strict';
import { ANSWERS, OFFERING, SPECIFICATION } from './catalog.mjs';
import { signInAdmin, signInRequester, waitFor } from './clients.mjs';
import { compareSides, fulfil, placeOrder } from './order-steps.mjs';

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
    `filters[sourceId][$eq]=${offering.documentId}`,
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

/** The requester finds the one item, with the fields that the specification asks for. */
const findItem = async (requester, timeline) => {
  const { data: items } = await requester.get('/api/orderbridge/remote-catalog-items');
  assert.equal(items.length, 1);
  const [item] = items;
  assert.deepEqual(
    item.form.hints.map(({ field }) => field),
    [
      ...Object.keys(ANSWERS.characteristics).map((name) => `/characteristics/${name}`),
      '/requestedDate',
    ],
  );
  timeline.event('consumer', `requester sees "${item.name}" with ${item.form.hints.length} fields`);
  return item;
};

const checkLine = ({ answers }) => {
  assert.deepEqual(
    answers.map(({ field, value, valueLabel }) => [field, value, valueLabel]),
    [
      ['/characteristics/bandwidth', '1G', '1 Gbit/s'],
      ['/characteristics/publicAddresses', 8, '8'],
      [
        '/characteristics/siteContact',
        ANSWERS.characteristics.siteContact,
        ANSWERS.characteristics.siteContact,
      ],
    ],
  );
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
  const sides = { provider, requester, timeline };
  const item = await findItem(requester, timeline);
  const order = await placeOrder(sides, { item: item.documentId, quantity: 2, answers: ANSWERS });
  await fulfil(order);
  const task = await compareSides(sides, order);
  const [ordered] = task.order.lines;
  checkLine(ordered);
  return { requester: REQUESTER.username };
};
