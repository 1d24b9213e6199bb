import { completeAnswers, labelAnswers, type Answers } from '../../../shared/form';
import { MAX_SNAPSHOT_BYTES } from '../../../shared/messages';
import { recordAct } from '../audit';
import { checkAnswers, checkQuantity } from '../forms';
import type { Actor } from '../history';
import { digestOf } from '../kernel/digest';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import { producersService } from '../producers';
import { holdOrder, tellOfOrder } from './act-on-order';
import { orderLines, subjectOf, type OrderRow } from './content-types';
import { moveOrder } from './move-order';
import { judgeLineEdit } from './order-actions';

export interface LineEdit {
  readonly actor: Actor;
  readonly expectedVersion?: number | undefined;
  readonly reason?: string | undefined;
  readonly quantity?: number | undefined;
  /** All answers of the line, where they change: what is left out is then not answered. */
  readonly answers?: Answers | undefined;
}

/**
 * Corrects a line of a draft. It is checked with the form that the line was ordered by, whatever has
 * been published since.
 *
 * @throws `order.not_found`, `order.version_conflict`, `order.not_editable`, `order.line_not_found`,
 * `answers.invalid`, `quantity.out_of_range`, `request.too_large`
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
  const line = await orderLines.findOne(strapi, { order: order.id, lineNumber });
  if (line === null) {
    throw new OrderbridgeError(
      'order.line_not_found',
      `Order ${order.number} has no line ${String(lineNumber)}.`,
    );
  }
  const form = await producersService.from(strapi).formOf(line.identity, line.revision);
  const count = quantity ?? line.quantity;
  if (answers === undefined) checkQuantity(form, count);
  else checkAnswers(form, answers, count);
  const edited = {
    quantity: count,
    answers: answers ? labelAnswers(form, completeAnswers(form, answers)) : line.answers,
  };
  const isSame = digestOf(edited) === digestOf({ quantity: line.quantity, answers: line.answers });
  if (isSame) return order;
  await orderLines.update(transaction, { id: line.id }, edited);
  recordAct(transaction, subjectOf(order));
  const moved = await moveOrder(transaction, {
    order,
    to: state,
    actor,
    side: 'provider',
    verb: 'edit-line',
    reason,
  });
  const snapshot = await tellOfOrder(transaction, moved, {
    from: state,
    actor,
    side: 'provider',
    verb: 'edit-line',
    reason,
  });
  const bytes = Buffer.byteLength(JSON.stringify(snapshot));
  if (bytes > MAX_SNAPSHOT_BYTES) {
    const text = `The order is too large: its lines and answers take ${String(bytes)} bytes.`;
    throw new OrderbridgeError('request.too_large', text);
  }
  return moved;
};
