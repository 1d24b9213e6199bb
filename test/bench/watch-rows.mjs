/**
 * Watches the tasks in an instance's SQLite file through a connection of its own, and notes when a
 * committed change becomes visible.
 */
import Database from 'better-sqlite3';
import { answerParent } from './child.mjs';
import { monotonicMs } from './clock.mjs';

const POLL_MS = 1;

const watch = (file) => {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  // SQLite counts the commits of other connections: asking for the count costs next to nothing.
  const version = database.prepare('PRAGMA data_version').pluck();
  const tasks = database
    .prepare('SELECT number, parent_state FROM orderbridge_provider_tasks')
    .raw();
  const stateOf = new Map();
  const changes = [];
  let seenVersion;

  const look = () => {
    const current = version.get();
    if (current === seenVersion) return;
    seenVersion = current;
    const rows = tasks.all();
    const at = monotonicMs();
    for (const [number, state] of rows) {
      if (stateOf.get(number) === state) continue;
      stateOf.set(number, state);
      changes.push({ number, state, at });
    }
  };
  setInterval(look, POLL_MS);
  return changes;
};

let changes = [];

answerParent({
  watch: (file) => {
    changes = watch(file);
  },
  changes: () => changes,
});
