import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ERROR_STATUS } from './errors';
import { ORDER_TRANSITIONS } from './order-states';
import { PRODUCER_TRANSITIONS } from './producer-states';
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

describe('the page on architecture', () => {
  const page = read('architecture.md');

  it.each<[string, TransitionTable]>([
    ['order-states', ORDER_TRANSITIONS],
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
