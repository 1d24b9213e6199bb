import type { DatabaseKind } from './database';

export type InstanceRole = 'provider' | 'consumer';

const variableOf = (kind: DatabaseKind, role: InstanceRole): string =>
  `ORDERBRIDGE_TEMPLATE_${kind}_${role}`.toUpperCase();

/** The database on which an instance of the role has booted once (`prepare-templates.ts`). */
export const templateOf = (kind: DatabaseKind, role: InstanceRole): string | undefined =>
  process.env[variableOf(kind, role)];

/** Jest's workers inherit the environment of the process that prepares the templates. */
export const noteTemplate = (kind: DatabaseKind, role: InstanceRole, name: string): void => {
  process.env[variableOf(kind, role)] = name;
};
