const JITTER = 0.2;

/**
 * How long to wait after the given number of failed attempts (from 1), with jitter so that many
 * streams do not come back at the same moment. `null` where the schedule is used up.
 */
export const nextDelayMs = (
  scheduleMs: readonly number[],
  failedAttempts: number,
  random: () => number = Math.random,
): number | null => {
  const delay = scheduleMs[failedAttempts - 1];
  return delay === undefined ? null : Math.round(delay * (1 - JITTER + 2 * JITTER * random()));
};
