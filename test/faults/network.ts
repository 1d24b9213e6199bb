import { setTimeout as sleep } from 'node:timers/promises';
import type { Fate, FaultProxy } from '../support/fault-proxy';
import type { Random } from './random';

/** How often what happens to a request, of a hundred. */
const WEIGHTS = {
  pass: 60,
  'lose-request': 6,
  'cut-request': 4,
  'lose-answer': 6,
  'cut-answer': 4,
  twice: 5,
  'again-later': 5,
  delay: 5,
  'too-late': 2,
  overtaken: 3,
};

const DELAY_MS = 400;
/** Longer than an instance of the tests waits for an answer: it has sent the message again by then. */
const TOO_LATE_MS = 2_300;
/** How long a request waits to be overtaken by another of the same line. */
const OVERTAKEN_WITHIN_MS = 500;

/** Every request between the instances meets one of the faults by chance, in both directions. */
export const disturb = (proxies: readonly FaultProxy[], random: Random) => {
  const counts = new Map<string, number>();
  for (const proxy of proxies) {
    let letGo: () => void = () => undefined;
    proxy.inject(async (): Promise<Fate> => {
      const chosen = random.weighted(WEIGHTS);
      counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
      letGo();
      if (chosen === 'delay') await sleep(random.below(DELAY_MS));
      else if (chosen === 'too-late') await sleep(TOO_LATE_MS);
      else if (chosen === 'overtaken') {
        const next = new Promise<void>((resolve) => (letGo = resolve));
        await Promise.race([next, sleep(OVERTAKEN_WITHIN_MS)]);
      } else return chosen;
      return 'pass';
    });
  }
  return {
    /** How often what has happened. */
    counts: (): Record<string, number> => Object.fromEntries(counts),
  };
};
