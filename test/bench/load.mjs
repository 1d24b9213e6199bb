/**
 * The load generator: clients that each keep one connection and send the next request when the
 * last one was answered. It does nothing else while a round runs; bodies are read afterwards.
 */
import http from 'node:http';
import { performance } from 'node:perf_hooks';
import { answerParent } from './child.mjs';

const send = (agent, { url, method, headers, body }) =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const request = http.request(url, { method, headers, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const endedAt = performance.now();
        resolve({ status: response.statusCode, chunks, endedAt, ms: endedAt - startedAt });
      });
    });
    request.on('error', reject);
    request.end(body);
  });

const runClient = async (target, deadline, answers) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  try {
    while (performance.now() < deadline) answers.push(await send(agent, target));
  } finally {
    agent.destroy();
  }
};

const textOf = ({ chunks }) => Buffer.concat(chunks).toString('utf8');

/**
 * Loads one target for a time. What was answered within it is the throughput; the requests that
 * were under way at its end are answered too, so that nothing is left behind for the next round.
 */
const run = async ({ target, clients, seconds }) => {
  const { url, method, token, body, expectedStatus, keepsTaskNumbers } = target;
  const request = {
    url: new URL(url),
    method,
    body: body && JSON.stringify(body),
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
  };
  const answers = [];
  const deadline = performance.now() + seconds * 1000;
  await Promise.all(Array.from({ length: clients }, () => runClient(request, deadline, answers)));
  const unexpected = answers.find(({ status }) => status !== expectedStatus);
  if (unexpected) {
    const { status } = unexpected;
    throw new Error(`${method} ${url} answered ${status}: ${textOf(unexpected)}`);
  }
  const inTime = answers.filter(({ endedAt }) => endedAt <= deadline);
  return {
    perSecond: inTime.length / seconds,
    latenciesMs: inTime.map(({ ms }) => ms),
    answered: answers.length,
    taskNumbers: keepsTaskNumbers
      ? answers.map((answer) => JSON.parse(textOf(answer)).data.number)
      : [],
  };
};

answerParent({ run });
