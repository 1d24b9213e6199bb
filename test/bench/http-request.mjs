/** One request over a connection that is kept, and how long it took until its answer was there. */
import http from 'node:http';
import { performance } from 'node:perf_hooks';

export const createAgent = () => new http.Agent({ keepAlive: true, maxSockets: 1 });

export const send = (agent, { url, method, headers, body }) =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const request = http.request(url, { method, headers, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const endedAt = performance.now();
        resolve({ status: response.statusCode, chunks, endedAt, ms: endedAt - startedAt });
      });
    });
    request.on('error', reject);
    request.end(body);
  });

/** The headers of a request with a token, and of one that is sent as JSON. */
export const headersOf = ({ token, body }) => ({
  ...(token && { authorization: `Bearer ${token}` }),
  ...(body !== undefined && { 'content-type': 'application/json' }),
});

export const textOf = ({ chunks }) => Buffer.concat(chunks).toString('utf8');
