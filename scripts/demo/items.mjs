/** What is offered to the consumer: its admin activates it, its requesters order it. */
import { waitFor } from './clients.mjs';

export const ITEMS = '/api/orderbridge/remote-catalog-items';

/**
 * At the consumer: waits until all of these are offered, and makes what will be ordered orderable.
 *
 * @returns the document ids of what is wanted
 */
export const activateItems = async (consumer, { identities, wanted = identities }, timeline) => {
  const isWanted = ({ identity }) => identities.includes(identity);
  const items = await timeline.hop(
    'consumer',
    (offered) =>
      `was offered ${offered.length === 1 ? `"${offered[0].name}"` : `${offered.length} items`}`,
    () =>
      waitFor('the items', async () => {
        const offered = (await consumer.findAll('remote-catalog-item')).filter(isWanted);
        return offered.length === identities.length && offered;
      }),
  );
  const chosen = wanted.map((each) => items.find(({ identity }) => identity === each));
  for (const { documentId, name } of chosen) {
    await consumer.post(`/orderbridge/remote-catalog-items/${documentId}/activate`);
    timeline.event('consumer', `activated "${name}"`);
  }
  return chosen.map(({ documentId }) => documentId);
};

export const readItem = async (requester, documentId) =>
  (await requester.get(`${ITEMS}/${documentId}`)).data;
