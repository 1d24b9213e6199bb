import type { Candidate } from './candidates';
import { isSame } from './compare-candidates';
import type { CatalogReader } from './import-options';
import { asList, type Fields } from './tm-forum/json-fields';
import { isTarget, type Target } from './tm-forum/references';
import type { CatalogType } from './tm-forum/shapes';
import type { StoredDocument } from './stored-catalog';

/** Adds a link that another document says, where it is not there already. */
export interface Addition {
  readonly from: Candidate;
  readonly owner: Target;
  readonly attribute: 'prices' | 'categories' | 'parent';
}

const idsByType = (targets: Iterable<Target>): ReadonlyMap<CatalogType, readonly string[]> => {
  const ids = new Map<CatalogType, Set<string>>();
  for (const { type, documentId } of targets) {
    if (documentId !== null) ids.set(type, (ids.get(type) ?? new Set()).add(documentId));
  }
  return new Map([...ids].map(([type, set]) => [type, [...set]]));
};

/** What the catalogue has of these documents, by their ids. */
export const loadTargets = async (
  reader: CatalogReader,
  targets: Iterable<Target>,
): Promise<ReadonlyMap<string, Fields>> => {
  const all = new Map<string, Fields>();
  for (const [type, ids] of idsByType(targets)) {
    for (const [id, fields] of await reader.loadFields(type, ids)) all.set(id, fields);
  }
  return all;
};

const isLinked = (value: unknown, target: Target): boolean =>
  asList(value).some(
    (link) =>
      link === target ||
      (isTarget(link) && link.documentId !== null && link.documentId === target.documentId),
  );

const withLink = (fields: Fields, { from, attribute }: Addition): Fields => {
  if (attribute === 'parent') return { ...fields, parent: from.target };
  const links = asList(fields[attribute]);
  return isLinked(links, from.target)
    ? fields
    : { ...fields, [attribute]: [...links, from.target] };
};

/** A stored document that the set itself does not have, and that documents of the set belong to. */
const toImplicit = (
  document: StoredDocument,
  fields: Fields,
  file: string | undefined,
): Candidate => ({
  ...document,
  position: null,
  type: document.target.type,
  file,
  isOwn: true,
  isActive: false,
  read: null,
  stored: document,
  storedFields: fields,
  fields,
  refusal: null,
});

/**
 * Adds the links that documents say of their owners, also to owners that are in the catalogue and not
 * in the set; those join the candidates where that changes them.
 */
export const addLinks = async (
  candidates: readonly Candidate[],
  additions: readonly Addition[],
  reader: CatalogReader,
): Promise<readonly Candidate[]> => {
  const byTarget = new Map(candidates.map((candidate) => [candidate.target, candidate]));
  const taken = additions.filter(({ from }) => from.refusal === null);
  const missing = taken.filter(({ owner }) => !byTarget.has(owner));
  const loaded = await loadTargets(
    reader,
    missing.map(({ owner }) => owner),
  );
  const stored = new Map<Target, StoredDocument>(reader.stored.map((each) => [each.target, each]));
  for (const addition of taken) {
    const { owner, from } = addition;
    const document = stored.get(owner);
    const fields = owner.documentId === null ? undefined : loaded.get(owner.documentId);
    if (!byTarget.has(owner) && document && fields) {
      byTarget.set(owner, toImplicit(document, fields, from.file));
    }
    const candidate = byTarget.get(owner);
    if (candidate) candidate.fields = withLink(candidate.fields, addition);
  }
  return [...byTarget.values()].filter(
    (candidate) => candidate.read !== null || candidate.refusal !== null || !isSame(candidate),
  );
};
