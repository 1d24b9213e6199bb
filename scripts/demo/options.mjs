/** What the demo's command line says. */
import { parseArgs } from 'node:util';

/** A server's address, as far as it can be looked at without asking it. */
const readServer = (text) => {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (['postgres:', 'postgresql:'].includes(address?.protocol)) return address;
  // Not with the text itself: there may be a password in it.
  throw new Error(
    '--postgres needs the address of a database, like postgres://postgres@127.0.0.1:5432/postgres.',
  );
};

/**
 * @param {string[]} [args] those of the process where they are left out
 * @throws {Error} with a sentence about the first that cannot be understood
 */
export const readOptions = (args) => {
  const { values } = parseArgs({
    args,
    options: {
      once: { type: 'boolean', default: false },
      catalog: { type: 'string' },
      postgres: { type: 'string' },
    },
  });
  const { once, catalog, postgres } = values;
  return { once, catalog, server: postgres === undefined ? undefined : readServer(postgres) };
};
