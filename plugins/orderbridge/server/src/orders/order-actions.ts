import { withRight, type Action } from '../../../shared/actions';
import {
  judgeOrderVerb,
  ORDER_VERB_NAMES,
  UNAVAILABLE_ORDER_VERBS,
  type JudgedOrder,
  type UnavailableOrderVerb,
} from '../../../shared/order-verbs';
import { isFinalOrderState } from '../../../shared/order-states';
import { OrderbridgeError } from '../kernel/errors';
import type { Staff } from '../connections';

const NOT_AVAILABLE =
  'Orderbridge does not carry out revisions of orders in flight and enrichment yet.';

export const unavailable = (verb: UnavailableOrderVerb): OrderbridgeError =>
  new OrderbridgeError('order.verb_not_available', NOT_AVAILABLE, { verb });

/** Lines can be corrected as long as the order is a draft. */
export const judgeLineEdit = ({ state }: Pick<JudgedOrder, 'state'>): Action<'edit-line'> =>
  state === 'draft'
    ? { action: 'edit-line', allowed: true }
    : {
        action: 'edit-line',
        allowed: false,
        code: 'order.not_editable',
        reason: isFinalOrderState(state)
          ? 'The order is over.'
          : 'Lines can be changed in a draft only; a rejected order becomes one by "correct".',
      };

/** What somebody of the staff may do with an order as it stands, and why not the rest. */
export const orderActions = (order: JudgedOrder, { may }: Staff): Action[] => [
  ...ORDER_VERB_NAMES.map((verb) => withRight(judgeOrderVerb(verb, order), may(`order.${verb}`))),
  withRight(judgeLineEdit(order), may('order.correct')),
  withRight<string>({ action: 'add-work-note', allowed: true }, may('order.add-work-note')),
  ...UNAVAILABLE_ORDER_VERBS.map((action): Action => ({
    action,
    allowed: false,
    code: 'order.verb_not_available',
    reason: NOT_AVAILABLE,
  })),
];
