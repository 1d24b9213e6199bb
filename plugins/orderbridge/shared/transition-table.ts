/** Which states may follow a state: the whole life of a thing as data. */
export type TransitionTable<State extends string = string> = Readonly<
  Record<State, readonly State[]>
>;

export interface TableCheck<State extends string> {
  readonly name: string;
  readonly table: TransitionTable<State>;
  /** Where a life begins. */
  readonly initial: readonly State[];
  /** Where a life may end; every other state needs a way out. */
  readonly final: readonly State[];
}

/**
 * Walks a transition table from its initial states.
 *
 * @returns one sentence per defect: an unknown target, a state that nothing leads to, a dead end, a
 * final state that can be left. An empty list means that the table is sound.
 */
export const findTableDefects = <State extends string>({
  name,
  table,
  initial,
  final,
}: TableCheck<State>): string[] => {
  const states = Object.keys(table) as State[];
  const known = new Set<string>(states);
  const defects: string[] = [];

  for (const state of [...initial, ...final]) {
    if (!known.has(state)) defects.push(`${name}: "${state}" is not a state of the table`);
  }
  for (const state of states) {
    for (const target of table[state]) {
      if (!known.has(target)) defects.push(`${name}: "${state}" leads to unknown "${target}"`);
    }
    const isFinal = final.includes(state);
    if (!isFinal && table[state].length === 0) defects.push(`${name}: "${state}" is a dead end`);
    if (isFinal && table[state].length > 0)
      defects.push(`${name}: final state "${state}" can be left`);
  }

  const reached = new Set<string>(initial);
  const open: State[] = [...initial];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const target of known.has(state) ? table[state] : []) {
      if (!reached.has(target)) {
        reached.add(target);
        open.push(target);
      }
    }
  }
  for (const state of states) {
    if (!reached.has(state)) defects.push(`${name}: nothing leads to "${state}"`);
  }
  return defects;
};

/** Draws a table as a Mermaid state diagram, in the table's own order. */
export const toStateDiagram = (table: TransitionTable): string =>
  [
    'stateDiagram-v2',
    ...Object.entries(table).flatMap(([from, targets]) =>
      targets.map((to) => `    ${from} --> ${to}`),
    ),
  ].join('\n');
