import type { OrderbridgeError } from '../kernel/errors';
import {
  readCandidates,
  toRefusal,
  type Candidate,
  type ImportEntry,
  type Leftover,
} from './candidates';
import { completeCandidate } from './complete-candidates';
import type { CatalogReader, ImportOptions } from './import-options';
import type { Fields } from './tm-forum/json-fields';
import { addLinks, loadTargets, type Addition } from './link-candidates';
import { createFinder, type Finder } from './lookup';
import { matchStored } from './match-stored';
import { pairPrices } from './pair-prices';
import { findTargets, isReference, replaceAll, type Target } from './tm-forum/references';
import {
  refuseDefects,
  refuseDependents,
  refuseTakenSkus,
  refuseWrongValues,
} from './refuse-candidates';

/** What an earlier run found out about documents of the set, by their positions. */
export type Refusals = ReadonlyMap<number, OrderbridgeError>;

export interface ImportPlan {
  readonly candidates: readonly Candidate[];
  readonly leftovers: readonly Leftover[];
  readonly unpaired: readonly { readonly candidate: Candidate; readonly offerings: number }[];
}

const resolveLinks = (candidate: Candidate, finder: Finder): void => {
  try {
    candidate.fields = replaceAll(candidate.fields, isReference, (reference) =>
      finder.resolve(reference),
    ) as Fields;
  } catch (error) {
    candidate.refusal ??= toRefusal(error);
  }
};

const resolveBelongings = (candidate: Candidate, finder: Finder): readonly Addition[] => {
  try {
    return (candidate.read?.belongsTo ?? []).map(({ owner, attribute }) => ({
      from: candidate,
      owner: finder.resolve(owner),
      attribute,
    }));
  } catch (error) {
    candidate.refusal ??= toRefusal(error);
    return [];
  }
};

/**
 * Decides what an import does with each document of a set, without writing anything: what it becomes,
 * what it links to, and why it is refused. Everything that is asked of the catalogue is asked in bulk.
 */
export const planImport = async (
  entries: readonly ImportEntry[],
  { options, refusals }: { readonly options: ImportOptions; readonly refusals: Refusals },
  reader: CatalogReader,
): Promise<ImportPlan> => {
  const { candidates, leftovers } = readCandidates(entries);
  for (const [position, refusal] of refusals) {
    const candidate = candidates[position];
    if (candidate) candidate.refusal = refusal;
  }
  matchStored(candidates, reader.stored);
  const finder = createFinder(candidates, reader.stored);
  for (const candidate of candidates) resolveLinks(candidate, finder);
  const belongings = candidates.flatMap((candidate) => resolveBelongings(candidate, finder));

  const specifications = candidates.flatMap(({ fields, read }) =>
    read?.usedValues.length ? findTargets(fields['productSpecification']) : [],
  );
  const loaded = await loadTargets(reader, [
    ...candidates.map(({ target }) => target),
    ...specifications,
  ]);
  const byTarget = new Map(candidates.map((candidate) => [candidate.target, candidate]));
  for (const candidate of candidates) {
    candidate.storedFields = loaded.get(candidate.target.documentId ?? '') ?? null;
    completeCandidate(candidate, options);
  }
  const fieldsOf = (target: Target) =>
    byTarget.get(target)?.fields ?? loaded.get(target.documentId ?? '');
  for (const candidate of candidates) refuseWrongValues(candidate, fieldsOf);
  refuseTakenSkus(candidates, reader.stored);
  refuseDefects(candidates, reader);

  const { pairs, unpaired } = await pairPrices(candidates, belongings, { reader, finder });
  const additions = [...belongings, ...pairs];
  refuseDependents(candidates, additions);
  return {
    candidates: await addLinks(candidates, additions, reader),
    leftovers,
    unpaired: unpaired.filter(({ candidate }) => candidate.refusal === null),
  };
};
