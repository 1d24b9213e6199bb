/** Sums up the SQL that an instance ran. */

/** `select orderbridge_orders`, `insert orderbridge_outbox`, `BEGIN`. */
const kindOf = (sql) => {
  const [verb] = /^\w+/.exec(sql);
  const table = /(?:from|into|update)\s+[`"]?(\w+)/i.exec(sql)?.[1];
  return table === undefined ? verb : `${verb} ${table}`;
};

/** Each is a wait for the disk. One connection runs them all, so what it runs in between is inside. */
const countCommits = (statements) => {
  let isInTransaction = false;
  return statements.filter((sql) => {
    if (/^begin/i.test(sql)) isInTransaction = true;
    const isAlone = !isInTransaction && /^(?:insert|update|delete)/i.test(sql);
    const isEnd = /^(?:commit|rollback)/i.test(sql);
    if (isEnd) isInTransaction = false;
    return isAlone || /^commit/i.test(sql);
  }).length;
};

/** How many statements of each kind there were for each of `items`, the most first. */
export const summariseStatements = (noted, items) => {
  const statements = noted.map(({ sql }) => sql);
  const counts = new Map();
  for (const kind of statements.map(kindOf)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return {
    kinds: [...counts]
      .map(([kind, count]) => ({ kind, count: count / items }))
      .sort((one, other) => other.count - one.count),
    statements: statements.length / items,
    commits: countCommits(statements) / items,
  };
};
