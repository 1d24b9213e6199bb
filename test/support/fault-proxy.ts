import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request on its way to the instance behind the proxy. */
interface Passing {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** What became of a request that went through. */
interface Passed extends Passing {
  readonly status: number;
  readonly answer: string;
}

/** What happens to one request: it passes where nothing is said. */
type Fault = (
  request: Passing,
) =>
  | Promise<'pass' | 'lose-request' | 'lose-answer' | 'twice'>
  | 'pass'
  | 'lose-request'
  | 'lose-answer'
  | 'twice';

export interface FaultProxy {
  readonly url: string;
  /** Everything that went through, in order. */
  readonly passed: Passed[];
  /** Decides over each request from now on. */
  inject(fault: Fault): void;
  heal(): void;
  /** Calls back after an answer has come from the instance and before it is passed on. */
  onAnswer(callback: ((passed: Passed) => Promise<void>) | undefined): void;
  close(): Promise<void>;
}

const forward = (port: number, method: string, { path, headers, body }: Passing) =>
  new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>(
    (resolve, reject) => {
      const request = http.request(
        {
          port,
          host: '127.0.0.1',
          method,
          path,
          headers: { ...headers, 'content-length': String(body.length) },
          agent: false,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks),
            });
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    },
  );

const read = async (request: http.IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const healthy: Fault = () => 'pass';

/** Stands before an instance and lets its peer's requests through, or loses, doubles and changes them. */
export const startFaultProxy = async (targetPort: () => number): Promise<FaultProxy> => {
  const passed: Passed[] = [];
  let fault = healthy;
  let answered: ((passed: Passed) => Promise<void>) | undefined;

  const handle = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const passing: Passing = {
      path: request.url ?? '/',
      headers: request.headers,
      body: await read(request),
    };
    const what = await fault(passing);
    if (what === 'lose-request') {
      request.socket.destroy();
      return;
    }
    const method = request.method ?? 'GET';
    if (what === 'twice') await forward(targetPort(), method, passing);
    const answer = await forward(targetPort(), method, passing);
    const entry = { ...passing, status: answer.status, answer: answer.body.toString('utf8') };
    passed.push(entry);
    await answered?.(entry);
    if (what === 'lose-answer') {
      request.socket.destroy();
      return;
    }
    const type = answer.headers['content-type'];
    response.writeHead(answer.status, type === undefined ? {} : { 'content-type': type });
    response.end(answer.body);
  };

  const server = http.createServer((request, response) => {
    // What is behind the proxy is down: to the sender this looks like a broken connection.
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${String(port)}`,
    passed,
    inject: (next) => {
      fault = next;
    },
    heal: () => {
      fault = healthy;
    },
    onAnswer: (callback) => {
      answered = callback;
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  };
};
