import { setTimeout as sleep } from 'node:timers/promises';

const QUIET_LOOKS = 3;
const LOOK_MS = 5;

/**
 * Waits until nobody has asked for a connection of the database for a moment. After a commit Strapi
 * reads each document once more, for whoever listens to its events, and nobody waits for that: to end
 * an instance meanwhile would abort it.
 */
export const untilDatabaseIsQuiet = async ({ db }) => {
  const { pool } = db.connection.client;
  for (let looks = 0; looks < QUIET_LOOKS; looks += 1) {
    await sleep(LOOK_MS);
    if (pool.numUsed() + pool.numPendingAcquires() > 0) looks = -1;
  }
};
