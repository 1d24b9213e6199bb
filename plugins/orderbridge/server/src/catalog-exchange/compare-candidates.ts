import { isDeepStrictEqual } from 'node:util';
import type { Candidate } from './candidates';
import { asList, type Fields } from './tm-forum/json-fields';
import { isTarget } from './tm-forum/references';

/** Whether the catalogue has it just so. */
export const isSame = (candidate: Candidate): boolean =>
  candidate.storedFields !== null &&
  isDeepStrictEqual(withSortedLinks(candidate.fields), withSortedLinks(candidate.storedFields));

/** Links to many have no order that means anything. */
const withSortedLinks = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      const list = asList(value);
      if (list.length === 0 || !list.every(isTarget)) return [key, value];
      return [key, [...new Set(list.map(({ documentId }) => documentId ?? 'new'))].sort()];
    }),
  );

export type Change = 'created' | 'changed' | 'unchanged';

/** What becomes of a candidate that is not refused. */
export const changeOf = (candidate: Candidate): Change => {
  if (candidate.stored === null) return 'created';
  return isSame(candidate) ? 'unchanged' : 'changed';
};
