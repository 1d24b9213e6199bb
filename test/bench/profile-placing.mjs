/** What placing an order costs the server: where its processor's time goes, and which SQL it runs. */
import { summariseProfile } from './cpu-profile.mjs';
import { summariseStatements } from './sql-statements.mjs';

const PROFILE_SECONDS = 4;
const STATEMENT_SECONDS = 1;
const MOST_EXPENSIVE = 15;

/** The SQL of one request, with what it causes afterwards: of an order, its delivery. */
const countStatements = async (host, loadFor) => {
  await host.ask('startStatements');
  const { answered } = await loadFor(STATEMENT_SECONDS);
  return summariseStatements(await host.ask('stopStatements'), answered);
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
