/** One of the two providers that are compared, with the people who ask it. */
import { signInAdmin, waitFor } from '../../scripts/demo/clients.mjs';
import { createAgent, headersOf, send, textOf } from './http-request.mjs';
import { connectWebhook, prepareProvider } from './prepare-provider.mjs';
import { readConsumers } from './volume-orders.mjs';

/** Consumers besides the one whose application asks. */
const OTHER_CONSUMERS = 9;

export const createSide = ({ host, rows }) => {
  const agent = createAgent();
  const tokens = {};
  return {
    host,
    rows,
    tokens,
    /** What a request goes by. */
    known: {},
    async ask({ asker, path: address, method = 'GET', headers, body }, status = 200) {
      const answer = await send(agent, {
        url: new URL(host.url + address),
        method,
        headers: { ...headersOf({ token: tokens[asker], body }), ...headers },
        body: body && JSON.stringify(body),
      });
      const text = textOf(answer);
      if (answer.status !== status) {
        throw new Error(`${method} ${address} answered ${answer.status}: ${text}`);
      }
      return { ms: answer.ms, body: text === '' ? undefined : JSON.parse(text) };
    },
    /** Waits until all deliveries are done: the next request must not pay for them. */
    settle: () =>
      waitFor('the deliveries', async () => {
        const [{ count }] = await rows('orderbridge_streams_out')
          .where({ pending: true })
          .count({ count: '*' });
        return Number(count) === 0;
      }),
    close: () => agent.destroy(),
  };
};

/** Takes one order the whole way: the copies are made of it. */
const completeOneOrder = async (side, manager) => {
  const placed = await side.ask({ asker: 'application', method: 'POST', ...side.placing }, 201);
  const task = `/orderbridge/provider-tasks/${placed.body.data.documentId}`;
  const { data } = await manager.get(task);
  const order = `/orderbridge/orders/${data.order.documentId}`;
  await manager.post(`${order}/approve`);
  await manager.post(`${order}/start`);
  await manager.post(`${task}/comments`, {
    data: { body: 'The technician comes on Tuesday at nine.' },
  });
  await manager.post(`${order}/complete`);
  await side.settle();
};

const signIn = async (side, admin) => {
  const { body } = await side.ask({ path: '/admin/login', method: 'POST', body: admin });
  const { token, user } = body.data;
  const name = [user.firstname, user.lastname].filter(Boolean).join(' ');
  return { token, me: { id: String(user.id), name: name === '' ? user.email : name } };
};

/** Everything that stands before the orders are written: the consumers, and one order of the first. */
export const prepareSide = async (side, { admin, sink }) => {
  const { hookUrl } = sink.greeting;
  const { order, empty } = await prepareProvider({ url: side.host.url, admin, hookUrl });
  side.tokens.application = order.token;
  side.tokens.ownSystem = empty.token;
  side.placing = { path: new URL(order.url).pathname, body: order.body };
  side.known.order = order.body;
  const manager = await signInAdmin(side.host.url, admin);
  await completeOneOrder(side, manager);
  for (let index = 1; index <= OTHER_CONSUMERS; index += 1) {
    await connectWebhook(manager, { name: `Other ${index}`, shortCode: `OTHER${index}`, hookUrl });
  }
  await side.settle();
  const { token, me } = await signIn(side, admin);
  side.tokens.admin = token;
  return { me, consumers: await readConsumers(side.rows), at: Date.now() };
};
