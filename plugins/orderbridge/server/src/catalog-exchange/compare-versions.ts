const compareParts = (one: string, other: string): number => {
  const [first, second] = [Number(one), Number(other)];
  if (!Number.isNaN(first) && !Number.isNaN(second)) return Math.sign(first - second);
  return one < other ? -1 : Number(one > other);
};

/**
 * Which of two versions is the newer one: below zero where the first is older. Parts between dots are
 * compared as numbers where they are some, and what is missing is zero, so 1.10 is newer than 1.9 and
 * 2 is 2.0.
 */
export const compareVersions = (one: string, other: string): number => {
  const [first, second] = [one, other].map((version) =>
    version.trim().replace(/^v/i, '').split('.'),
  ) as [string[], string[]];
  const length = Math.max(first.length, second.length);
  for (let index = 0; index < length; index += 1) {
    const order = compareParts(first[index] ?? '0', second[index] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
};
