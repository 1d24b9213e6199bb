import { createServer } from 'node:net';

/**
 * A port of the loopback interface that nobody listens on at the moment.
 *
 * @param {number} [preferred] the one that is answered where it is free
 * @returns {Promise<number>}
 */
export const findFreePort = (preferred = 0) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (preferred === 0) reject(error);
      else resolve(findFreePort());
    });
    server.listen(preferred, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
