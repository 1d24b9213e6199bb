import type { Knex } from 'knex';

/** An entry of the audit as it lies in the database. */
export interface StoredEntry {
  readonly id: number;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly action: string;
  readonly subject_type: string | null;
  readonly subject_id: string | null;
  readonly subject_name: string | null;
  readonly outcome: string;
  readonly code: string | null;
  readonly fields: string | readonly string[] | null;
  readonly via: string | null;
  readonly ip: string | null;
}

const TABLE = 'orderbridge_audit_entries';

/** Answers what has been noted since it was asked the last time. */
export const followTrail = async (rows: Knex) => {
  const newest = async (): Promise<number> =>
    (await rows(TABLE).max('id as id').first<{ id: number | null }>()).id ?? 0;
  let seen = await newest();
  return async (): Promise<StoredEntry[]> => {
    const entries: StoredEntry[] = await rows(TABLE).where('id', '>', seen).orderBy('id');
    seen = entries.at(-1)?.id ?? seen;
    return entries;
  };
};
