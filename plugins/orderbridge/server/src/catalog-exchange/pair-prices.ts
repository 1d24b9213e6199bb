import type { Candidate } from './candidates';
import type { CatalogReader } from './import-options';
import type { Addition } from './link-candidates';
import type { Finder } from './lookup';
import { findTargets, type Target } from './tm-forum/references';

const SEPARATOR = ' - ';

/** What stands before each separator: "A - B - Fee" may be a price of "A" or of "A - B". */
const prefixesOf = (name: string): string[] => {
  const prefixes: string[] = [];
  for (let at = name.indexOf(SEPARATOR); at !== -1; at = name.indexOf(SEPARATOR, at + 1)) {
    if (at > 0) prefixes.push(name.slice(0, at));
  }
  return prefixes;
};

const findOfferings = (name: string | null, finder: Finder): readonly Target[] => [
  ...new Set(
    prefixesOf(name ?? '').flatMap((prefix) => finder.findByName('product-offering', prefix)),
  ),
];

/** Prices that nothing links to get the one offering that their name begins with. */
export const pairPrices = async (
  candidates: readonly Candidate[],
  additions: readonly Addition[],
  { reader, finder }: { readonly reader: CatalogReader; readonly finder: Finder },
) => {
  const linked = new Set([
    ...candidates.flatMap(({ type, fields }) =>
      type === 'product-offering' ? findTargets(fields['prices']) : [],
    ),
    ...additions.map(({ from }) => from.target),
  ]);
  const open = candidates.filter(
    ({ type, target, isOwn, refusal }) =>
      type === 'product-offering-price' && !isOwn && refusal === null && !linked.has(target),
  );
  const used = await reader.findUsedPrices(
    open.flatMap(({ target: { documentId } }) => documentId ?? []),
  );
  // An offering that says everything of itself has said which prices it has.
  const complete = new Set(candidates.filter(({ isOwn }) => isOwn).map(({ target }) => target));
  const pairs: Addition[] = [];
  const unpaired: { candidate: Candidate; offerings: number }[] = [];
  for (const candidate of open) {
    if (candidate.target.documentId !== null && used.has(candidate.target.documentId)) continue;
    const offerings = findOfferings(candidate.name, finder).filter((owner) => !complete.has(owner));
    const [owner] = offerings;
    if (owner !== undefined && offerings.length === 1) {
      pairs.push({ from: candidate, owner, attribute: 'prices' });
    } else {
      unpaired.push({ candidate, offerings: offerings.length });
    }
  }
  return { pairs, unpaired };
};
