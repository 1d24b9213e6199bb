/** What each step of a catalogue costs the server: where its processor's time goes, and which SQL it runs. */
import { summariseProfile } from './cpu-profile.mjs';
import { summariseStatements } from './sql-statements.mjs';

const MOST_EXPENSIVE = 12;

/** @param takeTheWay takes a catalogue the whole way, with each step inside the function that it is given */
export const profileSteps = async ({ host }, takeTheWay) => {
  const raw = {};
  const steps = await takeTheWay(async (name, run) => {
    await host.ask('startCpuProfile');
    await host.ask('startStatements');
    const answer = await run();
    const statements = await host.ask('stopStatements');
    raw[name] = { statements, profile: await host.ask('stopCpuProfile') };
    return answer;
  });
  return Object.entries(steps).map(([name, step]) => ({
    name,
    ...step,
    ...summariseProfile(raw[name].profile, { count: MOST_EXPENSIVE }),
    sql: summariseStatements(raw[name].statements, step.count),
  }));
};
