import assert from 'node:assert/strict';
import { complete, conclude, lineFor, placeOrder, startWork } from '../order-steps.mjs';
import { actionOf } from '../request.mjs';

/** In time: what has been begun is undone, and the order ends. */
const cancelInTime = async (sides, item) => {
  const order = await placeOrder(sides, lineFor(item));
  await startWork(order);
  await order.asks('cancel', ['cancelled', 'assessing_cancellation'], {
    reason: 'The office stays closed.',
  });
  await order.does('begin-cancel', ['work_in_progress', 'cancellation_in_progress']);
  await order.does('finish-cancel', ['cancelled', 'cancelled']);
  await conclude(sides, order);
};

/** Too late: who asks is told so at once, and what they are offered says it before they ask. */
const cancelTooLate = async (sides, item) => {
  const { timeline } = sides;
  const order = await placeOrder(sides, lineFor(item));
  await startWork(order);
  const past = await order.does('reach-point-of-no-return', ['work_in_progress', 'in_progress']);
  assert.ok(past.order.pointOfNoReturnAt !== null, 'the requester knows since when');

  const { code, reason } = actionOf(past, 'cancel');
  assert.equal(code, 'order.past_point_of_no_return');
  const refusal = await order.isRefused('cancel');
  assert.deepEqual(refusal, { code, reason }, 'the refusal says what the offered actions say');
  timeline.event('consumer', `requester asks to cancel the request, and reads: "${reason}"`);

  await complete(order);
  await conclude(sides, order);
};

/** A cancellation before the point of no return, and one after it. */
export const runCancelledOrder = async (sides, { item }) => {
  await cancelInTime(sides, item);
  await cancelTooLate(sides, item);
};
