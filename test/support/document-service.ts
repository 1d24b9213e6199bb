import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { createTestDatabase } from './database';

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string; readonly details?: unknown };
}

/** What the Document Service threw, in the other process. */
class DocumentServiceError extends Error {
  override readonly name: string;
  readonly details: unknown;

  constructor(error: NonNullable<Answer['error']>) {
    super(error.message);
    this.name = error.name;
    this.details = error.details;
  }
}

export interface DocumentServiceProcess {
  readonly rows: Knex;
  call(uid: string, action: string, params: object): Promise<{ documentId: string }>;
  dispose(): Promise<void>;
}

/** Starts a provider without HTTP and hands out its Document Service. */
export const startDocumentService = async (): Promise<DocumentServiceProcess> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'orderbridge-test-'));
  const database = await createTestDatabase(folder);
  const child = fork(path.join(__dirname, 'document-service-process.mjs'), {
    cwd: folder,
    env: { ...process.env, ...database.env, ORDERBRIDGE_ROLES: 'provider', NODE_ENV: 'production' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  await Promise.race([
    new Promise((resolve) => child.once('message', resolve)),
    exit.then((code) => {
      throw new Error(`The Document Service did not start (exit code ${String(code)})`);
    }),
  ]);

  const waiting = new Map<number, (answer: Answer) => void>();
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let calls = 0;

  return {
    rows: database.open(),
    call: async (uid, action, params) => {
      calls += 1;
      const id = calls;
      const answer = await new Promise<Answer>((resolve) => {
        waiting.set(id, resolve);
        child.send({ id, uid, action, params });
      });
      if (answer.error) throw new DocumentServiceError(answer.error);
      return answer.result as { documentId: string };
    },
    dispose: async () => {
      child.disconnect();
      await exit;
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
