/** What happened when and on which side, and how long the news took to the other side. */
export const createTimeline = ({ print = console.log } = {}) => {
  const startedAt = performance.now();
  const hops = [];

  const line = (side, text, note = '') => {
    const at = `${((performance.now() - startedAt) / 1000).toFixed(2)} s`.padStart(8);
    print(`${at}  ${side.padEnd(9)} ${text}${note && `  (${note})`}`);
  };

  return {
    /** Begins a story of its own. */
    heading: (title) => print(`\n${title}`),

    event: (side, text) => line(side, text),

    /**
     * Waits for what the other side must come to see, and notes how long after the cause it did.
     *
     * @param {string | ((seen: any) => string)} text
     */
    hop: async (side, text, look) => {
      const since = performance.now();
      const seen = await look();
      const ms = performance.now() - since;
      hops.push(ms);
      line(side, typeof text === 'string' ? text : text(seen), `after ${ms.toFixed(0)} ms`);
      return seen;
    },

    summary: () => {
      const sorted = hops.toSorted((one, other) => one - other);
      const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
      print(
        `\n${hops.length} hops between the instances, median ${median.toFixed(0)} ms, slowest ${(sorted.at(-1) ?? 0).toFixed(0)} ms.`,
      );
    },
  };
};
