/** Counts what the runs came across. */
export interface Reached {
  note(what: string, name: string): void;
  has(what: string, name: string): boolean;
  /** One line for each thing, with how often each name of it came up. */
  report(): string;
}

export const createReached = (): Reached => {
  const counts = new Map<string, Map<string, number>>();
  return {
    note: (what, name) => {
      const names = counts.get(what) ?? new Map<string, number>();
      counts.set(what, names.set(name, (names.get(name) ?? 0) + 1));
    },
    has: (what, name) => counts.get(what)?.has(name) ?? false,
    report: () =>
      [...counts]
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([what, names]) => {
          const sorted = [...names].sort(([one], [other]) => one.localeCompare(other));
          return `${what}: ${sorted.map(([name, count]) => `${name} ${count}`).join(', ')}`;
        })
        .join('\n'),
  };
};
