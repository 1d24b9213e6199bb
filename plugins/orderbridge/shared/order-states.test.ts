import {
  canOrderMove,
  FINAL_ORDER_STATES,
  INITIAL_ORDER_STATE,
  ORDER_STATES,
  ORDER_TRANSITIONS,
  type OrderState,
} from './order-states';
import { findVerbDefects } from './order-verbs';
import { PRODUCER_TRANSITIONS } from './producer-states';
import { DEFAULT_TASK_STATE_BY_ORDER_STATE, type SharedTaskState } from './task-states';
import { findTableDefects, toStateDiagram } from './transition-table';

describe('the order table', () => {
  it('has sixteen states, each reachable, and a way out of all but the two ends', () => {
    expect(ORDER_STATES).toHaveLength(16);
    expect(
      findTableDefects({
        name: 'order',
        table: ORDER_TRANSITIONS,
        initial: [INITIAL_ORDER_STATE],
        final: FINAL_ORDER_STATES,
      }),
    ).toEqual([]);
  });

  it('is the one that the design decided', () => {
    const returns: OrderState[] = [
      'acknowledged',
      'scheduled',
      'in_progress',
      'awaiting_information',
      'on_hold',
      'revision_in_progress',
    ];
    const expected: Record<OrderState, OrderState[]> = {
      draft: ['submitted', 'cancelled'],
      submitted: ['enrichment_in_progress', 'new', 'cancelled'],
      enrichment_in_progress: ['enrichment_on_hold', 'new', 'cancelled'],
      enrichment_on_hold: ['enrichment_in_progress', 'cancelled'],
      new: ['acknowledged', 'rejected', 'cancelled'],
      rejected: ['draft', 'acknowledged', 'cancelled'],
      acknowledged: ['scheduled', 'in_progress', 'assessing_cancellation'],
      scheduled: ['in_progress', 'assessing_cancellation'],
      in_progress: [
        'awaiting_information',
        'on_hold',
        'revision_in_progress',
        'assessing_cancellation',
        'completed',
      ],
      awaiting_information: ['in_progress', 'assessing_cancellation'],
      on_hold: ['in_progress', 'assessing_cancellation'],
      revision_in_progress: ['acknowledged', 'in_progress', 'assessing_cancellation'],
      assessing_cancellation: ['cancellation_in_progress', 'cancelled', ...returns],
      cancellation_in_progress: ['cancelled'],
      completed: [],
      cancelled: [],
    };
    for (const from of ORDER_STATES) {
      for (const to of ORDER_STATES) {
        expect([from, to, canOrderMove(from, to)]).toEqual([from, to, expected[from].includes(to)]);
      }
    }
  });

  it('has a way for every verb', () => {
    expect(findVerbDefects()).toEqual([]);
  });
});

describe('the map from order to task', () => {
  it.each<[OrderState, SharedTaskState]>([
    ['draft', 'received'],
    ['submitted', 'received'],
    ['enrichment_in_progress', 'received'],
    ['enrichment_on_hold', 'received'],
    ['new', 'received'],
    ['acknowledged', 'work_in_progress'],
    ['scheduled', 'work_in_progress'],
    ['rejected', 'awaiting_info'],
    ['in_progress', 'work_in_progress'],
    ['revision_in_progress', 'received'],
    ['awaiting_information', 'awaiting_info'],
    ['on_hold', 'awaiting_info'],
    ['assessing_cancellation', 'cancelled'],
    ['cancellation_in_progress', 'work_in_progress'],
    ['cancelled', 'cancelled'],
    ['completed', 'closed'],
  ])('shows an order that is %s as a task that is %s', (order, task) => {
    expect(DEFAULT_TASK_STATE_BY_ORDER_STATE[order]).toBe(task);
  });

  it('has a row for every order state and none besides', () => {
    expect(Object.keys(DEFAULT_TASK_STATE_BY_ORDER_STATE).sort()).toEqual([...ORDER_STATES].sort());
  });
});

describe('the check of a transition table', () => {
  const check = (table: Record<string, readonly string[]>, final: string[]) =>
    findTableDefects({ name: 't', table, initial: ['a'], final });

  it.each([
    ['an unknown target', { a: ['b', 'x'], b: [] }, ['b'], 't: "a" leads to unknown "x"'],
    [
      'a state that nothing leads to',
      { a: ['b'], b: [], c: ['b'] },
      ['b'],
      't: nothing leads to "c"',
    ],
    ['a dead end', { a: ['b', 'c'], b: [], c: [] }, ['b'], 't: "c" is a dead end'],
    ['an end that can be left', { a: ['b'], b: ['a'] }, ['b'], 't: final state "b" can be left'],
    ['an unknown end', { a: ['a'] }, ['z'], 't: "z" is not a state of the table'],
  ])('finds %s', (_what, table, final, defect) => {
    expect(check(table, final)).toContain(defect);
  });

  it('finds nothing in the producer table', () => {
    expect(
      findTableDefects({
        name: 'producer',
        table: PRODUCER_TRANSITIONS,
        initial: ['draft'],
        final: ['archived', 'retired'],
      }),
    ).toEqual([]);
  });
});

describe('the diagram of a table', () => {
  it('draws one arrow for each transition', () => {
    expect(toStateDiagram({ a: ['b', 'c'], b: [], c: [] })).toBe(
      'stateDiagram-v2\n    a --> b\n    a --> c',
    );
  });
});
