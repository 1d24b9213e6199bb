/**
 * `npm test [-- <jest's own arguments>]` sets the checkout up and runs Jest.
 *
 * The tests that need a database run on SQLite always, and once more on PostgreSQL where one
 * answers; those of the admin panel run where there is a browser. In CI both have to be there, so that
 * no tests can go missing unseen.
 */
import net from 'node:net';
import { findChromium } from './find-chromium.mjs';
import { ensureSetup, ROOT } from './setup.mjs';

const POSTGRES = { host: '127.0.0.1', port: 5432 };
const PROBE_TIMEOUT_MS = 1_000;
const ALWAYS = ['unit', 'integration-sqlite', 'two-instance-sqlite', 'faults-sqlite'];

const postgresAnswers = () =>
  new Promise((resolve) => {
    const socket = net.connect({ ...POSTGRES, timeout: PROBE_TIMEOUT_MS });
    const settle = (answers) => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });

/** What only some machines have, and the tests that need it. */
const NEEDS = [
  {
    isThere: postgresAnswers,
    absence: `PostgreSQL does not answer on ${POSTGRES.host}:${POSTGRES.port}`,
    projects: ['integration-postgres', 'two-instance-postgres', 'faults-postgres'],
  },
  {
    isThere: () => findChromium() !== undefined,
    absence: 'There is no Chromium (set CHROMIUM_PATH where it is in an unusual place)',
    projects: ['browser-sqlite'],
  },
];

const chooseProjects = async () => {
  const projects = [...ALWAYS];
  for (const { isThere, absence, projects: more } of NEEDS) {
    if (await isThere()) {
      projects.push(...more);
    } else if (process.env.CI === 'true') {
      console.error(`${absence}, and CI=true asks for its tests.`);
      process.exit(1);
    } else {
      console.log(`${absence}: its tests are left out.`);
    }
  }
  return projects;
};

const jestArguments = process.argv.slice(2);
const choosesProjects = jestArguments.some((argument) => argument.startsWith('--selectProjects'));

await ensureSetup({ quiet: true });
// A file filter comes first: Jest takes every plain word after --selectProjects for a project.
const projects = choosesProjects ? [] : ['--selectProjects', ...(await chooseProjects())];
process.chdir(ROOT);
process.env.NODE_ENV ??= 'test';
// In this process, so that signals and the exit code are Jest's. It is imported only now, because
// the set-up may just have installed it.
const { run } = await import('jest');
await run([...jestArguments, ...projects]);
