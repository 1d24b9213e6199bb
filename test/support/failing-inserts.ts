import type { Knex } from 'knex';
import { DATABASE } from './database';

/** Makes every insert into a table fail, inside the database, until the returned function is called. */
export const failInserts = async (rows: Knex, table: string): Promise<() => Promise<void>> => {
  const name = `fail_${table}`;
  if (DATABASE === 'postgres') {
    await rows.raw(
      `create function ${name}() returns trigger language plpgsql as $$ begin raise exception 'injected'; end $$`,
    );
    await rows.raw(
      `create trigger ${name} before insert on ${table} for each row execute function ${name}()`,
    );
    return async () => {
      await rows.raw(`drop trigger ${name} on ${table}`);
      await rows.raw(`drop function ${name}()`);
    };
  }
  await rows.raw(
    `create trigger ${name} before insert on ${table} begin select raise(abort, 'injected'); end`,
  );
  return async () => {
    await rows.raw(`drop trigger ${name}`);
  };
};
