/**
 * The main job with a whole catalogue: from a folder of files to two closed orders, one of a simple
 * offering and one of a bundle with a part chosen, over public APIs only.
 */
import assert from 'node:assert/strict';
import {
  changeSpecification,
  composeBundle,
  importCatalog,
  publishCatalog,
  publishForms,
  reviewDrafts,
} from './catalog-steps.mjs';
import { answersHeld, checkAnswers } from './check-answers.mjs';
import { signInAdmin, signInRequester, waitFor } from './clients.mjs';
import { activateItems, ITEMS, readItem } from './items.mjs';
import { partPointer, toNames } from './pointers.mjs';
import { createRequester, pair, REQUESTER } from './main-path.mjs';
import { compareSides, fulfil, lineFor, placeOrder } from './order-steps.mjs';

/** Of a catalogue that nobody has chosen from before: a bundle of its first offerings. */
const chooseOrders = async (provider, timeline) => {
  const { sku, parts } = await composeBundle(provider, timeline);
  const [needed, chosen] = parts.map((part) => partPointer(part.sku));
  return {
    simpleSku: parts[0].sku,
    bundle: { sku, include: { [needed]: 2, ...(chosen && { [chosen]: 1 }) } },
  };
};

/** The parts that somebody chose, with how many of each: `3 × edge, 2 × edge/line`. */
const describeParts = (include) =>
  Object.entries(include)
    .map(([pointer, number]) => `${number} × ${toNames(pointer).join('/')}`)
    .join(', ');

/** Orders an item, has it fulfilled, and compares both sides. */
const orderItem = async (sides, { item, include = {} }) => {
  const { timeline } = sides;
  const { name, revision, form } = item;
  const line = lineFor(item, include);
  const parts = describeParts(include);
  timeline.event(
    'consumer',
    `requester fills in "${name}", revision ${revision}${parts && `, with ${parts}`}`,
  );
  const order = await placeOrder(sides, line);
  await fulfil(order);
  const task = await compareSides(sides, order);
  const { lines } = task.order;
  const answers = answersHeld(lines);
  checkAnswers(form, line.answers, answers);
  timeline.event(
    'consumer',
    `both sides hold the same order, with the same ${answers.length} answers${lines.length > 1 ? ` in ${lines.length} lines` : ''}`,
  );
};

/** Shows that a newer revision does not take away the one that is ordered. */
const offerNewerRevision = async ({ provider, requester, timeline }, { change, itemId }) => {
  await changeSpecification(provider, change, timeline);
  const { drafts, diffs } = await reviewDrafts(provider, timeline);
  assert.ok(drafts.length > 0, 'a changed form makes a draft');
  assert.ok(drafts.every(({ revision }) => revision === 2));
  assert.ok([...diffs.values()].every(({ added, changed }) => added.length + changed.length > 0));
  await publishForms(provider, drafts, timeline);
  const item = await timeline.hop('consumer', 'sees revision 2 beside the active revision 1', () =>
    waitFor('the newer revision', async () => {
      const current = await readItem(requester, itemId);
      return current.newerRevision === 2 && current;
    }),
  );
  assert.equal(item.revision, 1, 'what is active stays');
  assert.deepEqual(item.orderable, { allowed: true }, 'what is active stays orderable');
};

const identityOf = (drafts, offerings, sku) => {
  const offering = offerings.find((each) => each.sku === sku);
  const draft = drafts.find(({ sourceId }) => sourceId === offering?.documentId);
  assert.ok(draft, `${sku} has an order form`);
  return draft.identity;
};

/**
 * The whole path, once.
 *
 * @param {object} options
 * @param {string} options.providerUrl
 * @param {string} options.consumerUrl
 * @param {{ email: string, password: string }} options.admin of both instances
 * @param {string} options.requesterPassword
 * @param {ReturnType<typeof import('./timeline.mjs').createTimeline>} options.timeline
 * @param {object[]} options.entries what `readCatalogFolder` read
 * @param {typeof import('./own-catalog.mjs').OWN_CATALOG} [options.own] what to order of the demo's own catalogue, and how it changes
 * @returns the clients of both sides with the timeline, the item of the simple order, and the name of
 * the requester
 */
export const runCatalogPath = async ({
  providerUrl,
  consumerUrl,
  admin,
  requesterPassword,
  timeline,
  entries,
  own,
}) => {
  const provider = await signInAdmin(providerUrl, admin);
  const consumer = await signInAdmin(consumerUrl, admin);
  timeline.heading('From a folder of files to order forms');
  await importCatalog(provider, entries, timeline);
  await publishCatalog(provider, entries, timeline);
  const { simpleSku, bundle } = own ?? (await chooseOrders(provider, timeline));
  const { drafts } = await reviewDrafts(provider, timeline);
  await publishForms(provider, drafts, timeline);

  timeline.heading('A consumer is tied to the provider');
  const { organisation } = await pair(provider, consumer, timeline);
  const offerings = await provider.findAll('product-offering');
  const wanted = [simpleSku, bundle.sku].map((sku) => identityOf(drafts, offerings, sku));
  const identities = drafts.map(({ identity }) => identity);
  const [simpleId, bundleId] = await activateItems(consumer, { identities, wanted }, timeline);
  await createRequester(consumer, organisation, requesterPassword);
  const requester = await signInRequester(consumerUrl, {
    identifier: REQUESTER.username,
    password: requesterPassword,
  });
  const { data: items } = await requester.get(ITEMS);
  assert.equal(items.length, wanted.length, 'requesters see what is active, and nothing else');
  const sides = { provider, consumer, requester, timeline };

  timeline.heading('A simple order');
  const simple = await readItem(requester, simpleId);
  await orderItem(sides, { item: simple });

  timeline.heading(
    own ? 'A bundle with parts, while a newer revision is offered' : 'A bundle with parts',
  );
  if (own) await offerNewerRevision(sides, { change: own.change, itemId: bundleId });
  const item = await readItem(requester, bundleId);
  await orderItem(sides, { item, include: bundle.include });
  return { sides, item: simple, username: REQUESTER.username };
};
