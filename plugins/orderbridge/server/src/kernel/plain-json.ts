/** More than a form of nested bundles needs, and far less than what a recursive reader can take. */
const MAX_DEPTH = 100;

// In a pattern with the u flag, only a surrogate that stands alone is one.
const isStorable = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);

/**
 * Says why a JSON value cannot be taken in, or nothing where it can: it is nested too deeply, or holds
 * a text that PostgreSQL cannot store (a NUL, half of a surrogate pair).
 */
export const findJsonDefect = (json: unknown): string | undefined => {
  const open: { value: unknown; depth: number }[] = [{ value: json, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string' && !isStorable(value)) {
      return 'a text contains a NUL or half of a surrogate pair';
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth === MAX_DEPTH) return `nested more than ${String(MAX_DEPTH)} deep`;
    for (const [key, inner] of Object.entries(value)) {
      open.push({ value: key, depth: depth + 1 }, { value: inner, depth: depth + 1 });
    }
  }
  return undefined;
};
