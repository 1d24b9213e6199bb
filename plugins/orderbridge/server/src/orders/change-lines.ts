import { completeAnswers, type Answers, type Form } from '../../../shared/form';
import { digestOf } from '../kernel/digest';
import type { Transaction } from '../kernel/transaction';
import { findBundledOfferings } from '../producers';
import { orderLines, type OrderLineRow, type OrderRow } from './content-types';
import { deriveLines } from './derive-lines';
import { toPartColumns } from './place-order';

type Changed = Pick<OrderLineRow, 'quantity' | 'answers'>;

/** What becomes of the lines of an order by one correction. */
interface LineChanges {
  readonly changed: readonly (Changed & { readonly id: number })[];
  readonly added: readonly ReturnType<typeof toPartColumns>[];
  /** Ids of the lines of parts that are no longer ordered. */
  readonly removed: readonly number[];
  /** The highest number that a line of the order has had, these among them. */
  readonly lastLineNumber: number;
}

export interface CorrectedLine {
  readonly line: OrderLineRow;
  readonly quantity: number;
  /** All answers to the form of the item, where they change. */
  readonly answers: Answers | undefined;
}

/** The lines below one, at every depth; a line has a lower number than those below it. */
const linesBelow = (lines: readonly OrderLineRow[], lineNumber: number): OrderLineRow[] => {
  const numbers = new Set([lineNumber]);
  return lines.filter((line) => {
    if (line.parentLineNumber === null || !numbers.has(line.parentLineNumber)) return false;
    numbers.add(line.lineNumber);
    return true;
  });
};

const isSame = (before: Changed, after: Changed): boolean =>
  before.quantity === after.quantity && digestOf(before.answers) === digestOf(after.answers);

/** The offerings that a line bundles, by the catalogue version that it was placed on. */
const findBundled = async (transaction: Transaction, { id }: OrderLineRow) => {
  const placed = await orderLines.findOne(
    transaction.strapi,
    { id },
    { populate: ['catalogVersion'] },
  );
  const { catalog } = placed?.catalogVersion?.snapshot ?? {};
  return catalog ? findBundledOfferings(transaction, catalog.orderable) : [];
};

/**
 * Says what a correction of the line of an item makes of it and of the lines below it, by difference: a
 * part that stays keeps its line and its number, one that comes gets a number that no line of the order
 * has had, and one that goes leaves none behind.
 */
export const planLineChanges = async (
  transaction: Transaction,
  { order, lines, form }: { order: OrderRow; lines: readonly OrderLineRow[]; form: Form },
  { line, quantity, answers }: CorrectedLine,
): Promise<LineChanges> => {
  const { id, lineNumber, action, identity, revision } = line;
  const lastLineNumber = Math.max(
    order.lastLineNumber ?? 0,
    ...lines.map((each) => each.lineNumber),
  );
  if (answers === undefined) {
    const after = { quantity, answers: line.answers };
    const changed = isSame(line, after) ? [] : [{ id, ...after }];
    return { changed, added: [], removed: [], lastLineNumber };
  }
  const below = linesBelow(lines, lineNumber);
  const byPart = new Map(below.map((each) => [each.part ?? '', each]));
  const derived = deriveLines(
    { form, bundled: await findBundled(transaction, line) },
    completeAnswers(form, answers),
    {
      lineNumber,
      known: new Map(below.map((each) => [each.part ?? '', each.lineNumber])),
      next: lastLineNumber + 1,
    },
  );
  const ordered = new Set(derived.parts.map(({ part }) => part));
  const fresh = derived.parts.filter(({ part }) => !byPart.has(part));
  const after = [
    { before: line, quantity, answers: derived.answers },
    ...derived.parts.flatMap((part) => {
      const before = byPart.get(part.part);
      return before ? [{ before, quantity: part.quantity, answers: part.answers }] : [];
    }),
  ];
  return {
    changed: after
      .filter(({ before, ...values }) => !isSame(before, values))
      .map(({ before, ...values }) => ({ id: before.id, ...values })),
    added: fresh.map((part) =>
      toPartColumns(part, { action, state: order.state, identity, revision }),
    ),
    removed: below.filter(({ part }) => !ordered.has(part ?? '')).map((each) => each.id),
    lastLineNumber: lastLineNumber + fresh.length,
  };
};

/** Whether a correction leaves every line as it was. */
export const changesNothing = ({ changed, added, removed }: LineChanges): boolean =>
  changed.length + added.length + removed.length === 0;

export const writeLineChanges = async (
  transaction: Transaction,
  orderId: number,
  { changed, added, removed }: LineChanges,
): Promise<void> => {
  if (removed.length > 0) {
    await transaction.table('orderbridge_order_lines').whereIn('id', removed).delete();
  }
  for (const { id, ...values } of changed) {
    await orderLines.update(transaction, { id }, values);
  }
  await orderLines.insert(
    transaction,
    added.map((row) => ({ order: orderId, ...row })),
  );
};
