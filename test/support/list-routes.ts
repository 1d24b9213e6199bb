import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase } from './database';

/** A route as the router of a running instance has it. */
export interface ListedRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its placeholders: `/api/orderbridge/provider-tasks/:documentId`. */
  readonly path: string;
}

/** Asks the router of a real Strapi for every route of the plugin, of the content API and the admin API. */
export const listRoutes = async (): Promise<ListedRoute[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'orderbridge-test-'));
  const database = await createTestDatabase(folder);
  const child = fork(path.join(__dirname, 'list-routes-process.mjs'), {
    cwd: folder,
    env: {
      ...process.env,
      ...database.env,
      ORDERBRIDGE_ROLES: 'provider,consumer',
      NODE_ENV: 'production',
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const routes = await Promise.race([
    new Promise<ListedRoute[]>((resolve) => {
      child.once('message', (message) => {
        resolve(message as ListedRoute[]);
      });
    }),
    exit.then((code) => {
      throw new Error(`The routes were not listed (exit code ${String(code)})`);
    }),
  ]);
  await exit;
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
  return routes;
};
