import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { DAY_MS } from '../catalog-clock.mjs';
import { publishForms } from '../catalog-steps.mjs';
import { waitFor } from '../clients.mjs';
import { activateItems, readItem } from '../items.mjs';
import { complete, conclude, lineFor, placeOrder, startWork } from '../order-steps.mjs';
import { partPointer } from '../pointers.mjs';
import { actionOf, deedsOf, findAtProvider, readTask, sendRequest } from '../request.mjs';

const PACK = { name: 'Starter pack', sku: 'DEMO-STARTER' };
const SESSION = { name: 'Welcome session', sku: 'DEMO-WELCOME' };
const EXTRA = { name: 'Launch extra', sku: 'DEMO-LAUNCH' };

const publish = async (provider, type, values) => {
  const { documentId } = await provider.create(type, values);
  await provider.publish(type, documentId);
  return documentId;
};

/** A bundle of the demo's own with a part that could be had until a week before `now`. */
const offerPack = async ({ provider, consumer, timeline }, now) => {
  const specification = await publish(provider, 'product-specification', {
    name: SESSION.name,
    characteristics: [],
  });
  const validTo = new Date(now.getTime() - 7 * DAY_MS).toISOString();
  const offer = (values) => publish(provider, 'product-offering', { sellable: false, ...values });
  const of = (documentId) => ({ connect: [{ documentId }] });
  const part = { productSpecification: of(specification) };
  const session = await offer({ ...SESSION, ...part });
  const extra = await offer({ ...EXTRA, ...part, validTo });
  const pack = await offer({
    ...PACK,
    sellable: true,
    distributionChannels: [{ channel: 'exchange' }],
    bundledOfferings: [
      { productOffering: of(session), minQuantity: 1, maxQuantity: 1 },
      { productOffering: of(extra), minQuantity: 0, maxQuantity: 1 },
    ],
  });
  timeline.event(
    'provider',
    `composed "${PACK.name}" of "${SESSION.name}" and "${EXTRA.name}" (optional, until ${validTo.slice(0, 10)})`,
  );
  const [form] = await provider.find('remote-record-producer', `filters[sourceId][$eq]=${pack}`);
  await publishForms(provider, [form], timeline);
  const [itemId] = await activateItems(consumer, { identities: [form.identity] }, timeline);
  return itemId;
};

/** Sent as long as the item can be ordered; that one of its parts cannot is known to the provider alone. */
const sendOutdated = async ({ provider, requester, timeline }, line) => {
  const { task } = await sendRequest(requester, line, randomUUID());
  timeline.event('consumer', `requester submitted ${task.number}: "${task.title}"`);
  const declined = await timeline.hop(
    'consumer',
    (seen) => `task is ${seen.state}; reads why: ${seen.declined?.reason}`,
    () =>
      waitFor('the refusal', async () => {
        const current = await readTask(requester, task);
        return current.state !== 'new' && current;
      }),
  );
  assert.equal(declined.state, 'declined');
  const { code, reason } = declined.declined;
  assert.equal(code, 'item.no_longer_valid');
  assert.match(reason, new RegExp(`^"${EXTRA.name}" could be ordered until `));
  assert.deepEqual(deedsOf(declined), [
    { verb: 'submit', parentState: null, reason: null, side: 'consumer' },
    { verb: 'decline', parentState: null, reason, side: 'provider' },
  ]);
  assert.equal(actionOf(declined, 'cancel').code, 'task.over');
  assert.equal(actionOf(declined, 'comment').code, 'task.over');
  assert.equal(await findAtProvider(provider, task), undefined, 'nothing is left at the provider');
};

/** What is sent twice with one key is one request. */
const sendAgain = async ({ requester, timeline }, { number, line }, key) => {
  const { task, isReplay } = await sendRequest(requester, line, key);
  assert.ok(isReplay, 'it says that it is the first answer');
  assert.equal(task.number, number);
  timeline.event('consumer', `requester sent it again with the same key: it is ${number} still`);
};

/** The provider declines a request; the requester reads why, corrects it and sends it again. */
export const runDeclinedRequest = async (sides, { now }) => {
  const { requester, timeline } = sides;
  const item = await readItem(requester, await offerPack(sides, now));
  assert.deepEqual(item.orderable, { allowed: true });
  timeline.event('consumer', `requester fills in "${item.name}", with "${EXTRA.name}"`);
  await sendOutdated(sides, lineFor(item, { [partPointer(EXTRA.sku)]: 1 }));

  timeline.event('consumer', `requester fills in "${item.name}", without "${EXTRA.name}"`);
  const key = randomUUID();
  const order = await placeOrder(sides, lineFor(item), { key });
  await sendAgain(sides, order, key);
  await startWork(order);
  await complete(order);
  await conclude(sides, order);
};
