/** Where the time of a request goes in the database: its statements, and how each finds its rows. */
import { REQUESTS } from './volume-requests.mjs';

/** Statements that are over sooner say nothing about the number of orders. */
const LEAST_MS = 1;

const EXPLAIN = {
  sqlite: async (rows, { sql, bindings }) => {
    const steps = await rows.raw(`explain query plan ${sql}`, bindings);
    return steps.map(({ detail }) => detail);
  },
  postgres: async (rows, { sql, bindings }) => {
    // The statement has its parameters numbered already, which knex would not take.
    const connection = await rows.client.acquireConnection();
    try {
      const { rows: lines } = await connection.query(`explain (analyze) ${sql}`, bindings);
      return lines.map((line) => line['QUERY PLAN']);
    } finally {
      await rows.client.releaseConnection(connection);
    }
  },
};

const isExplained = ({ sql, ms }) => ms >= LEAST_MS && /^select.*orderbridge_/i.test(sql);

/** The slow ones, the slowest first; of those that differ in their values only, the slowest. */
const slowest = (statements) => {
  const slow = statements.filter(isExplained).sort((one, other) => other.ms - one.ms);
  return slow.filter(({ sql }, index) => slow.findIndex((other) => other.sql === sql) === index);
};

/** The slow reads of each request, the slowest first, with their plans. */
export const explainRequests = async (side, kind) => {
  const explained = [];
  for (const { name, status, request, note } of REQUESTS) {
    await side.host.ask('startStatements');
    const { body } = await side.ask(request(side.known), status);
    const statements = await side.host.ask('stopStatements');
    if (note) Object.assign(side.known, note(body));
    await side.settle();
    const reads = [];
    for (const { sql, bindings, ms } of slowest(statements)) {
      reads.push({ sql, ms, plan: await EXPLAIN[kind](side.rows, { sql, bindings }) });
    }
    explained.push({ name, reads });
  }
  return explained;
};
