/** What placing an order costs the server: where its processor's time goes, and which SQL it runs. */
import { summariseProfile } from './cpu-profile.mjs';

const PROFILE_SECONDS = 4;
const STATEMENT_SECONDS = 1;
const MOST_EXPENSIVE = 15;

/** `select orderbridge_orders`, `insert orderbridge_outbox`, `BEGIN`. */
const kindOf = (sql) => {
  const [verb] = /^\w+/.exec(sql);
  const table = /(?:from|into|update)\s+[`"]?(\w+)/i.exec(sql)?.[1];
  return table === undefined ? verb : `${verb} ${table}`;
};

/** How often each kind of statement is run for one order, its delivery included. */
const countStatements = async (host, placeFor) => {
  await host.ask('startStatements');
  const { answered } = await placeFor(STATEMENT_SECONDS);
  const counts = new Map();
  for (const sql of await host.ask('stopStatements')) {
    const kind = kindOf(sql);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .map(([kind, count]) => ({ kind, count: count / answered }))
    .sort((one, other) => other.count - one.count);
};

/** @param {(seconds: number) => Promise<{ answered: number }>} placeFor places orders and settles */
export const profilePlacing = async (host, placeFor) => {
  await host.ask('startCpuProfile');
  await placeFor(PROFILE_SECONDS);
  const profile = await host.ask('stopCpuProfile');
  return {
    ...summariseProfile(profile, { count: MOST_EXPENSIVE }),
    statements: await countStatements(host, placeFor),
  };
};
