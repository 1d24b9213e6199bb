import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Knex } from 'knex';
import { signInAdmin } from '../../scripts/demo/clients.mjs';
import { startInstance } from '../../scripts/start.mjs';
import { createTestDatabase, type TestDatabase } from './database';

export const ADMIN = { email: 'admin@example.com', password: 'Test-password-1' };

export type AdminClient = Awaited<ReturnType<typeof signInAdmin>>;

/** A real instance of the application, as a process of its own with a database of its own. */
export interface TestInstance {
  readonly url: string;
  readonly port: number;
  /** The database's rows, past every API. */
  readonly rows: Knex;
  /** A signed-in super admin; signed in anew after a restart. */
  admin(): Promise<AdminClient>;
  /** Ends the process as a power cut would. */
  kill(): Promise<void>;
  /** Starts the process again on the same database. */
  start(env?: Record<string, string>): Promise<void>;
  log(): string;
  /** Ends everything and removes what was made; an unexpected error in the log fails the test. */
  dispose(options?: { expectErrors?: boolean }): Promise<void>;
}

export const findFreePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });

/** Lines that an instance logs as errors, without colours. */
const findErrors = (log: string): string[] =>
  stripVTControlCharacters(log)
    .split('\n')
    .filter((line) => / error: /.test(line));

/** What an instance starts with that a fresh one does not have. */
interface Beginning {
  readonly port?: number;
  /** Fills the empty database. */
  readonly fill?: (rows: Knex) => Promise<void>;
}

/** With a connection that is closed in any case: an open one would keep Jest from ending. */
const fillDatabase = async (
  database: TestDatabase,
  fill: (rows: Knex) => Promise<void>,
): Promise<void> => {
  const rows = database.open();
  try {
    await fill(rows);
  } finally {
    await rows.destroy();
  }
};

/**
 * Starts an instance with short intervals, so that what is tried again is tried again soon.
 *
 * @param env what differs from that; `PUBLIC_URL` is the instance's own address where it is left out
 */
export const startTestInstance = async (
  role: 'provider' | 'consumer',
  env: Record<string, string> = {},
  { port: chosenPort, fill }: Beginning = {},
): Promise<TestInstance> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'orderbridge-test-'));
  const logFile = path.join(folder, 'log.txt');
  const database = await createTestDatabase(folder);
  const port = chosenPort ?? (await findFreePort());
  const url = `http://127.0.0.1:${String(port)}`;
  const environment = {
    PORT: String(port),
    PUBLIC_URL: url,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    ORDERBRIDGE_ROLES: role,
    ORDERBRIDGE_ORGANISATION: role === 'provider' ? 'Fjordnet' : 'Nordwind Logistics',
    ORDERBRIDGE_ALLOWED_PRIVATE_CIDRS: '127.0.0.0/8',
    ORDERBRIDGE_POLL_MS: '100',
    ORDERBRIDGE_HEARTBEAT_MS: '1000',
    ORDERBRIDGE_LEASE_MS: '3000',
    ORDERBRIDGE_REQUEST_TIMEOUT_MS: '2000',
    ORDERBRIDGE_RETRY_SCHEDULE_MS: Array.from({ length: 50 }, () => '200').join(','),
    ...database.env,
    ...env,
  };

  let running: ReturnType<typeof startInstance> | undefined;
  let admin: Promise<AdminClient> | undefined;
  const start = async (more: Record<string, string> = {}) => {
    const instance = startInstance({ cwd: folder, logFile, env: { ...environment, ...more } });
    running = instance;
    admin = undefined;
    await instance.waitUntilReady();
  };
  if (fill) await fillDatabase(database, fill);
  await start();
  const rows = database.open();
  const log = () => readFileSync(logFile, 'utf8');

  return {
    url,
    port,
    rows,
    admin: () => (admin ??= signInAdmin(url, ADMIN)),
    kill: async () => {
      await running?.kill();
    },
    start,
    log,
    dispose: async ({ expectErrors = false } = {}) => {
      await running?.stop();
      await database.drop();
      const errors = expectErrors ? [] : findErrors(log());
      // A failed test keeps its folder for whoever looks into it.
      if (errors.length > 0) throw new Error(`Errors in ${logFile}:\n${errors.join('\n')}`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
