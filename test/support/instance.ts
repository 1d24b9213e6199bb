import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Knex } from 'knex';
import { signInAdmin } from '../../scripts/demo/clients.mjs';
import { findFreePort } from '../../scripts/free-port.mjs';
import { startInstance } from '../../scripts/start.mjs';
import { createTestDatabase, DATABASE, type TestDatabase } from './database';
import { templateOf, type InstanceRole } from './templates';

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
  /** Sends the process a signal, if it still runs. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves with what ended the process: a signal's name, or an exit code. */
  ended(): Promise<string>;
  /** Starts the process again on the same database. */
  start(env?: Record<string, string>): Promise<void>;
  log(): string;
  /** Ends everything and removes what was made; an unexpected error in the log fails the test. */
  dispose(options?: { expectErrors?: boolean }): Promise<void>;
}

/** Lines that an instance logs as errors, without colours. */
const findErrors = (log: string): string[] =>
  stripVTControlCharacters(log)
    .split('\n')
    .filter((line) => / error: /.test(line));

/** With short intervals, so that what is tried again is tried again soon. */
export const environmentOf = (role: InstanceRole, port: number): Record<string, string> => ({
  PORT: String(port),
  PUBLIC_URL: `http://127.0.0.1:${String(port)}`,
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
});

/** What the first boot on a database goes by: where one differs, the template is of no use. */
const OF_THE_FIRST_BOOT = [
  'ADMIN_EMAIL',
  'ADMIN_PASSWORD',
  'ORDERBRIDGE_CLOCK_OFFSET_MS',
  'ORDERBRIDGE_ENABLED',
  'ORDERBRIDGE_ROLES',
];

/** What an instance starts with that a fresh one does not have. */
interface Beginning {
  readonly port?: number;
  /** Whether its database is empty, and not a copy of a template: for tests of what it makes there. */
  readonly firstBoot?: boolean;
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
 * Starts an instance on a database that an instance of its role has booted on before, to be quick.
 *
 * @param env what differs from `environmentOf`
 */
export const startTestInstance = async (
  role: InstanceRole,
  env: Record<string, string> = {},
  {
    port: chosenPort,
    fill,
    firstBoot = fill !== undefined || OF_THE_FIRST_BOOT.some((name) => name in env),
  }: Beginning = {},
): Promise<TestInstance> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'orderbridge-test-'));
  const logFile = path.join(folder, 'log.txt');
  const template = firstBoot ? undefined : templateOf(DATABASE, role);
  const database = await createTestDatabase(folder, { template });
  const port = chosenPort ?? (await findFreePort());
  const environment = { ...environmentOf(role, port), ...database.env, ...env };
  const url = `http://127.0.0.1:${String(port)}`;

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
    signal: (signal) => {
      running?.signal(signal);
    },
    ended: async () => {
      const { code, signal } = (await running?.ended()) ?? { code: null, signal: null };
      return signal ?? String(code);
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
