/** Everything that has to stand before an application can place orders at a provider. */
import { ANSWERS } from '../../scripts/demo/catalog.mjs';
import { signInAdmin, withApiToken } from '../../scripts/demo/clients.mjs';
import { publishOffering, publishProducer } from '../../scripts/demo/main-path.mjs';
import { createTimeline } from '../../scripts/demo/timeline.mjs';

export const LINES_PER_ORDER = 3;

/** The consumer whose application orders. */
export const CONSUMER = 'Bench';
const SHORT_CODE = 'BENCH';

export const silentTimeline = () => createTimeline({ print: () => undefined });

/** A consumer without an instance, which gets webhooks. */
export const connectWebhook = async (provider, { name, shortCode, hookUrl }) => {
  const consumer = await provider.create('consumer', { name, country: 'NO' });
  await provider.post('/orderbridge/connections/webhooks', {
    consumer: consumer.documentId,
    shortCode,
    url: hookUrl,
  });
  return consumer;
};

const createToken = async (provider, name) => {
  const { data } = await provider.post('/admin/api-tokens', {
    name,
    description: '',
    // Of all kinds of tokens this one costs Strapi the least, in everything that is compared.
    type: 'full-access',
    lifespan: null,
  });
  return data;
};

/** The application of such a consumer, which orders over REST. */
const createApplication = async (provider, hookUrl) => {
  const { documentId } = await connectWebhook(provider, {
    name: CONSUMER,
    shortCode: SHORT_CODE,
    hookUrl,
  });
  const token = await createToken(provider, 'bench');
  await provider.post('/orderbridge/memberships', { consumer: documentId, apiToken: token.id });
  return token.accessKey;
};

/** The requests that are compared, each with what the load generator has to know of it. */
export const prepareProvider = async ({ url, admin, hookUrl }) => {
  const provider = await signInAdmin(url, admin);
  const { producer } = await publishOffering(provider, silentTimeline());
  await publishProducer(provider, producer, silentTimeline());
  const token = await createApplication(provider, hookUrl);
  // The application's own reaches nothing that it could be compared with.
  const { accessKey: baselineToken } = await createToken(provider, 'baseline');
  const { data: items } = await withApiToken(url, token).get(
    '/api/orderbridge/remote-catalog-items',
  );
  const line = { item: items[0].documentId, quantity: 2, answers: ANSWERS };
  const orderWithoutKey = {
    url: `${url}/api/orderbridge/provider-tasks`,
    method: 'POST',
    token,
    body: { data: { lines: Array.from({ length: LINES_PER_ORDER }, () => line) } },
    expectedStatus: 201,
    keepsTaskNumbers: true,
  };
  return {
    order: { ...orderWithoutKey, hasKeys: true },
    orderWithoutKey,
    create: {
      url: `${url}/api/bench-rows`,
      method: 'POST',
      token: baselineToken,
      body: {
        data: {
          name: 'Internet access for offices',
          amount: 2,
          price: 49.5,
          active: true,
          dueAt: '2030-01-01T09:00:00.000Z',
        },
      },
      expectedStatus: 201,
    },
    empty: {
      url: `${url}/api/orderbridge/bench-empty`,
      method: 'GET',
      token: baselineToken,
      expectedStatus: 204,
    },
  };
};
