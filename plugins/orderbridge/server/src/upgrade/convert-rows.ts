import type { Core } from '@strapi/strapi';
import { digestOf } from '../kernel/digest';
import { inTransaction, rowsOf, type Transaction } from '../kernel/transaction';
import {
  nestAnswers,
  nestForm,
  pointAnswer,
  toFrozenSnapshot,
  type FirstAnswer,
  type FirstForm,
  type FirstSnapshot,
} from './first-order-values';

const PRODUCERS = 'orderbridge_remote_record_producers';
const ITEMS = 'orderbridge_remote_catalog_items';
const LINES = 'orderbridge_order_lines';

const OPEN = JSON.stringify({ from: null, to: null });

/** PostgreSQL answers JSON as what it says, SQLite as its text. */
const parse = (json: unknown): unknown => (typeof json === 'string' ? JSON.parse(json) : json);

type Stored = Readonly<Record<string, unknown>> & { readonly id: number };

/** Writes every row of a table anew that `change` has something to say about. */
const convert = async (
  transaction: Transaction,
  table: string,
  change: (row: Stored) => Record<string, unknown>,
): Promise<void> => {
  for (const row of await rowsOf<Stored>(transaction.table(table).select('*'))) {
    await transaction.table(table).where({ id: row.id }).update(change(row));
  }
};

const formOf = (stored: unknown): string => JSON.stringify(nestForm(parse(stored) as FirstForm));

const answersOf = (stored: unknown): string =>
  JSON.stringify((parse(stored) as FirstAnswer[]).map(pointAnswer));

const requestedOf = (stored: unknown): string =>
  JSON.stringify(
    (parse(stored) as { answers: Parameters<typeof nestAnswers>[0] }[]).map((line) => ({
      ...line,
      answers: nestAnswers(line.answers),
    })),
  );

const convertCatalog = async (transaction: Transaction): Promise<void> => {
  await convert(transaction, 'orderbridge_catalog_versions', ({ snapshot }) => ({
    snapshot: JSON.stringify(toFrozenSnapshot(parse(snapshot) as FirstSnapshot)),
  }));
  await convert(transaction, PRODUCERS, ({ form }) => {
    const nested = formOf(form);
    // What is derived today asks for more: the next publish makes another revision.
    const hash = digestOf(nested);
    return {
      kind: 'order',
      source_type: 'product-offering',
      translations: '{}',
      form: nested,
      derived_hash: hash,
      content_hash: hash,
    };
  });
};

const convertItems = (transaction: Transaction): Promise<void> =>
  convert(transaction, ITEMS, ({ offered_form: offered, active_form: active }) => ({
    kind: 'order',
    offered_form: formOf(offered),
    offered_validity: OPEN,
    ...(active !== null && { active_form: formOf(active), active_validity: OPEN }),
  }));

const convertRequests = async (transaction: Transaction): Promise<void> => {
  await convert(transaction, LINES, ({ answers }) => ({
    subject_type: 'product-offering',
    answers: answersOf(answers),
  }));
  await convert(transaction, 'orderbridge_order_line_mirrors', ({ answers }) => ({
    answers: answersOf(answers),
  }));
  await convert(transaction, 'orderbridge_provider_tasks', ({ requested_lines: lines }) => ({
    requested_lines: requestedOf(lines),
  }));
};

/** Whatever is ordered or offered has a form of these tables, which are small on both sides. */
const isOfFirstState = async (transaction: Transaction): Promise<boolean> => {
  for (const table of [PRODUCERS, ITEMS]) {
    const [row] = await rowsOf(transaction.table(table).whereNull('kind').select('id').limit(1));
    if (row !== undefined) return true;
  }
  return false;
};

/**
 * Gives the rows of the first state the shape that they have now. All of them are of that state, or
 * none is: whatever came later was made from them after this.
 */
export const convertRows = (strapi: Core.Strapi): Promise<void> =>
  inTransaction(strapi, async (transaction) => {
    if (!(await isOfFirstState(transaction))) return;
    await convertCatalog(transaction);
    await convertItems(transaction);
    await convertRequests(transaction);
  });
