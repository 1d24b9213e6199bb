import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from './setup.mjs';

const DOCS = 'plugins/orderbridge/docs';

const PAGES = [
  'README.md',
  'plugins/orderbridge/README.md',
  'plugins/orderbridge/CONTRIBUTING.md',
  'examples/webhook-consumer/README.md',
  ...readdirSync(path.join(ROOT, DOCS))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${DOCS}/${file}`),
];

const read = (file) => readFileSync(path.join(ROOT, file), 'utf8');

/** Where each command of the pages is run. What stands behind `--` is told there as a choice. */
const RUN_BY = {
  'npm run demo': '.ci/run',
  'npm test': '.ci/run',
  'npm run setup': '.ci/run',
  'npm run check': '.ci/run',
  'npm pack --workspace strapi-plugin-orderbridge': 'scripts/try-package.mjs',
  'npm install ../orderbridge/strapi-plugin-orderbridge-0.1.0.tgz': 'scripts/try-package.mjs',
  'npm run build': 'scripts/try-package.mjs',
  'npm start': 'scripts/try-package.mjs',
  'npm run catalog:import': 'test/integration/catalog-exchange/commands.test.ts',
  'npm run catalog:export': 'test/integration/catalog-exchange/commands.test.ts',
};

/** Settings of a command say on what it works. */
const withoutSettings = (line) => line.replace(/^(?:export )?(?:[A-Z_]+=\S*\s*)+/, '');

/** Blocks of a shell, but for those with a step's name: the test of their page runs them as they stand. */
const commandsOf = (page) =>
  [...read(page).matchAll(/(<!-- step: [^>]+ -->\n\n)?^```sh\n([\s\S]*?)^```$/gm)]
    .filter(([, step]) => step === undefined)
    .flatMap(([, , code]) => code.trim().replaceAll('\\\n', ' ').split('\n'))
    .map((line) => withoutSettings(line.replace(/\s+# .*$/, '').replace(/ -- .*$/, '')).trim())
    .filter((command) => command !== '');

test.each(PAGES)('every command of %s is run by something', (page) => {
  const unknown = commandsOf(page).filter((command) => !Object.hasOwn(RUN_BY, command));
  expect(unknown).toEqual([]);
});

test('what is said to run a command is there', () => {
  const missing = Object.values(RUN_BY).filter((file) => !existsSync(path.join(ROOT, file)));
  expect(missing).toEqual([]);
});

test.each(PAGES)('every script that %s names is there', (page) => {
  const { scripts } = JSON.parse(read('package.json'));
  const own = { ...scripts, build: 'of the reader’s own application' };
  const text = read(page);
  const unknown = [...text.matchAll(/\bnpm run ([\w:-]+)/g)]
    .map(([, name]) => name)
    .filter((name) => !Object.hasOwn(own, name));
  const absent = [...text.matchAll(/\bnode ((?:scripts|test|examples)\/[\w/.-]+\.mjs)/g)]
    .map(([, file]) => file)
    .filter((file) => !existsSync(path.join(ROOT, file)));
  expect([...unknown, ...absent]).toEqual([]);
});

test.each(PAGES)('every link of %s to a file leads somewhere', (page) => {
  const targets = [...read(page).matchAll(/(?<!!\[[^\]]*)\]\((?!https?:|#)([^)#\s]+)/g)].map(
    ([, target]) => target,
  );
  const broken = targets.filter(
    (target) => !existsSync(path.join(ROOT, path.dirname(page), target)),
  );
  expect(broken).toEqual([]);
});
