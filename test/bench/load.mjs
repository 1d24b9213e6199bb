/**
 * The load generator: clients that each keep one connection and send the next request when the
 * last one was answered. It does nothing else while a round runs; bodies are read afterwards.
 */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { answerParent } from './child.mjs';
import { createAgent, headersOf, send, textOf } from './http-request.mjs';

const withFreshKey = (request) => ({
  ...request,
  headers: { ...request.headers, 'idempotency-key': randomUUID() },
});

const runClient = async (nextRequest, deadline, answers) => {
  const agent = createAgent();
  try {
    while (performance.now() < deadline) answers.push(await send(agent, nextRequest()));
  } finally {
    agent.destroy();
  }
};

/**
 * Loads one target for a time. What was answered within it is the throughput; the requests that
 * were under way at its end are answered too, so that nothing is left behind for the next round.
 */
const run = async ({ target, clients, seconds }) => {
  const { url, method, body, expectedStatus, hasKeys, keepsTaskNumbers } = target;
  const request = {
    url: new URL(url),
    method,
    body: body && JSON.stringify(body),
    headers: headersOf(target),
  };
  const nextRequest = hasKeys ? () => withFreshKey(request) : () => request;
  const answers = [];
  const deadline = performance.now() + seconds * 1000;
  const running = Array.from({ length: clients }, () => runClient(nextRequest, deadline, answers));
  await Promise.all(running);
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
