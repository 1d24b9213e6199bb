import type { Core } from '@strapi/strapi';
import { now } from './config';
import type { Transaction } from './transaction';

/**
 * Keeps in memory for a while what is read often and changes seldom. What this process changes it
 * forgets (`forget`) and sees at once; what another node changes is seen when the time is over.
 */
export const createKeptValues = <Key, Value>({
  strapi,
  keptMs,
}: {
  strapi: Core.Strapi;
  keptMs: number;
}) => {
  const kept = new Map<Key, { value: Value; until: number }>();
  let changes = 0;

  return {
    /**
     * The values of some keys; `load` is asked for those that are not kept. What it does not answer is
     * not kept. Read within a change, values are kept when that is durable: until then its rows may be
     * taken back, and their ids given to others.
     */
    async ofAll(
      keys: Iterable<Key>,
      load: (missing: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
      transaction?: Transaction,
    ): Promise<ReadonlyMap<Key, Value>> {
      const at = now(strapi).getTime();
      const found = new Map<Key, Value>();
      const missing = new Set<Key>();
      for (const key of keys) {
        const known = kept.get(key);
        if (known && known.until > at) found.set(key, known.value);
        else missing.add(key);
      }
      if (missing.size === 0) return found;
      const before = changes;
      const loaded = await load([...missing]);
      const keep = () => {
        // Somebody has changed something meanwhile, perhaps what was read here.
        if (changes !== before) return;
        for (const [key, value] of loaded) kept.set(key, { value, until: at + keptMs });
      };
      if (transaction) transaction.afterCommit(keep);
      else keep();
      return new Map([...found, ...loaded]);
    },

    /** To be called once a change of the key's value is durable. */
    forget(key: Key): void {
      changes += 1;
      kept.delete(key);
    },
  };
};
