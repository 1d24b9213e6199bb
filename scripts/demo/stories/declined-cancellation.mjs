import assert from 'node:assert/strict';
import { complete, conclude, lineFor, placeOrder, startWork } from '../order-steps.mjs';
import { actionOf } from '../request.mjs';

/** The requester asks for a cancellation; the provider declines it, and the order goes on. */
export const runDeclinedCancellation = async (sides, { item }) => {
  const order = await placeOrder(sides, lineFor(item));
  await startWork(order);
  const asked = await order.asks('cancel', ['cancelled', 'assessing_cancellation'], {
    reason: 'We found something cheaper.',
  });
  assert.equal(actionOf(asked, 'cancel').code, 'order.illegal_transition', 'once is enough');

  const goesOn = await order.does('decline-cancel', ['work_in_progress', 'in_progress'], {
    reason: 'The contract runs for a year from the day you signed it.',
  });
  assert.ok(actionOf(goesOn, 'cancel').allowed, 'it may be asked again');
  await complete(order);
  await conclude(sides, order);
};
