/** What becomes of requests that do not simply go well, told one by one over public APIs only. */
import { runCancelledOrder } from './stories/cancelled-order.mjs';
import { runDeclinedCancellation } from './stories/declined-cancellation.mjs';
import { runDeclinedRequest } from './stories/declined-request.mjs';
import { runHelpRequest } from './stories/help-request.mjs';
import { runRejectedOrder } from './stories/rejected-order.mjs';

const STORIES = [
  ['An order that is rejected, corrected and sent again', runRejectedOrder],
  ['Two cancellations: one in time, one too late', runCancelledOrder],
  ['A cancellation that the provider declines', runDeclinedCancellation],
  ['A request for help', runHelpRequest],
  ['A request that the provider declines, corrected and sent again', runDeclinedRequest],
];

/**
 * @param {object} sides the clients of both sides, and the timeline
 * @param {{ item: object, now: Date }} told an item that can be ordered, and what time it is for both
 * instances
 */
export const runStories = async (sides, told) => {
  for (const [title, run] of STORIES) {
    sides.timeline.heading(title);
    await run(sides, told);
  }
};
