import { ORDER_STATES, type OrderState } from '../../../shared/order-states';
import {
  DEFAULT_TASK_STATE_BY_ORDER_STATE,
  SHARED_TASK_STATES,
  type SharedTaskState,
} from '../../../shared/task-states';

/** The task state that each order state shows. */
export type TaskStateMap = Readonly<Record<OrderState, SharedTaskState>>;

type Camel<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

/** A map as it is stored: attributes are written in camel case, states in snake case. */
export type StoredStates = Readonly<Record<Camel<OrderState>, SharedTaskState | null>>;

/** The attribute of an order state: `in_progress` is `inProgress`. */
export const attributeOf = <State extends OrderState>(state: State): Camel<State> =>
  state.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as Camel<State>;

/** What is made for each order state, under its attribute. */
export const byAttribute = <Value>(
  valueOf: (state: OrderState) => Value,
): Record<Camel<OrderState>, Value> =>
  Object.fromEntries(ORDER_STATES.map((state) => [attributeOf(state), valueOf(state)])) as Record<
    Camel<OrderState>,
    Value
  >;

/** A stored map; a state that a row says nothing of shows what it is shipped with. */
export const toTaskStateMap = (stored: StoredStates): TaskStateMap =>
  Object.fromEntries(
    ORDER_STATES.map((state) => [
      state,
      stored[attributeOf(state)] ?? DEFAULT_TASK_STATE_BY_ORDER_STATE[state],
    ]),
  ) as TaskStateMap;

export interface MapDefect {
  readonly path: readonly string[];
  readonly message: string;
}

const isTaskState = (value: unknown): boolean =>
  (SHARED_TASK_STATES as readonly unknown[]).includes(value);

/**
 * What cannot be saved of the states that were sent.
 *
 * @param isWhole whether every state has to be there; what changes a map may name some only
 */
export const findMapDefects = (
  sent: Readonly<Record<string, unknown>>,
  { isWhole }: { readonly isWhole: boolean },
): MapDefect[] =>
  ORDER_STATES.flatMap((state) => {
    const attribute = attributeOf(state);
    const value = sent[attribute];
    if (isTaskState(value) || (value === undefined && !isWhole)) return [];
    const message =
      value == null
        ? `say what an order shows that is ${state}`
        : `this is none of ${SHARED_TASK_STATES.join(', ')}`;
    return [{ path: [attribute], message }];
  });

/** An order state that another map shows differently. */
export interface TargetChange {
  readonly orderState: OrderState;
  readonly from: SharedTaskState;
  readonly to: SharedTaskState;
}

/** What becomes different; what `next` says nothing of stays. */
export const diffMaps = (
  current: TaskStateMap,
  next: Readonly<Partial<Record<OrderState, SharedTaskState>>>,
): TargetChange[] =>
  ORDER_STATES.flatMap((orderState) => {
    const from = current[orderState];
    const to = next[orderState] ?? from;
    return from === to ? [] : [{ orderState, from, to }];
  });
