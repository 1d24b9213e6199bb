import { canOrderMove, ORDER_STATES, type OrderState } from './order-states';

/** What a person does to an order, and the move that it makes. */
export const ORDER_VERBS = {
  approve: { from: ['new', 'rejected'], to: 'acknowledged' },
  start: { from: ['acknowledged', 'scheduled'], to: 'in_progress' },
  complete: { from: ['in_progress'], to: 'completed' },
} as const satisfies Record<string, { from: readonly OrderState[]; to: OrderState }>;

export type OrderVerb = keyof typeof ORDER_VERBS;

export const ORDER_VERB_NAMES = Object.keys(ORDER_VERBS) as readonly OrderVerb[];

export const canVerbLeave = (verb: OrderVerb, state: OrderState): boolean =>
  (ORDER_VERBS[verb].from as readonly OrderState[]).includes(state);

/** Verbs that would take a way which the transition table does not have. */
export const findVerbDefects = (): string[] =>
  ORDER_VERB_NAMES.flatMap((verb) =>
    ORDER_STATES.filter((from) => canVerbLeave(verb, from))
      .filter((from) => !canOrderMove(from, ORDER_VERBS[verb].to))
      .map((from) => `order verb "${verb}": no transition from "${from}" to its target`),
  );
