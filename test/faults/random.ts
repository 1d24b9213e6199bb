import { seededFractions } from '../support/seeded-fractions.mjs';

/** Numbers that look random and are the same for the same seed, so that a run can be played again. */
export interface Random {
  /** At least 0 and below 1. */
  fraction(): number;
  /** A whole number of at least 0 and below the bound. */
  below(bound: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** One of the keys, as often as its weight says. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key;
  shuffled<Item>(items: readonly Item[]): Item[];
}

export const createRandom = (seed: number): Random => {
  const fraction = seededFractions(seed);
  const below = (bound: number) => Math.floor(fraction() * bound);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  };
  return {
    fraction,
    below,
    pick,
    weighted: <Key extends string>(weights: Readonly<Record<Key, number>>): Key => {
      const entries = Object.entries(weights) as [Key, number][];
      let left = fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      const chosen = entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1);
      if (chosen === undefined) throw new Error('There is nothing to pick from.');
      return chosen[0];
    },
    shuffled: (items) => {
      const mixed = [...items];
      for (let last = mixed.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [mixed[last], mixed[other]] = [mixed[other] as never, mixed[last] as never];
      }
      return mixed;
    },
  };
};
