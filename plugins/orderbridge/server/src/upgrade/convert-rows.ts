import type { Core } from '@strapi/strapi';
import { digestOf } from '../kernel/digest';
import { nextNumber } from '../kernel/sequence';
import type { LabelledAnswer } from '../../../shared/form';
import { inTransaction, rowsOf, type Transaction } from '../kernel/transaction';
import {
  nestAnswers,
  isNested,
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

/** Writes every row of a table anew for which `change` has values: those that are of the first state. */
const convert = async (
  transaction: Transaction,
  table: string,
  change: (row: Stored) => Record<string, unknown> | undefined,
): Promise<void> => {
  for (const row of await rowsOf<Stored>(transaction.table(table).select('*'))) {
    const values = change(row);
    if (values !== undefined) await transaction.table(table).where({ id: row.id }).update(values);
  }
};

const formOf = (stored: unknown): string => JSON.stringify(nestForm(parse(stored) as FirstForm));

/** The answers of a line, or nothing where they name their fields by pointers already. */
const answersOf = (stored: unknown): string | undefined => {
  const answers = parse(stored) as (FirstAnswer | LabelledAnswer)[];
  const isOfFirstState = answers.some((answer) => 'name' in answer);
  return isOfFirstState ? JSON.stringify((answers as FirstAnswer[]).map(pointAnswer)) : undefined;
};

/** What was asked for, or nothing where the answers are nested already. */
const requestedOf = (stored: unknown): string | undefined => {
  const lines = parse(stored) as { answers: Parameters<typeof nestAnswers>[0] }[];
  if (lines.every(({ answers }) => isNested(answers))) return undefined;
  return JSON.stringify(
    lines.map((line) =>
      isNested(line.answers) ? line : { ...line, answers: nestAnswers(line.answers) },
    ),
  );
};

const convertCatalog = async (transaction: Transaction): Promise<void> => {
  await convert(transaction, 'orderbridge_catalog_versions', ({ snapshot }) => {
    const stored = parse(snapshot) as object;
    return 'orderable' in stored
      ? { snapshot: JSON.stringify(toFrozenSnapshot(stored as FirstSnapshot)) }
      : undefined;
  });
  await convert(transaction, PRODUCERS, ({ kind, form }) => {
    if (kind !== null) return undefined;
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
  convert(transaction, ITEMS, ({ kind, offered_form: offered, active_form: active }) =>
    kind === null
      ? {
          kind: 'order',
          offered_form: formOf(offered),
          offered_validity: OPEN,
          ...(active !== null && { active_form: formOf(active), active_validity: OPEN }),
        }
      : undefined,
  );

const convertRequests = async (transaction: Transaction): Promise<void> => {
  await convert(transaction, LINES, ({ subject_type: type, answers }) => {
    const pointed = answersOf(answers);
    if (type !== null && pointed === undefined) return undefined;
    return {
      ...(type === null && { subject_type: 'product-offering' }),
      ...(pointed !== undefined && { answers: pointed }),
    };
  });
  await convert(transaction, 'orderbridge_order_line_mirrors', ({ answers }) => {
    const pointed = answersOf(answers);
    return pointed === undefined ? undefined : { answers: pointed };
  });
  await convert(transaction, 'orderbridge_provider_tasks', ({ requested_lines: lines }) => {
    const nested = requestedOf(lines);
    return nested === undefined ? undefined : { requested_lines: nested };
  });
};

/** Whatever is ordered or offered has a form of these tables, which are small on both sides. */
const hasFirstState = async (transaction: Transaction): Promise<boolean> => {
  for (const table of [PRODUCERS, ITEMS]) {
    const [row] = await rowsOf(transaction.table(table).whereNull('kind').select('id').limit(1));
    if (row !== undefined) return true;
  }
  return false;
};

/**
 * Gives the rows of the first state the shape that they have now. Each row says by itself whether it is
 * of that state: a later one, which could not carry them over, may have added its own beside them.
 */
export const convertRows = (strapi: Core.Strapi): Promise<void> =>
  inTransaction(strapi, async (transaction) => {
    if (!(await hasFirstState(transaction))) return;
    // Of several nodes that boot at once, one does it; the others look again when it has.
    await nextNumber(transaction, 'upgrade');
    await convertCatalog(transaction);
    await convertItems(transaction);
    await convertRequests(transaction);
  });
