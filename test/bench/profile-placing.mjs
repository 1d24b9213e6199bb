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

/** Each is a wait for the disk. One connection runs them all, so what it runs in between is inside. */
const countCommits = (statements) => {
  let isInTransaction = false;
  return statements.filter((sql) => {
    if (/^begin/i.test(sql)) isInTransaction = true;
    const isAlone = !isInTransaction && /^(?:insert|update|delete)/i.test(sql);
    const isEnd = /^(?:commit|rollback)/i.test(sql);
    if (isEnd) isInTransaction = false;
    return isAlone || /^commit/i.test(sql);
  }).length;
};

/** The SQL of one request, with what it causes afterwards: of an order, its delivery. */
const countStatements = async (host, loadFor) => {
  await host.ask('startStatements');
  const { answered } = await loadFor(STATEMENT_SECONDS);
  const statements = await host.ask('stopStatements');
  const counts = new Map();
  for (const kind of statements.map(kindOf)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return {
    kinds: [...counts]
      .map(([kind, count]) => ({ kind, count: count / answered }))
      .sort((one, other) => other.count - one.count),
    statements: statements.length / answered,
    commits: countCommits(statements) / answered,
  };
};

/** @param run loads the host with requests of a name for some seconds, and waits for their deliveries */
export const profilePlacing = async (host, run) => {
  await host.ask('startCpuProfile');
  await run('order', PROFILE_SECONDS);
  const profile = await host.ask('stopCpuProfile');
  return {
    ...summariseProfile(profile, { count: MOST_EXPENSIVE }),
    orderSql: await countStatements(host, (seconds) => run('order', seconds)),
    createSql: await countStatements(host, (seconds) => run('create', seconds)),
  };
};
