/** A consumer without an instance: it asks over REST, and hears by webhooks what becomes of it. */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import { buffer, json } from 'node:stream/consumers';

const { PROVIDER_URL, TOKEN, WEBHOOK_SECRET, PORT = '4000', REPLY = 'About forty.' } = process.env;
const key = Buffer.from(WEBHOOK_SECRET.replace('whsec_', ''), 'base64');
// In memory, for an example. Keep both in your database, and change them in one transaction.
const tasks = new Map(); // by number, as the provider has told last
const taken = new Map(); // by the id of the webhook

const call = async (method, path, body, headers = {}) => {
  const response = await fetch(`${PROVIDER_URL}/api/orderbridge${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    body: body && JSON.stringify(body),
  });
  const { data, error } = await response.json();
  if (!response.ok) throw Object.assign(new Error(error.message), { status: response.status });
  return data;
};

/** Any signature of the header will do: while the secret is replaced there is one of each. */
const isGenuine = (headers, body) => {
  const {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': list = '',
  } = headers;
  const expected = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest();
  const isSigned = list.split(' ').some((entry) => {
    const given = Buffer.from(entry.replace('v1,', ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isSigned && Math.abs(Date.now() / 1000 - seconds) <= 300;
};

/** What is done with a piece of news. Where it fails, the provider sends the news again. */
const take = async ({ data: { task, verb, reason } }) => {
  if (!task || task.version <= (tasks.get(task.number)?.version ?? 0)) return;
  console.log(task.number, task.state, verb ?? 'accept', reason ?? '');
  const [{ documentId }] = await call('GET', `/provider-tasks?filters[number]=${task.number}`);
  if (verb === 'request-information' || verb === 'request-info') {
    await call('POST', `/provider-tasks/${documentId}/comments`, { data: { body: REPLY } });
  } else if (task.parentState === 'resolved') {
    const seen = { expectedVersion: task.version };
    await call('POST', `/provider-tasks/${documentId}/accept`, seen).catch((error) => {
      if (error.status !== 409) throw error; // It has moved on, and news of that are on their way.
    });
  }
  tasks.set(task.number, task);
};

const routes = {
  'POST /webhooks': async (request) => {
    const body = await buffer(request); // The bytes that came, and no text made of them.
    if (!isGenuine(request.headers, body)) return [401];
    const id = request.headers['webhook-id'];
    if (!taken.has(id)) taken.set(id, take(JSON.parse(body)));
    await taken.get(id).catch((error) => taken.delete(id) && Promise.reject(error));
    return [204];
  },
  'POST /requests': async (request) => {
    const { item: name, answers } = await json(request);
    const item = (await call('GET', '/remote-catalog-items')).find((each) => each.name === name);
    const data = { lines: [{ item: item.documentId, revision: item.revision, answers }] };
    // Whoever got no answer sends the same again with the same key, and has asked for it once.
    const headers = { 'idempotency-key': request.headers['idempotency-key'] ?? randomUUID() };
    return [201, await call('POST', '/provider-tasks', { data }, headers)];
  },
  'GET /tasks': () => [200, [...tasks.values()]],
};

const server = http.createServer(async (request, response) => {
  const route = routes[`${request.method} ${request.url}`] ?? (() => [404]);
  const [status, answer] = await Promise.resolve(route(request)).catch((error) => {
    console.error(error.message);
    return [500, { error: error.message }];
  });
  response.writeHead(status).end(answer && JSON.stringify(answer));
});
server.listen(PORT, '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${PORT}`));
