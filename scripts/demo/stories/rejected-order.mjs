import assert from 'node:assert/strict';
import { DAY_MS } from '../catalog-clock.mjs';
import { complete, conclude, lineFor, placeOrder, startWork } from '../order-steps.mjs';
import { actionOf } from '../request.mjs';

const inDays = (moment, days) =>
  new Date(new Date(moment).getTime() + days * DAY_MS).toISOString().slice(0, 10);

/** The provider rejects an order with a reason; corrected as agreed, it goes the whole way. */
export const runRejectedOrder = async (sides, { item }) => {
  const order = await placeOrder(sides, lineFor(item));
  const received = await order.read('provider');
  assert.equal(actionOf(received.order, 'edit-line').code, 'order.not_editable');

  const date = inDays(received.requestedAt, 24);
  const reason = `No technician is free this month. Would ${date} suit you?`;
  await order.does('reject', ['awaiting_info', 'rejected'], { reason });
  await order.says('consumer', 'Yes, that suits us.');

  await order.does('correct', ['received', 'draft']);
  const corrected = await order.edits(1, ['received', 'draft'], {
    what: `the date to ${date}`,
    answers: { ...order.line.answers, requestedDate: date },
    reason: 'As agreed',
  });
  const answer = corrected.order.lines[0].answers.find(({ field }) => field === '/requestedDate');
  assert.equal(answer?.value, date, 'the requester sees the line as it is now');

  await order.does('submit', ['received', 'new']);
  await startWork(order);
  await complete(order);
  await conclude(sides, order);
};
