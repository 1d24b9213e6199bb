import { MAX_SNAPSHOT_BYTES, type OrderSnapshot } from '../../../shared/messages';
import { OrderbridgeError } from '../kernel/errors';
import type { OrderLineRow, OrderRow } from './content-types';

type Header = Pick<
  OrderRow,
  'number' | 'state' | 'version' | 'scheduledStart' | 'pointOfNoReturnAt'
>;
type Line = Pick<
  OrderLineRow,
  'lineNumber' | 'parentLineNumber' | 'part' | 'name' | 'action' | 'state' | 'quantity' | 'answers'
>;

/** What both sides hold of an order but its lines. */
export const toOrderHeader = ({
  number,
  state,
  version,
  scheduledStart,
  pointOfNoReturnAt,
}: Header): Omit<OrderSnapshot, 'lines'> => ({
  number,
  state,
  version,
  scheduledStart,
  pointOfNoReturnAt,
});

/** What both sides hold of an order, and what of it crosses the bridge. */
export const toOrderSnapshot = (header: Header, lines: readonly Line[]): OrderSnapshot => ({
  ...toOrderHeader(header),
  lines: lines.map((line) => ({
    lineNumber: line.lineNumber,
    parentLineNumber: line.parentLineNumber,
    part: line.part,
    name: line.name,
    action: line.action,
    state: line.state,
    quantity: line.quantity,
    answers: [...line.answers],
  })),
});

/** @throws `request.too_large` where no message could tell of the order */
export const assertSnapshotFits = (snapshot: OrderSnapshot): void => {
  const bytes = Buffer.byteLength(JSON.stringify(snapshot));
  if (bytes <= MAX_SNAPSHOT_BYTES) return;
  const text = `The order is too large: its lines and answers take ${String(bytes)} bytes.`;
  throw new OrderbridgeError('request.too_large', text);
};
