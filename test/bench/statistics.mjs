/** The value that this share of the values does not exceed, by nearest rank. */
export const percentile = (values, share) => {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
};

export const median = (values) => percentile(values, 0.5);
