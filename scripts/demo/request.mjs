/** One request, from the moment it is sent: what each side does about it, and what the other one sees. */
import assert from 'node:assert/strict';
import { HttpError, waitFor } from './clients.mjs';
import { DEEDS, quote, WISHES, wordsOf } from './wording.mjs';

const TASKS = '/api/orderbridge/provider-tasks';
const STAFF_TASKS = '/orderbridge/provider-tasks';

/** What a task tracks on the provider. */
const PARENTS = {
  order: { field: 'order', path: '/orderbridge/orders', noun: 'order' },
  service_request: {
    field: 'serviceRequest',
    path: '/orderbridge/service-requests',
    noun: 'request',
  },
};

/** What may be done with a task, an order or a request, by name. */
export const actionOf = ({ actions }, name) => {
  const action = actions.find((each) => each.action === name);
  assert.ok(action, `"${name}" is among the actions`);
  return action;
};

const assertAllowed = (view, name) =>
  assert.deepEqual(actionOf(view, name), { action: name, allowed: true });

/** What was done to a task, as its timeline tells. */
export const deedsOf = ({ timeline }) =>
  timeline
    .filter(({ kind }) => kind === 'state')
    .map(({ verb, parentState, reason, by }) => ({ verb, parentState, reason, side: by.side }));

/** How every request begins that the provider takes. */
const BEGINNING = [
  { verb: 'submit', parentState: null, reason: null, side: 'consumer' },
  { verb: 'receive', parentState: 'new', reason: null, side: 'provider' },
];

/**
 * Sends a request as the portal does.
 *
 * @param {string} [key] an idempotency key: what is sent with it again is the same request
 */
export const sendRequest = async (requester, line, key) => {
  const { body, headers } = await requester.send('POST', TASKS, {
    body: { data: { lines: [line] } },
    ...(key && { headers: { 'idempotency-key': key } }),
  });
  return { task: body.data, isReplay: headers.get('idempotency-replayed') === 'true' };
};

export const readTask = async (requester, { documentId }) =>
  (await requester.get(`${TASKS}/${documentId}`)).data;

/** The provider's task of a number, with its parent, or nothing. */
export const findAtProvider = async (provider, { number }) => {
  const { data } = await provider.get(`${STAFF_TASKS}?filters[number][$eq]=${number}`);
  return data[0] && (await provider.get(`${STAFF_TASKS}/${data[0].documentId}`)).data;
};

/** A request that both sides have. Each deed waits until it is seen, with all that came before it. */
const followRequest = ({ provider, requester, timeline }, { task, arrived, line }) => {
  const { field, path, noun } = PARENTS[arrived.parentKind];
  const parent = `${path}/${arrived[field].documentId}`;
  const { parentNumber } = arrived;
  const clients = { provider, consumer: requester };
  const addresses = {
    provider: `${STAFF_TASKS}/${arrived.documentId}`,
    consumer: `${TASKS}/${task.documentId}`,
  };
  const deeds = [...BEGINNING];

  /** The task as a side sees it. */
  const read = async (side) => (await clients[side].get(addresses[side])).data;

  /** Waits until a side knows the last deed, and answers how it then shows the task. */
  const sees = async (side, [state, parentState]) => {
    const { reason, side: doer } = deeds.at(-1);
    const text = `task is ${wordsOf(state)}, ${noun} ${wordsOf(parentState)}`;
    const why = reason !== null && doer !== side ? '; reads why' : '';
    const seen = await timeline.hop(side, text + why, () =>
      waitFor(text, async () => {
        const current = await read(side);
        return deedsOf(current).length >= deeds.length && current;
      }),
    );
    assert.deepEqual(deedsOf(seen), deeds, `the ${side} knows all that was done, and why`);
    assert.deepEqual([seen.state, seen.parentState], [state, parentState]);
    assert.equal(seen[field].state, parentState);
    return seen;
  };

  /** Notes what was done, so that both sides are asked for it from now on. */
  const note = (verb, side, parentState, reason = null) =>
    deeds.push({ verb, parentState, reason, side });

  /** A side writes a comment, and the other one reads it. */
  const says = async (side, body) => {
    await clients[side].post(`${addresses[side]}/comments`, { data: { body } });
    timeline.event(side, `${side === 'consumer' ? 'requester ' : ''}wrote "${body}"`);
    const reader = side === 'consumer' ? 'provider' : 'consumer';
    await timeline.hop(reader, 'reads it', () =>
      waitFor('the comment', async () =>
        (await read(reader)).comments.some((comment) => comment.body === body),
      ),
    );
  };

  return {
    number: task.number,
    parent,
    parentNumber,
    line,
    deeds,
    read,
    sees,

    /** Staff use a verb that is offered to them, and the requester sees what came of it. */
    does: async (verb, states, { reason, ...more } = {}) => {
      const { data } = await provider.get(parent);
      assertAllowed(data, verb);
      const { data: done } = await provider.post(`${parent}/${verb}`, {
        expectedVersion: data.version,
        ...(reason && { reason }),
        ...more,
      });
      const { resolution } = more;
      timeline.event(
        'provider',
        `${DEEDS[verb](parentNumber)}${quote(reason ?? resolution?.notes)}`,
      );
      // Of a solution, the history says what it is.
      const told = resolution && `${done.resolution.label}: ${resolution.notes}`;
      note(verb, 'provider', states[1], told ?? reason);
      return sees('consumer', states);
    },

    /** Staff of the provider correct a line of a draft. */
    edits: async (lineNumber, states, { what, ...change }) => {
      await provider.patch(`${parent}/lines/${lineNumber}`, change);
      timeline.event('provider', `set ${what} in line ${lineNumber} of ${parentNumber}`);
      note('edit-line', 'provider', states[1], change.reason);
      return sees('consumer', states);
    },

    /** The requester asks for what is offered to them; the provider does it, and both sides show it. */
    asks: async (verb, states, { reason } = {}) => {
      const before = await read('consumer');
      assertAllowed(before, verb);
      const { status } = await requester.send('POST', `${addresses.consumer}/${verb}`, {
        body: { expectedVersion: before.version, ...(reason && { reason }) },
      });
      assert.equal(status, 202, 'the wish is on its way');
      timeline.event('consumer', `requester ${WISHES[verb]}${quote(reason)}`);
      // What is asked of an order is a cancellation that the provider may still decline.
      note(
        arrived.parentKind === 'order' ? `request-${verb}` : verb,
        'consumer',
        states[1],
        reason,
      );
      await sees('provider', states);
      await sees('consumer', states);
      return waitFor('the answer to the wish', async () => {
        const current = await read('consumer');
        const { command, state } = current.commands.at(-1);
        assert.equal(command, `task.${verb}`);
        return state === 'accepted' && current;
      });
    },

    /** The requester asks for what is not offered; answers why it was refused at once. */
    isRefused: async (verb) => {
      const error = await requester.post(`${addresses.consumer}/${verb}`).catch((caught) => caught);
      assert.ok(error instanceof HttpError && error.status === 409, `"${verb}" is refused`);
      const { message, details } = error.body.error;
      return { code: details.code, reason: message };
    },

    says,

    /** The requester writes what the provider waits for, and the work goes on. */
    answers: async (body, states) => {
      await says('consumer', body);
      note('answer', 'consumer', states[1]);
      return sees('consumer', states);
    },
  };
};

/** The requester sends a request; one task with one number appears on both sides, with its parent. */
export const submitRequest = async (sides, line, { key } = {}) => {
  const { provider, requester, timeline } = sides;
  const { task, isReplay } = await sendRequest(requester, line, key);
  assert.equal(isReplay, false);
  const { number, title } = task;
  timeline.event('consumer', `requester submitted ${number}: "${title}"`);
  const arrived = await timeline.hop(
    'provider',
    ({ parentNumber }) => `has task ${number} and opened ${parentNumber}`,
    () => waitFor('the task', () => findAtProvider(provider, task)),
  );
  const request = followRequest(sides, { task, arrived, line });
  const received = await request.sees('consumer', ['received', 'new']);
  assert.equal(received.parentNumber, arrived.parentNumber);
  return request;
};
