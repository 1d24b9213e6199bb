/**
 * Which test files take long, the longest first: started late, one of them would run alone in the end.
 * Jest itself goes by the size of a file where it has no times of an earlier run.
 */
const LONGEST = [
  'access/bad-input',
  'faults/faults',
  'model/requests',
  'access/staff-roles',
  'kernel/rate-limits',
  'faults/controls',
  'access/isolation',
  'two-instance/commands',
  'two-instance/conversation',
  'two-instance/upgrade',
  'two-instance/key-rotation',
  'access/absence',
  'access/first-boot',
  'audit/acts',
  'orders/transitions',
];

const rankOf = ({ path }) => {
  const rank = LONGEST.findIndex((name) => path.includes(`/${name}.test.`));
  return rank === -1 ? LONGEST.length : rank;
};

/** The order in which Jest starts the test files. */
export default class LongestFirst {
  sort(tests) {
    return [...tests].sort((one, other) => rankOf(one) - rankOf(other));
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    // Nothing is remembered between runs: every clone starts them in the same order.
  }
}
