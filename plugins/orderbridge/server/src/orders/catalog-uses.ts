import { FINAL_ORDER_STATES } from '../../../shared/order-states';
import { rowsOf, type Transaction } from '../kernel/transaction';

const LINES = 'orderbridge_order_lines';

/** Orders of one answer: enough to say what is in the way. */
const MAX_ORDERS = 20;

/**
 * Numbers of the orders that are not over and rest on a document of the catalogue: they order it, or
 * the version that they were placed on is made of it.
 */
export const findOpenOrdersOf = async (
  transaction: Transaction,
  documentId: string,
): Promise<string[]> => {
  const rows = await rowsOf<{ number: string }>(
    transaction
      .table(`${LINES} as l`)
      .join('orderbridge_orders as o', 'o.id', 'l.order_id')
      .leftJoin('orderbridge_catalog_versions as v', 'v.id', 'l.catalog_version_id')
      .where((line) => {
        void line
          .where({ 'l.subject_id': documentId })
          // Ids are letters and digits, so that none of them is a pattern or a part of another text.
          .orWhereRaw('cast(?? as text) like ?', ['v.snapshot', `%"${documentId}"%`]);
      })
      // A part stands in the version of the bundle that it was ordered with.
      .whereNull('l.parent_line_number')
      .whereNotIn('o.state', [...FINAL_ORDER_STATES])
      .distinct('o.number')
      .orderBy('o.number')
      .limit(MAX_ORDERS),
  );
  return rows.map(({ number }) => number);
};

/** Whether there is a line of any order over a producer. */
export const wasEverOrdered = async (
  transaction: Transaction,
  identity: string,
): Promise<boolean> => {
  const rows = await rowsOf<{ id: number }>(
    transaction.table(LINES).where({ identity }).select('id').limit(1),
  );
  return rows.length > 0;
};
