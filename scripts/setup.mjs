/**
 * Makes a clone ready to run: the dependencies, the plugin's build and the host's build.
 *
 * Every script calls `ensureSetup()` first, so doing nothing has to be quick: a step is done again
 * only when what it reads, or what it wrote, differs from what the stamp file says.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMain } from './is-main.mjs';
import { STRAPI_ENVIRONMENT } from './strapi-environment.mjs';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const PLUGIN = 'plugins/orderbridge';
const LOCK_FILE = 'package-lock.json';
/** Where npm notes what it installed. */
const INSTALLED_LOCK_FILE = 'node_modules/.package-lock.json';
const STAMP_FILE = 'node_modules/.orderbridge-setup.json';

/** A failure that one sentence explains; no stack trace would add to it. */
class SetupError extends Error {}

const absolute = (file) => path.join(ROOT, file);
const readJson = (file) => JSON.parse(readFileSync(absolute(file), 'utf8'));

const filesUnder = (entry) => {
  const stats = lstatSync(absolute(entry), { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return [entry];
  return readdirSync(absolute(entry))
    .sort()
    .flatMap((name) => filesUnder(`${entry}/${name}`));
};

/** One hash over the names and contents of files and folders; what does not exist counts as absent. */
const hashOf = (entries, { except = () => false } = {}) => {
  const hash = createHash('sha256');
  for (const file of entries.flatMap(filesUnder).filter((file) => !except(file))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(absolute(file)))
      .update('\0');
  }
  return hash.digest('hex');
};

/** Every instance runs the same build, so nothing of the caller's own instance may get into it. */
const BUILD_ENVIRONMENT = { NODE_ENV: 'production', PUBLIC_URL: '' };

const run = async (command, args, { cwd = ROOT } = {}) => {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...STRAPI_ENVIRONMENT, ...BUILD_ENVIRONMENT },
    // Strapi's binary may ask questions: an empty input answers them.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { ok: code === 0, output };
};

/** Runs a tool of this checkout, as `npx` would, without npx's start-up time. */
const runTool = async (tool, args, options) => {
  const { ok, output } = await run(absolute(`node_modules/.bin/${tool}`), args, options);
  if (!ok) throw new SetupError(`${output.trim()}\n\n${tool} ${args.join(' ')} failed.`);
};

const checkNode = () => {
  const { node: range } = readJson('package.json').engines;
  const [, oldestMajor, oldestMinor, newestMajor] = /^>=(\d+)\.(\d+)\.\d+ <=(\d+)/
    .exec(range)
    .map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isTooOld = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  if (isTooOld || major > newestMajor) {
    throw new SetupError(`Orderbridge needs Node ${range}; this is Node ${process.versions.node}.`);
  }
};

/** Whether node_modules holds exactly what the lock file asks for, however it came there. */
const lockIsInstalled = () => {
  if (!existsSync(absolute(INSTALLED_LOCK_FILE))) return false;
  const { packages: wanted } = readJson(LOCK_FILE);
  const { packages: installed } = readJson(INSTALLED_LOCK_FILE);

  // npm's own note leaves out the root package and what is optional for another platform.
  const isInstalled = ([location, { version, integrity, optional }]) => {
    const found = installed[location];
    if (!found) return location === '' || optional === true;
    return found.version === version && found.integrity === integrity;
  };
  // A dependency that is in a package.json only has still to reach the lock file: npm ci says so.
  const manifestIsLocked = (folder) => {
    const manifest = readJson(path.posix.join(folder, 'package.json'));
    return ['dependencies', 'devDependencies', 'peerDependencies'].every((kind) => {
      const inLock = wanted[folder]?.[kind] ?? {};
      const inManifest = Object.entries(manifest[kind] ?? {});
      return (
        inManifest.length === Object.keys(inLock).length &&
        inManifest.every(([name, range]) => inLock[name] === range)
      );
    });
  };
  return (
    Object.keys(installed).every((location) => location in wanted) &&
    Object.entries(wanted).every(isInstalled) &&
    ['', PLUGIN].every(manifestIsLocked)
  );
};

/** In a process of its own: an addon that is loaded here could not be replaced any more. */
const sqliteProblem = () => {
  const script = "new (require('better-sqlite3'))(':memory:').close()";
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return status === 0 ? null : (/^\w*Error: .*$/m.exec(stderr)?.[0] ?? stderr.trim());
};

const isOnPath = (command) =>
  process.env.PATH.split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

const assertToolchain = () => {
  const hasToolchain =
    isOnPath('python3') && isOnPath('make') && ['c++', 'g++', 'clang++'].some(isOnPath);
  if (hasToolchain) return;
  throw new SetupError(
    'The SQLite driver (better-sqlite3) has to be compiled and this machine has no C++ toolchain: install python3, make and g++ (on Debian: apt-get install python3 make g++), then run this command again.',
  );
};

const install = async () => {
  if (lockIsInstalled() && sqliteProblem() === null) return;
  // The builds need the development dependencies, whatever NODE_ENV says.
  const { ok, output } = await run('npm', [
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
  ]);
  if (!ok) {
    if (output.includes('better-sqlite3')) assertToolchain();
    throw new SetupError(`${output.trim()}\n\nnpm ci failed.`);
  }
  const problem = sqliteProblem();
  if (problem !== null) {
    assertToolchain();
    throw new SetupError(
      `The SQLite driver (better-sqlite3) is installed but does not load: ${problem}`,
    );
  }
};

const buildPlugin = () => runTool('strapi-plugin', ['build'], { cwd: absolute(PLUGIN) });

/** Strapi loads every file of dist/config, also one whose source is gone. */
const removeCompiledHost = () => {
  for (const entry of ['dist/config', 'dist/src', 'dist/tsconfig.tsbuildinfo']) {
    rmSync(absolute(entry), { recursive: true, force: true });
  }
};

const compileHost = async () => {
  removeCompiledHost();
  await runTool('tsc', ['--project', 'tsconfig.json']);
};

const buildPanel = async () => {
  removeCompiledHost();
  await runTool('strapi', ['build']);
};

const isTest = (file) => file.endsWith('.test.ts') || file.endsWith('.test.tsx');
const isPanelSource = (file) => file.startsWith('src/admin/');

/**
 * In the order in which they are done. `reads` and `writes` become hashes in the stamp file:
 * `writes` too, because a build by hand or by `npm run develop` leaves another result behind.
 */
const STEPS = [
  {
    name: 'dependencies',
    title: 'Dependencies',
    reads: () =>
      hashOf(['package.json', LOCK_FILE, `${PLUGIN}/package.json`]) + process.versions.modules,
    writes: () => hashOf([INSTALLED_LOCK_FILE]),
    work: install,
  },
  {
    name: 'plugin',
    title: 'Plugin build',
    reads: () =>
      hashOf(
        [
          ...['server', 'shared', 'admin', 'package.json', 'tsconfig.json'].map(
            (entry) => `${PLUGIN}/${entry}`,
          ),
          'tsconfig.json',
          LOCK_FILE,
        ],
        { except: isTest },
      ),
    writes: () => hashOf([`${PLUGIN}/dist/server/index.js`, `${PLUGIN}/dist/admin`]),
    work: buildPlugin,
  },
  {
    name: 'panel',
    title: 'Admin panel build',
    // The panel bundles the plugin's built admin part, and these two settings choose what it shows.
    reads: () =>
      hashOf([
        `${PLUGIN}/dist/admin`,
        'src/admin',
        'config/admin.ts',
        'config/plugins.ts',
        LOCK_FILE,
      ]),
    writes: () => hashOf(['dist/build/index.html']),
    work: buildPanel,
    includes: 'host',
  },
  {
    name: 'host',
    title: 'Host build',
    reads: () => hashOf(['config', 'src', 'tsconfig.json'], { except: isPanelSource }),
    writes: () => hashOf(['dist/config', 'dist/src']),
    work: compileHost,
  },
];

const readStamp = () => {
  try {
    return readJson(STAMP_FILE);
  } catch {
    return {};
  }
};

const NOTHING = hashOf([]);

const isDone = (step, stamp) => {
  const done = stamp[step.name];
  return done !== undefined && done.reads === step.reads() && done.writes === step.writes();
};

const doStep = async (step, stamp) => {
  const startedAt = performance.now();
  process.stdout.write(`${step.title} ... `);
  const doneSteps = STEPS.filter(({ name }) => name === step.name || name === step.includes);
  // Before the work: what somebody edits meanwhile has to be built the next time.
  const read = doneSteps.map(({ reads }) => reads());
  try {
    await step.work();
  } catch (error) {
    process.stdout.write('failed\n');
    throw error;
  }
  doneSteps.forEach(({ name, title, writes }, index) => {
    const written = writes();
    if (written === NOTHING) throw new SetupError(`${title} succeeded, but left nothing behind.`);
    stamp[name] = { reads: read[index], writes: written };
  });
  writeFileSync(absolute(STAMP_FILE), `${JSON.stringify(stamp, null, 2)}\n`);
  process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
};

const doSteps = async ({ quiet }) => {
  const stamp = readStamp();
  let isIdle = true;
  for (const step of STEPS) {
    if (isDone(step, stamp)) continue;
    isIdle = false;
    await doStep(step, stamp);
  }
  if (isIdle && !quiet) console.log('Nothing to do.');
};

/**
 * Does whatever is left to do before this checkout can run. `quiet` leaves out the line that says
 * that there was nothing to do. No caller can go on without it, so a failure ends the process.
 */
export const ensureSetup = async ({ quiet = false } = {}) => {
  try {
    checkNode();
    await doSteps({ quiet });
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exit(1);
  }
};

if (isMain(import.meta.url)) void ensureSetup();
