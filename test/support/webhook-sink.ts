import http from 'node:http';
import type { AddressInfo } from 'node:net';

interface ReceivedWebhook {
  readonly headers: Record<string, string>;
  readonly body: string;
}

export type WebhookSink = Awaited<ReturnType<typeof startWebhookSink>>;

/** Receivers of webhooks that are closed together. */
export const createSinks = () => {
  const sinks: WebhookSink[] = [];
  return {
    open: async (): Promise<WebhookSink> => {
      const sink = await startWebhookSink();
      sinks.push(sink);
      return sink;
    },
    close: async (): Promise<void> => {
      await Promise.all(sinks.map((sink) => sink.close()));
    },
  };
};

/** A receiver of webhooks that keeps what it got. */
export const startWebhookSink = async () => {
  const received: ReceivedWebhook[] = [];
  let status = 204;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (status < 300) {
        received.push({
          headers: request.headers as Record<string, string>,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      }
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/hook`,
    received,
    answerWith: (next: number) => {
      status = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
};
