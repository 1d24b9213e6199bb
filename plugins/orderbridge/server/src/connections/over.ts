/** The condition of rows with a connection that is one of some. */
export const over = (connectionIds: readonly number[]) => ({
  connection: { id: { $in: [...connectionIds] } },
});

/** The condition that leaves those out; where there are none, nothing is asked for. */
export const notOver = (connectionIds: readonly number[]): Record<string, unknown> =>
  connectionIds.length === 0 ? {} : { $not: over(connectionIds) };
