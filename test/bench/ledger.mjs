/** What an instance's database holds, read past every API and without ever writing. */

/** @param {import('knex').Knex} rows a connection of its own, which is closed with the ledger */
export const openLedger = (rows) => {
  const ask = async (sql) => {
    const answer = await rows.raw(sql);
    return answer.rows ?? answer;
  };
  const count = async (from) => {
    const [{ found }] = await ask(`SELECT count(*) AS found FROM ${from}`);
    return Number(found);
  };
  return {
    /** Whether every message has reached its receiver. */
    isDrained: async () => (await count('orderbridge_streams_out WHERE pending = true')) === 0,

    /** How many lines the order behind each task has. */
    linesByTask: async () => {
      const found = await ask(`
        SELECT task.number, count(line.id) AS lines
        FROM orderbridge_provider_tasks task
        JOIN orderbridge_orders placed ON placed.id = task.order_id
        JOIN orderbridge_order_lines line ON line.order_id = placed.id
        GROUP BY task.id, task.number`);
      return new Map(found.map(({ number, lines }) => [number, Number(lines)]));
    },

    /** The document id of the order or service request behind each task. */
    parentByTask: async () => {
      const found = await ask(`
        SELECT task.number, coalesce(placed.document_id, asked.document_id) AS parent
        FROM orderbridge_provider_tasks task
        LEFT JOIN orderbridge_orders placed ON placed.id = task.order_id
        LEFT JOIN orderbridge_service_requests asked ON asked.id = task.service_request_id`);
      return new Map(found.map(({ number, parent }) => [number, parent]));
    },

    /** A consumer's tasks that the provider has not answered yet. */
    countUnanswered: () => count("orderbridge_provider_tasks WHERE state = 'new'"),

    /** The order forms of the catalogue that are not offered yet, in the order of their making. */
    draftForms: async () => {
      const found = await ask(`
        SELECT document_id FROM orderbridge_remote_record_producers
        WHERE state = 'draft' AND source_type = 'product-offering' ORDER BY id`);
      return found.map(({ document_id: documentId }) => documentId);
    },

    countGrants: () => count('orderbridge_entitlements'),

    /** Messages that tell consumers of items, delivered or not. */
    countItemMessages: () => count("orderbridge_outbox WHERE type LIKE 'catalog_item.%'"),

    countKeys: () => count('orderbridge_idempotency_keys'),

    countBenchRows: () => count('bench_rows'),

    close: () => rows.destroy(),
  };
};
