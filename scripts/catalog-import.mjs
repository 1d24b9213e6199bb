/**
 * `npm run catalog:import -- DIR` imports a folder of TM Forum JSON files into the instance of the
 * current environment and says what became of each document. The exit code is 1 where any was
 * refused.
 */
import { parseArgs } from 'node:util';
import { readCatalogFolder } from './catalog-files.mjs';
import { withoutHttp } from './without-http.mjs';

const USAGE = `Usage: npm run catalog:import -- DIR [options]

  --channel exchange|direct|partner  what everything imported is sold by
  --publish                          publish what the files call active
  --partial                          write what is fine, also where something is refused
  --json                             print the report as JSON`;

/** Something about the command line that its usage explains. */
class UsageError extends Error {}

const CHANNELS = ['exchange', 'direct', 'partner'];

/** In this order a person wants to know them. */
const SECTIONS = {
  created: 'Created',
  changed: 'Changed',
  unchanged: 'Unchanged',
  published: 'Published',
  notPublished: 'Not published',
  unpaired: 'Prices without an offering',
  skipped: 'Skipped',
  refused: 'Refused',
};

const describe = ({ kind, name, version, file, code, message }) =>
  [
    `  ${kind ?? 'document'}`,
    name === null ? '' : ` "${name}"`,
    version === null ? '' : ` ${version}`,
    file === undefined ? '' : ` (${file})`,
    message === undefined ? '' : `: ${message}`,
    code === undefined ? '' : ` [${code}]`,
  ].join('');

const print = (report) => {
  for (const [key, title] of Object.entries(SECTIONS)) {
    const entries = report[key] ?? [];
    if (entries.length === 0) continue;
    console.log(`${title}: ${entries.length}`);
    // That nothing happened to them is all there is to say of them.
    if (key !== 'unchanged') for (const entry of entries) console.log(describe(entry));
  }
  if (!report.committed) console.log('Nothing was written, because something was refused.');
};

/** Node's own words for a wrong option are fine; they only lack the usage. */
const parse = (config) => {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error.message, { cause: error });
  }
};

const readArguments = () => {
  const { values, positionals } = parse({
    allowPositionals: true,
    options: {
      channel: { type: 'string' },
      publish: { type: 'boolean', default: false },
      partial: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [dir, ...others] = positionals;
  if (dir === undefined || others.length > 0) throw new UsageError('It takes one folder.');
  if (values.channel !== undefined && !CHANNELS.includes(values.channel)) {
    throw new UsageError(`"${values.channel}" is none of ${CHANNELS.join(', ')}.`);
  }
  const { json, ...options } = values;
  return { dir, json, options };
};

const run = async () => {
  const { dir, json, options } = readArguments();
  const entries = readCatalogFolder(dir);
  if (entries.length === 0) throw new Error(`${dir} has no JSON files.`);
  const report = await withoutHttp((strapi) =>
    strapi.plugin('orderbridge').service('catalog-exchange').importCatalog(entries, options),
  );
  if (json) console.log(JSON.stringify(report, null, 2));
  else print(report);
  return report.refused.length === 0 ? 0 : 1;
};

try {
  process.exit(await run());
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error.message);
  process.exit(2);
}
