import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ERROR_STATUS } from './errors';
import { WEBHOOK_EVENT_TYPES } from './messages';
import { ORDER_STATES, ORDER_TRANSITIONS, type OrderState } from './order-states';
import { needsReason, ORDER_VERB_NAMES, orderTargetOf, type OrderVerb } from './order-verbs';
import { PRODUCER_TRANSITIONS } from './producer-states';
import {
  doesServiceRequestVerbNeedReason,
  SERVICE_REQUEST_STATES,
  SERVICE_REQUEST_TRANSITIONS,
  SERVICE_REQUEST_VERBS,
  serviceRequestTargetOf,
  TASK_STATE_BY_SERVICE_REQUEST_STATE,
  type ServiceRequestVerb,
  type Side,
} from './service-request-states';
import { DEFAULT_TASK_STATE_BY_ORDER_STATE } from './task-states';
import { toStateDiagram, type TransitionTable } from './transition-table';

const read = (page: string): string => readFileSync(path.join(__dirname, '../docs', page), 'utf8');

/** The text between `<!-- name -->` and `<!-- /name -->`, which has to be there once. */
const sectionOf = (text: string, name: string): string => {
  const [, begun, ...again] = text.split(`<!-- ${name} -->`);
  const [section, rest] = begun?.split(`<!-- /${name} -->`) ?? [];
  if (section === undefined || rest === undefined || again.length > 0) {
    throw new Error(`The page needs one section between the markers of "${name}".`);
  }
  return section;
};

const diagramOf = (section: string): string =>
  /```mermaid\n([\s\S]*?)\n```/.exec(section)?.[1] ?? 'no diagram';

/** The cells of each row of the tables in a text, whatever Prettier pads them with. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|:-]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const code = (name: string): string => `\`${name}\``;

/** One row for each end that a verb leads to, with the states from which it leads there. */
const rowsOfVerb = (
  verb: string,
  moves: readonly (readonly [from: string, to: string | undefined])[],
): string[][] => {
  const states = new Map<string, string[]>();
  for (const [from, to] of moves) {
    if (to === undefined) continue;
    const end = to === from ? 'stays' : to;
    states.set(end, [...(states.get(end) ?? []), code(from)]);
  }
  return [...states].map(([end, from]) => [code(verb), from.join(', '), end]);
};

/** Where a verb leads: to one state whatever the order remembers, or back to what it remembers. */
const endOfOrderVerb = (verb: OrderVerb, state: OrderState): string | undefined => {
  const [one, other] = (['on_hold', 'scheduled'] as const).map((stateBeforeAssessment) =>
    orderTargetOf(verb, { state, stateBeforeAssessment }),
  );
  if (one === undefined || one === state) return one;
  return one === other ? code(one) : 'the state before the assessment';
};

describe('the page on architecture', () => {
  const page = read('architecture.md');

  it.each<[string, TransitionTable]>([
    ['order-states', ORDER_TRANSITIONS],
    ['service-request-states', SERVICE_REQUEST_TRANSITIONS],
    ['producer-states', PRODUCER_TRANSITIONS],
  ])('draws %s as they are', (name, table) => {
    expect(diagramOf(sectionOf(page, name))).toBe(toStateDiagram(table));
  });

  it('lists the task state of every order state', () => {
    expect(rowsOf(sectionOf(page, 'task-states'))).toEqual([
      ['Order state', 'Task state'],
      ...Object.entries(DEFAULT_TASK_STATE_BY_ORDER_STATE).map(([order, task]) => [
        `\`${order}\``,
        `\`${task}\``,
      ]),
    ]);
  });

  it('lists the task state of every state of a service request', () => {
    expect(rowsOf(sectionOf(page, 'service-request-task-states'))).toEqual([
      ['Service request state', 'Task state'],
      ...Object.entries(TASK_STATE_BY_SERVICE_REQUEST_STATE).map((states) => states.map(code)),
    ]);
  });

  it('lists every verb of an order, where it leads, and whether it needs a reason', () => {
    expect(rowsOf(sectionOf(page, 'order-verbs'))).toEqual([
      ['Verb', 'From', 'To', 'Needs a reason'],
      ...ORDER_VERB_NAMES.flatMap((verb) =>
        rowsOfVerb(
          verb,
          ORDER_STATES.map((state) => [state, endOfOrderVerb(verb, state)]),
        ).map((row) => [...row, needsReason(verb, 'provider') ? 'yes' : '']),
      ),
    ]);
  });

  it('lists every verb of a service request, whose it is, and of whom it needs a reason', () => {
    const verbs = Object.entries(SERVICE_REQUEST_VERBS) as [
      ServiceRequestVerb,
      { by: readonly Side[] },
    ][];
    expect(rowsOf(sectionOf(page, 'service-request-verbs'))).toEqual([
      ['Verb', 'From', 'To', 'By', 'Needs a reason of'],
      ...verbs.flatMap(([verb, { by }]) => {
        const reasonOf = by.filter((side) => doesServiceRequestVerbNeedReason(verb, side));
        const moves = SERVICE_REQUEST_STATES.map((state) => {
          const to = serviceRequestTargetOf(verb, state);
          return [state, to === undefined || to === state ? to : code(to)] as const;
        });
        return rowsOfVerb(verb, moves).map((row) => [...row, by.join(', '), reasonOf.join(', ')]);
      }),
    ]);
  });
});

describe('the page on the wire', () => {
  it('lists every type that a receiver of webhooks can subscribe to', () => {
    const listed = sectionOf(read('wire-protocol.md'), 'webhook-types').match(/`[^`]+`/g);
    expect(listed).toEqual(WEBHOOK_EVENT_TYPES.map(code));
  });
});

describe('the page on errors', () => {
  it('lists every code with its status, once', () => {
    const listed = rowsOf(read('errors.md'))
      .filter(([code]) => code !== 'Code')
      .map(([code, status]) => `${code ?? ''} ${status ?? ''}`);
    const known = Object.entries(ERROR_STATUS).map(
      ([code, status]) => `\`${code}\` ${String(status)}`,
    );
    expect(listed.sort()).toEqual(known.sort());
  });
});
