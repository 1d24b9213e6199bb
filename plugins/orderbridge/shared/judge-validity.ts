import type { Validity } from './catalog-snapshot';
import type { ErrorCode } from './errors';

/** Whether something can be ordered now, and why not. */
export type Orderable =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly code: ErrorCode; readonly reason: string };

/** Judges whether a moment lies within a validity: from its beginning on, until before its end. */
export const judgeValidity = (name: string, { from, to }: Validity, at: Date): Orderable => {
  if (from !== null && at < new Date(from)) {
    const reason = `"${name}" can be ordered from ${from} on.`;
    return { allowed: false, code: 'item.not_yet_valid', reason };
  }
  if (to !== null && at >= new Date(to)) {
    const reason = `"${name}" could be ordered until ${to}.`;
    return { allowed: false, code: 'item.no_longer_valid', reason };
  }
  return { allowed: true };
};
