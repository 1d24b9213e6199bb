/** What an instance's database holds, read past every API and without ever writing. */
import Database from 'better-sqlite3';

export const openLedger = (file) => {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  const rows = (sql) => database.prepare(sql).all();
  const one = (sql) => database.prepare(sql).pluck().get();
  return {
    /** Whether every message has reached its receiver. */
    isDrained: () => one('SELECT count(*) FROM orderbridge_streams_out WHERE pending = 1') === 0,

    /** How many lines the order behind each task has. */
    linesByTask: () =>
      new Map(
        rows(`
          SELECT task.number, count(line.id) AS lines
          FROM orderbridge_provider_tasks task
          JOIN orderbridge_orders placed ON placed.id = task.order_id
          JOIN orderbridge_order_lines line ON line.order_id = placed.id
          GROUP BY task.id`).map(({ number, lines }) => [number, lines]),
      ),

    /** The document id of the order or service request behind each task. */
    parentByTask: () =>
      new Map(
        rows(`
          SELECT task.number, coalesce(placed.document_id, asked.document_id) AS documentId
          FROM orderbridge_provider_tasks task
          LEFT JOIN orderbridge_orders placed ON placed.id = task.order_id
          LEFT JOIN orderbridge_service_requests asked ON asked.id = task.service_request_id`).map(
          ({ number, documentId }) => [number, documentId],
        ),
      ),

    /** A consumer's tasks that the provider has not answered yet. */
    countUnanswered: () =>
      one("SELECT count(*) FROM orderbridge_provider_tasks WHERE state = 'new'"),

    /** The order forms of the catalogue that are not offered yet, in the order of their making. */
    draftForms: () =>
      rows(`
        SELECT document_id AS documentId FROM orderbridge_remote_record_producers
        WHERE state = 'draft' AND source_type = 'product-offering' ORDER BY id`).map(
        ({ documentId }) => documentId,
      ),

    countGrants: () => one('SELECT count(*) FROM orderbridge_entitlements'),

    /** Messages that tell consumers of items, delivered or not. */
    countItemMessages: () =>
      one("SELECT count(*) FROM orderbridge_outbox WHERE type LIKE 'catalog_item.%'"),

    countKeys: () => one('SELECT count(*) FROM orderbridge_idempotency_keys'),

    countBenchRows: () => one('SELECT count(*) FROM bench_rows'),

    close: () => database.close(),
  };
};
