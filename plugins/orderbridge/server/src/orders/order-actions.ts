import type { Action } from '../../../shared/actions';
import type { OrderState } from '../../../shared/order-states';
import { canVerbLeave, ORDER_VERB_NAMES, type OrderVerb } from '../../../shared/order-verbs';

/** Why a verb cannot be used on an order in this state, as a sentence for the person who asked. */
export const refusalOf = (verb: OrderVerb, state: OrderState): string =>
  `An order that is ${state} cannot be taken through "${verb}".`;

/** Which verbs an order in this state takes, and why not the others. */
export const orderActions = (state: OrderState): Action<OrderVerb>[] =>
  ORDER_VERB_NAMES.map((action) =>
    canVerbLeave(action, state)
      ? { action, allowed: true }
      : {
          action,
          allowed: false,
          code: 'order.illegal_transition',
          reason: refusalOf(action, state),
        },
  );
