import type { Core } from '@strapi/strapi';
import type { OrderSnapshot } from '../../../shared/messages';
import { digestOf } from '../kernel/digest';
import type { Transaction } from '../kernel/transaction';
import { orderLineMirrors, orderMirrors, type OrderMirrorRow } from './content-types';
import { toOrderSnapshot } from './order-snapshot';

const mirroredLinesOf = (strapi: Core.Strapi, orderId: number) =>
  orderLineMirrors.findMany(strapi, { order: orderId }, { orderBy: { lineNumber: 'asc' } });

/** The provider's order as a consumer was last told of it. */
export const findOrderMirror = async (
  strapi: Core.Strapi,
  connectionId: number,
  number: string,
): Promise<OrderSnapshot | null> => {
  const row = await orderMirrors.findOne(strapi, { connection: connectionId, number });
  return row && toOrderSnapshot(row, await mirroredLinesOf(strapi, row.id));
};

/**
 * Brings the lines in line: those that stood where the order stood go with it in one statement, as they
 * do at the provider, and whatever differs then is written.
 */
const mirrorLines = async (
  transaction: Transaction,
  order: OrderMirrorRow,
  { state, lines }: OrderSnapshot,
): Promise<void> => {
  const mirrored = await mirroredLinesOf(transaction.strapi, order.id);
  if (order.state !== state) {
    await orderLineMirrors.update(transaction, { order: order.id, state: order.state } as never, {
      state,
    });
  }
  const byNumber = new Map(mirrored.map((line) => [line.lineNumber, line]));
  const added: OrderSnapshot['lines'] = [];
  for (const line of lines) {
    const before = byNumber.get(line.lineNumber);
    byNumber.delete(line.lineNumber);
    if (before === undefined) added.push(line);
    else if (
      (before.state === order.state ? state : before.state) !== line.state ||
      before.quantity !== line.quantity ||
      digestOf(before.answers) !== digestOf(line.answers)
    ) {
      await orderLineMirrors.update(transaction, { id: before.id }, line);
    }
  }
  const gone = [...byNumber.values()].map(({ id }) => id);
  if (gone.length > 0) {
    await transaction.table('orderbridge_order_line_mirrors').whereIn('id', gone).delete();
  }
  await orderLineMirrors.insert(
    transaction,
    added.map((line) => ({ order: order.id, ...line })),
  );
};

/**
 * Brings the mirror of an order in line with what the provider says, by difference; what is older than
 * the mirror changes nothing.
 */
export const mirrorOrder = async (
  transaction: Transaction,
  connectionId: number,
  { lines, ...header }: OrderSnapshot,
): Promise<void> => {
  const { strapi } = transaction;
  const { number, version } = header;
  const known = await orderMirrors.findOne(strapi, { connection: connectionId, number });
  if (known === null) {
    const { id } = await orderMirrors.insertOne(transaction, {
      connection: connectionId,
      ...header,
    } as never);
    await orderLineMirrors.insert(
      transaction,
      lines.map((line) => ({ order: id, ...line })),
    );
    return;
  }
  if (known.version >= version) return;
  await orderMirrors.update(transaction, { id: known.id }, header);
  await mirrorLines(transaction, known, { lines, ...header });
};
