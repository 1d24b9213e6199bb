import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config } from 'jest';
import { findFreePort } from '../../scripts/free-port.mjs';
import { startInstance } from '../../scripts/start.mjs';
import { createTestDatabase, type DatabaseKind, type TestDatabase } from './database';
import { environmentOf } from './instance';
import { noteTemplate, templateOf, type InstanceRole } from './templates';

const ROLES: readonly InstanceRole[] = ['provider', 'consumer'];

interface Prepared {
  readonly folder: string;
  readonly databases: readonly TestDatabase[];
}

/** Of this run, for whoever cleans up after it; both are called in the same process. */
const prepared: Prepared[] = [];

/** Lets an instance boot once on an empty database, and end. */
const prepare = async (
  kind: DatabaseKind,
  role: InstanceRole,
  folder: string,
): Promise<TestDatabase> => {
  mkdirSync(folder);
  const database = await createTestDatabase(folder, { kind });
  const env = { ...environmentOf(role, await findFreePort()), ...database.env };
  const instance = startInstance({ cwd: folder, env });
  await instance.waitUntilReady();
  await instance.stop();
  noteTemplate(kind, role, database.name);
  return database;
};

/**
 * Jest calls this once for each of its projects: the first of a kind of database makes a template for
 * each role. A boot on an empty database takes about twice as long as one on a copy of a template.
 */
export default async function prepareTemplates(
  _global: Config,
  { globals }: Config,
): Promise<void> {
  const kind = globals?.['ORDERBRIDGE_TEST_DATABASE'] as DatabaseKind;
  if (templateOf(kind, 'provider') !== undefined) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'orderbridge-templates-'));
  const databases = await Promise.all(
    ROLES.map((role) => prepare(kind, role, path.join(folder, role))),
  );
  prepared.push({ folder, databases });
}

/** Drops what was prepared. */
export const dropTemplates = async (): Promise<void> => {
  for (const { folder, databases } of prepared.splice(0)) {
    await Promise.all(databases.map((database) => database.drop()));
    rmSync(folder, { recursive: true, force: true });
  }
};
