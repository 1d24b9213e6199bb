/** Sums a CPU profile of an instance up: how much time was spent in whose code. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../scripts/setup.mjs';

const PLUGIN = path.join(ROOT, 'plugins/orderbridge');
const DECLARATION = /^(?:export )?(?:const|let|class|(?:async )?function) (\w+)/;

const sourceFiles = () =>
  ['server/src', 'shared'].flatMap((folder) =>
    readdirSync(path.join(PLUGIN, folder), { recursive: true })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => path.posix.join(folder, file)),
  );

/** Which source file each top-level name of the plugin stands in; null where several have it. */
const readSources = () => {
  const fileOf = new Map();
  for (const file of sourceFiles()) {
    for (const line of readFileSync(path.join(PLUGIN, file), 'utf8').split('\n')) {
      const name = DECLARATION.exec(line)?.[1];
      if (name !== undefined) fileOf.set(name, fileOf.has(name) ? null : file);
    }
  }
  return fileOf;
};

/**
 * The plugin is built into one file without a source map, but its top-level names stay: the one
 * above a line leads back to the source file.
 */
const createPluginLocator = () => {
  const fileOf = readSources();
  const bundles = new Map();
  const linesOf = (file) => {
    const lines = bundles.get(file) ?? readFileSync(file, 'utf8').split('\n');
    bundles.set(file, lines);
    return lines;
  };
  return (bundle, lineNumber) => {
    const lines = linesOf(bundle);
    for (let line = lineNumber; line >= 0; line -= 1) {
      const name = DECLARATION.exec(lines[line])?.[1];
      if (name !== undefined) return `orderbridge ${fileOf.get(name) ?? name}`;
    }
    return 'orderbridge';
  };
};

const createOwnerFinder = () => {
  const locateInPlugin = createPluginLocator();
  return ({ url, lineNumber }) => {
    if (url.startsWith('node:')) return 'node';
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    if (file.startsWith(path.join(PLUGIN, 'dist'))) return locateInPlugin(file, lineNumber);
    const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
    return inPackage ?? path.relative(ROOT, file);
  };
};

const selfTimes = ({ samples, timeDeltas }) => {
  const times = new Map();
  samples.forEach((id, index) => times.set(id, (times.get(id) ?? 0) + timeDeltas[index]));
  return times;
};

const mostOf = (times, total, count) =>
  [...times]
    .sort(([, one], [, other]) => other - one)
    .slice(0, count)
    .map(([name, time]) => ({ name, share: time / total }));

/**
 * The most expensive owners and functions by self time, as shares of the time that was not idle.
 * What C++ does (SQLite, JSON, crypto) counts as native code of the nearest caller in JavaScript.
 */
export const summariseProfile = (profile, { count }) => {
  const ownerOf = createOwnerFinder();
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parentOf = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  const nearestScript = (id) => {
    const { callFrame } = nodes.get(id);
    return callFrame.url !== '' || !parentOf.has(id) ? callFrame : nearestScript(parentOf.get(id));
  };

  const byOwner = new Map();
  const byFunction = new Map();
  let total = 0;
  const add = (times, name, time) => times.set(name, (times.get(name) ?? 0) + time);
  for (const [id, time] of selfTimes(profile)) {
    const { functionName, url, lineNumber } = nodes.get(id).callFrame;
    const script = nearestScript(id);
    // The profiler's own start and stop are no cost of the server.
    if (functionName === '(idle)' || script.url.startsWith('node:inspector')) continue;
    total += time;
    if (functionName.startsWith('(') && url === '') {
      add(byOwner, functionName, time);
      continue;
    }
    const isNative = url === '';
    const owner = script.url === '' ? 'node' : ownerOf(script);
    add(byOwner, isNative ? `${owner}, native` : owner, time);
    const label = functionName || `anonymous, line ${lineNumber + 1}`;
    add(byFunction, isNative ? `${label}, native, called by ${owner}` : `${label}, ${owner}`, time);
  }
  return {
    owners: mostOf(byOwner, total, count),
    functions: mostOf(byFunction, total, count),
    busy: total / profile.timeDeltas.reduce((sum, delta) => sum + delta, 0),
  };
};
