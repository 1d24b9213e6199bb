import { OrderbridgeError } from '../kernel/errors';
import type { Candidate } from './candidates';
import { compareVersions } from './compare-versions';
import type { StoredDocument } from './stored-catalog';

type Identified = Pick<Candidate, 'kind' | 'externalId' | 'number' | 'name'>;
const WAYS = ['externalId', 'number', 'name'] as const;

/** An id, else a number, else a name: what makes two documents of a kind the same one. */
const identityOf = (document: Identified): string => {
  const way = WAYS.find((each) => document[each] !== null) ?? 'name';
  return JSON.stringify([document.kind, way, document[way]]);
};

const groupBy = <Item>(items: readonly Item[], keyOf: (item: Item) => unknown) => {
  const groups = new Map<unknown, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
};

const refuseAll = (candidates: readonly Candidate[], what: string): void => {
  const files = [...new Set(candidates.map(({ file }) => file ?? 'the request'))].join(', ');
  for (const candidate of candidates) {
    candidate.refusal ??= new OrderbridgeError(
      'import.duplicate',
      `${what} stands in the set ${candidates.length} times: ${files}.`,
    );
  }
};

const refuseDuplicates = (candidates: readonly Candidate[]): void => {
  for (const group of groupBy(candidates, identityOf).values()) {
    if (group.length > 1) refuseAll(group, 'The same document');
  }
};

/** Stored documents by each of the ways, an own id being as good as one of another system. */
const indexOf = (stored: readonly StoredDocument[]): ReadonlyMap<string, StoredDocument[]> => {
  const index = new Map<string, StoredDocument[]>();
  const add = (kind: string, way: string, text: string | null, document: StoredDocument) => {
    if (text === null) return;
    const key = JSON.stringify([kind, way, text]);
    const found = index.get(key);
    if (found === undefined) index.set(key, [document]);
    else if (!found.includes(document)) found.push(document);
  };
  for (const document of stored) {
    for (const way of WAYS) add(document.kind, way, document[way], document);
    if (document.externalId === null) {
      add(document.kind, 'externalId', document.target.documentId, document);
    }
  }
  return index;
};

const matchOne = (candidate: Candidate, found: readonly StoredDocument[]): void => {
  const [first] = found;
  if (first === undefined) return;
  if (found.length > 1) {
    candidate.refusal ??= new OrderbridgeError(
      'import.identity_ambiguous',
      `${found.length} documents of the catalogue fit it, and it has no id.`,
    );
    return;
  }
  candidate.stored = first;
  candidate.target = first.target;
  const { version } = candidate;
  if (version === null || first.version === null) return;
  if (compareVersions(version, first.version) < 0) {
    candidate.refusal ??= new OrderbridgeError(
      'import.version_older',
      `Its version ${version} is older than ${first.version}, which is there.`,
    );
  }
};

/** Finds the document of the catalogue that each candidate is, and refuses what is there twice. */
export const matchStored = (
  candidates: readonly Candidate[],
  stored: readonly StoredDocument[],
): void => {
  refuseDuplicates(candidates);
  const index = indexOf(stored);
  for (const candidate of candidates) matchOne(candidate, index.get(identityOf(candidate)) ?? []);
  const matched = candidates.filter((candidate) => candidate.stored !== null);
  for (const group of groupBy(matched, ({ stored: document }) => document).values()) {
    if (group.length > 1) refuseAll(group, 'The same document of the catalogue');
  }
};
