import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

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

/**
 * What can happen to one request on its way:
 * - `lose-request`: the instance does not hear of it, the sender's connection breaks;
 * - `cut-request`: the instance gets the first half of it and then nothing;
 * - `lose-answer`: the instance takes it, the sender's connection breaks;
 * - `cut-answer`: the sender gets the first half of the answer;
 * - `twice`: it comes twice before the sender has its answer;
 * - `again-later`: it comes once more when the sender has gone on;
 * - `gone`: the instance does not hear of it, and what stands before it answers 410 in its own words.
 */
export type Fate =
  | 'pass'
  | 'lose-request'
  | 'cut-request'
  | 'lose-answer'
  | 'cut-answer'
  | 'twice'
  | 'again-later'
  | 'gone';

/** Decides over one request. A fate that is promised holds the request until then. */
type Fault = (request: Passing) => Promise<Fate> | Fate;

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

const toInstance = (
  port: number,
  method: string,
  { path, headers, body }: Passing,
): http.RequestOptions => ({
  port,
  host: '127.0.0.1',
  method,
  path,
  headers: { ...headers, 'content-length': String(body.length) },
  agent: false,
});

const forward = (port: number, method: string, passing: Passing) =>
  new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>(
    (resolve, reject) => {
      const request = http.request(toInstance(port, method, passing), (response) => {
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
      });
      request.on('error', reject);
      request.end(passing.body);
    },
  );

/** Sends the first half of a request, and breaks off. */
const forwardHalf = (port: number, method: string, passing: Passing) =>
  new Promise<void>((resolve) => {
    const request = http.request(toInstance(port, method, passing));
    request.on('close', resolve);
    // Broken off on purpose: that is no error of the test.
    request.on('error', () => undefined);
    request.write(passing.body.subarray(0, Math.ceil(passing.body.length / 2)), () => {
      // Whether the instance has read it by now is chance, as it is on a real line.
      setImmediate(() => request.destroy());
    });
  });

/** How much later a request comes once more. */
const AGAIN_AFTER_MS = 300;

const read = async (request: http.IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const healthy: Fault = () => 'pass';

/** Stands before an instance and lets its peer's requests through, or loses, doubles and changes them. */
export const startFaultProxy = async (targetPort: () => number): Promise<FaultProxy> => {
  const passed: Passed[] = [];
  const repetitions = new Set<Promise<unknown>>();
  let fault = healthy;
  let answered: ((passed: Passed) => Promise<void>) | undefined;

  const repeatLater = (method: string, passing: Passing): void => {
    const repetition = setTimeout(AGAIN_AFTER_MS)
      .then(() => forward(targetPort(), method, passing))
      // The instance may be down by then: what comes again may be lost as well.
      .catch(() => undefined)
      .finally(() => repetitions.delete(repetition));
    repetitions.add(repetition);
  };

  const handle = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const passing: Passing = {
      path: request.url ?? '/',
      headers: request.headers,
      body: await read(request),
    };
    const what = await fault(passing);
    const method = request.method ?? 'GET';
    if (what === 'cut-request') await forwardHalf(targetPort(), method, passing);
    if (what === 'lose-request' || what === 'cut-request') {
      request.socket.destroy();
      return;
    }
    if (what === 'gone') {
      response.writeHead(410, { 'content-type': 'text/html' }).end('<h1>Gone</h1>');
      return;
    }
    if (what === 'twice') await forward(targetPort(), method, passing);
    if (what === 'again-later') repeatLater(method, passing);
    const answer = await forward(targetPort(), method, passing);
    const entry = { ...passing, status: answer.status, answer: answer.body.toString('utf8') };
    passed.push(entry);
    await answered?.(entry);
    if (what === 'lose-answer') {
      request.socket.destroy();
      return;
    }
    const type = answer.headers['content-type'];
    const head = {
      'content-length': String(answer.body.length),
      ...(type !== undefined && { 'content-type': type }),
    };
    response.writeHead(answer.status, head);
    if (what === 'cut-answer') {
      const half = answer.body.subarray(0, Math.floor(answer.body.length / 2));
      response.write(half, () => request.socket.destroy());
      return;
    }
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
    close: async () => {
      await Promise.all(repetitions);
      await new Promise<void>((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    },
  };
};
