/**
 * Two mistakes of a lock file that no installation on this machine shows: addresses of one
 * registry, and optional packages of other platforms that are missing. npm writes the second kind
 * where a registry does not have such a package, and `npm ci` then fails for everybody.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './setup.mjs';

const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));

/** As Node looks a package up: beside the one that asks, then in each folder above it. */
const isLocked = (location, name) => {
  for (let folder = location; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    if (path.posix.join(folder, 'node_modules', name) in packages) return true;
    if (folder === '') return false;
  }
};

const problems = Object.entries(packages).flatMap(
  ([location, { resolved = '', optionalDependencies = {} }]) => [
    ...(resolved.includes('://') ? [`${location} has a download address.`] : []),
    ...Object.keys(optionalDependencies)
      .filter((name) => !isLocked(location, name))
      .map((name) => `${location} needs ${name} on some platform, and it is missing.`),
  ],
);

for (const problem of problems) console.error(`package-lock.json: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
