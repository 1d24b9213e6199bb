import { createServer } from 'node:net';
import { findFreePort } from './free-port.mjs';

const listenOn = (port) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

test('a free port is none that an outgoing connection could take', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => findFreePort()));
  expect(ports.filter((port) => port < 1024 || port >= 32_768)).toEqual([]);
});

test('the preferred port is answered while it is free, and another one while somebody listens on it', async () => {
  const preferred = await findFreePort();
  expect(await findFreePort(preferred)).toBe(preferred);
  const server = await listenOn(preferred);
  try {
    expect(await findFreePort(preferred)).not.toBe(preferred);
  } finally {
    server.close();
  }
});
