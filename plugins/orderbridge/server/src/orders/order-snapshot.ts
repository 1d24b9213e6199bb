import type { OrderSnapshot } from '../../../shared/messages';
import type { OrderLineRow, OrderRow } from './content-types';

type Header = Pick<
  OrderRow,
  'number' | 'state' | 'version' | 'scheduledStart' | 'pointOfNoReturnAt'
>;
type Line = Pick<OrderLineRow, 'lineNumber' | 'name' | 'action' | 'state' | 'quantity' | 'answers'>;

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
    name: line.name,
    action: line.action,
    state: line.state,
    quantity: line.quantity,
    answers: [...line.answers],
  })),
});
