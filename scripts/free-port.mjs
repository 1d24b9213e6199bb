import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that systems give to outgoing connections (from 32768 on Linux, from 49152 elsewhere):
 * one of those could be taken by any connection before somebody listens on it, or listens again.
 */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const MOST_TRIES = 100;

/** Whether nobody listens on a port of the loopback interface at the moment. */
const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/**
 * A port of the loopback interface that nobody listens on at the moment.
 *
 * @param {number} [preferred] the one that is answered where it is free
 * @returns {Promise<number>}
 * @throws where a hundred ports in a row are taken
 */
export const findFreePort = async (preferred) => {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${LOWEST} to ${HIGHEST} was free in ${MOST_TRIES} tries.`);
};
