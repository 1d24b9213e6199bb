import { OrderbridgeError } from '../kernel/errors';
import type { Candidate } from './candidates';
import type { Reference, Target } from './tm-forum/references';
import type { StoredDocument } from './stored-catalog';

/** In this order a reference is looked for: an id is worth more than a name. */
const WAYS = ['id', 'number', 'name'] as const;
type Way = (typeof WAYS)[number];

type Named = Pick<StoredDocument, 'externalId' | 'number' | 'name'> & { readonly target: Target };

/** Finds documents by what a reference says of them. */
class Lookup {
  private readonly found = new Map<string, Set<Target>>();

  constructor(documents: Iterable<Named>) {
    for (const { target, externalId, number, name } of documents) {
      this.add(target, 'id', externalId);
      this.add(target, 'id', target.documentId);
      this.add(target, 'number', number);
      this.add(target, 'name', name);
    }
  }

  private add(target: Target, way: Way, text: string | null): void {
    if (text === null) return;
    const key = JSON.stringify([target.type, way, text]);
    const targets = this.found.get(key) ?? new Set();
    this.found.set(key, targets.add(target));
  }

  find(type: string, way: Way, text: string | null): readonly Target[] {
    return text === null ? [] : [...(this.found.get(JSON.stringify([type, way, text])) ?? [])];
  }
}

export interface Finder {
  /** @throws `import.reference_unresolved`, `import.reference_ambiguous` */
  resolve(reference: Reference): Target;
  /** Everything of a type and a name, in the set and, where it is not of the set, in the store. */
  findByName(type: Target['type'], name: string): readonly Target[];
}

/** Looks in the set first and in the store after it, each way before the next. */
export const createFinder = (
  candidates: readonly Candidate[],
  stored: readonly StoredDocument[],
): Finder => {
  const lookups = [new Lookup(candidates), new Lookup(stored)] as const;
  return {
    resolve(reference) {
      for (const way of WAYS) {
        const text = way === 'name' ? reference.name : reference.id;
        for (const lookup of lookups) {
          const [first, ...others] = lookup.find(reference.type, way, text);
          if (first === undefined) continue;
          if (others.length === 0) return first;
          throw new OrderbridgeError(
            'import.reference_ambiguous',
            `${others.length + 1} documents fit the ${String(reference)} that it refers to.`,
          );
        }
      }
      throw new OrderbridgeError(
        'import.reference_unresolved',
        `There is no ${String(reference)}, which it refers to.`,
      );
    },
    findByName(type, name) {
      const renamed = new Set(candidates.map(({ target }) => target));
      const [inSet, inStore] = lookups.map((lookup) => lookup.find(type, 'name', name));
      return [...(inSet ?? []), ...(inStore ?? []).filter((target) => !renamed.has(target))];
    },
  };
};
