import type { Answers } from '../../../shared/form';
import { recordAct } from '../audit';
import { checkAnswers, checkQuantity } from '../forms';
import type { Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { producersService } from '../producers';
import { holdOrder, linesOf, tellOfOrder } from './act-on-order';
import { changesNothing, planLineChanges, writeLineChanges } from './change-lines';
import { subjectOf, type OrderLineRow, type OrderRow } from './content-types';
import { moveOrder } from './move-order';
import { judgeLineEdit } from './order-actions';
import { assertSnapshotFits } from './order-snapshot';

export interface LineEdit {
  readonly actor: Actor;
  readonly expectedVersion?: number | undefined;
  readonly reason?: string | undefined;
  readonly quantity?: number | undefined;
  /**
   * All answers to the form of the item, those of its parts among them, where they change: what is left
   * out is then not answered.
   */
  readonly answers?: Answers | undefined;
}

/** The number of the line that was asked for, of whose item this line is a part. */
const lineOfItem = (lines: readonly OrderLineRow[], line: OrderLineRow): number => {
  const parent = lines.find(({ lineNumber }) => lineNumber === line.parentLineNumber);
  return parent === undefined ? line.lineNumber : lineOfItem(lines, parent);
};

/** @throws `order.line_not_found`, `order.line_is_part` with the line that can be corrected instead */
const findEditable = (
  { number }: OrderRow,
  lines: readonly OrderLineRow[],
  lineNumber: number,
): OrderLineRow => {
  const line = lines.find((each) => each.lineNumber === lineNumber);
  if (line === undefined) {
    const text = `Order ${number} has no line ${String(lineNumber)}.`;
    throw new OrderbridgeError('order.line_not_found', text);
  }
  if (line.parentLineNumber !== null) {
    const whole = lineOfItem(lines, line);
    throw new OrderbridgeError(
      'order.line_is_part',
      `Line ${String(lineNumber)} is a part of line ${String(whole)}: correct the answers of line ${String(whole)}.`,
      { lineNumber: whole, part: line.part },
    );
  }
  return line;
};

/**
 * Corrects a line of a draft, and with its answers the lines below it. It is checked with the form that
 * the line was ordered by, whatever has been published since.
 *
 * @throws `order.not_found`, `order.version_conflict`, `order.not_editable`, `order.line_not_found`,
 * `order.line_is_part`, `answers.invalid`, `quantity.out_of_range`, `request.too_large`
 */
export const editLine = async (
  transaction: Transaction,
  { documentId, lineNumber }: { documentId: string; lineNumber: number },
  { actor, expectedVersion, reason, quantity, answers }: LineEdit,
): Promise<OrderRow> => {
  const { strapi } = transaction;
  const order = await holdOrder(transaction, { documentId }, expectedVersion);
  const { state, version } = order;
  const may = judgeLineEdit(order);
  if (!may.allowed) throw new OrderbridgeError(may.code, may.reason, { state, version });
  const lines = await linesOf(strapi, order.id);
  const line = findEditable(order, lines, lineNumber);
  const form = await producersService.from(strapi).formOf(line.identity, line.revision);
  const count = quantity ?? line.quantity;
  if (answers === undefined) checkQuantity(form, count);
  else checkAnswers(form, answers, count);

  const corrected = { line, quantity: count, answers };
  const changes = await planLineChanges(transaction, { order, lines, form }, corrected);
  if (changesNothing(changes)) return order;
  await writeLineChanges(transaction, order.id, changes);
  recordAct(transaction, subjectOf(order));
  const deed = { actor, side: 'provider' as const, verb: 'edit-line', reason };
  const { lastLineNumber } = changes;
  const values = { lastLineNumber };
  const moved = await moveOrder(transaction, { order, to: state, values, ...deed });
  assertSnapshotFits(await tellOfOrder(transaction, moved, { from: state, ...deed }));
  return moved;
};
