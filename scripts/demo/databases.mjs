/**
 * Where the two instances of the demo keep their rows: in a file of each one's folder, or with
 * `--postgres URL` in a database of each on that server. The names of those are the demo's own, so
 * that it can drop them at its next start and nothing else is ever touched.
 */
import { createRequire } from 'node:module';

const nameOf = (role) => `orderbridge_demo_${role}`;

/**
 * The address of one side's database.
 *
 * @param {URL} server the address of any database of the same server
 */
export const addressOf = (server, role) => {
  const address = new URL(server);
  address.pathname = `/${nameOf(role)}`;
  return address;
};

/** Codes of PostgreSQL's answers that say more to its developers than to whoever starts a demo. */
const EXPLANATIONS = {
  55006: 'Somebody still uses it: end the demo that does, or the session.',
  42501:
    'The user of the address must be allowed to make databases (CREATEDB), and own those of the demo that are there.',
};

/** All reasons: of a name with several addresses each is tried, and only the parts have a message. */
const reasonOf = (error) =>
  EXPLANATIONS[error.code] ??
  (error.errors?.map(({ message }) => message).join('; ') || error.message);

const connect = async (server) => {
  // Required, not imported: the set-up may just have installed it.
  const { Client } = createRequire(import.meta.url)('pg');
  const client = new Client({ connectionString: server.href, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`PostgreSQL does not let the demo in at ${server.host}: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  return client;
};

const makeAnew = async (client, name) => {
  try {
    // Without `with (force)`: a demo that still runs keeps its database.
    await client.query(`drop database if exists ${name}`);
    await client.query(`create database ${name}`);
  } catch (error) {
    throw new Error(`The database ${name} could not be made. ${reasonOf(error)}`, { cause: error });
  }
};

/**
 * Makes what both sides start with, empty, and says how an instance reaches its own.
 *
 * @param {URL | undefined} server without one, both are files that Strapi makes itself
 * @param {string[]} roles
 * @returns {Promise<(role: string) => Record<string, string>>} what a side's environment gets of it
 * @throws {Error} with a sentence where the server does not answer or refuses
 */
export const makeDatabases = async (server, roles) => {
  if (server === undefined) return () => ({});
  const client = await connect(server);
  try {
    for (const role of roles) await makeAnew(client, nameOf(role));
  } finally {
    await client.end();
  }
  return (role) => ({ DATABASE_CLIENT: 'postgres', DATABASE_URL: addressOf(server, role).href });
};

/** Where to look for the rows, without the password of the address. */
export const describeDatabases = (server, roles) =>
  server && `on ${server.host}: ${roles.map(nameOf).join(', ')}`;
