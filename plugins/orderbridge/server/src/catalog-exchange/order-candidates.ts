import type { Candidate } from './candidates';
import { findTargets } from './tm-forum/references';
import { CATALOG_TYPES } from './tm-forum/shapes';

/** Of the links between types the one that goes both ways for an offering: it needs its parts first. */
const rankOf = ({ type }: Candidate): number => CATALOG_TYPES.indexOf(type);

/**
 * The candidates, each after everything that it links to: resources, services and products by their
 * relationships, offerings, and bundles after what they bundle. Where links go round in a circle,
 * one of its documents comes before what it links to.
 */
export const orderCandidates = (candidates: readonly Candidate[]): readonly Candidate[] => {
  const byTarget = new Map(candidates.map((candidate) => [candidate.target, candidate]));
  const ordered = new Set<Candidate>();
  const begun = new Set<Candidate>();
  const roots = [...candidates].sort((one, other) => rankOf(one) - rankOf(other));
  const open: { candidate: Candidate; isDone: boolean }[] = [...roots]
    .reverse()
    .map((candidate) => ({ candidate, isDone: false }));
  // A stack instead of recursion: a chain of a thousand categories is no reason to fail.
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { candidate, isDone } = next;
    if (isDone) ordered.add(candidate);
    if (isDone || begun.has(candidate)) continue;
    begun.add(candidate);
    open.push({ candidate, isDone: true });
    for (const target of findTargets(candidate.fields)) {
      const on = byTarget.get(target);
      if (on !== undefined && !begun.has(on)) open.push({ candidate: on, isDone: false });
    }
  }
  return [...ordered];
};
