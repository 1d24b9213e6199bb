import { compileRule, CONSUMER_ATTRIBUTES, isConstant, OPERATORS } from './match-consumer';

const MAX_DEPTH = 20;
const MAX_LENGTH = 20_000;
/** A rule is asked for every consumer; lists within lists multiply what that takes. */
const MAX_LOOPS = 2;

const NOT_A_RULE = 'a rule is true, false or a JsonLogic object with one operator';
const NAMES = CONSUMER_ATTRIBUTES.join(', ');

const LOOPS: ReadonlySet<string> = new Set(['map', 'filter', 'reduce', 'all', 'none', 'some']);
/** Attributes with something inside of them. */
const NESTED: ReadonlySet<string> = new Set(['tags', 'customFields']);

const isOneOf = (names: readonly string[], name: string): boolean => names.includes(name);

/** Where in a rule something stands: inside of a loop a `var` names a part of the list's item. */
interface Place {
  readonly depth: number;
  readonly loops: number;
}

const findNameDefect = (name: unknown, { loops }: Place): string | undefined => {
  if (typeof name !== 'string') return 'a var names an attribute by a text';
  if (loops > 0) return undefined;
  const [first = '', ...rest] = name.split('.');
  if (isOneOf(CONSUMER_ATTRIBUTES, first) && (rest.length === 0 || NESTED.has(first))) {
    return undefined;
  }
  return `there is no attribute "${name}"; a consumer has ${NAMES}`;
};

const firstDefect = (
  items: readonly unknown[],
  find: (item: unknown) => string | undefined,
): string | undefined => {
  for (const item of items) {
    const defect = find(item);
    if (defect !== undefined) return defect;
  }
  return undefined;
};

const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const findNamesDefect = (names: readonly unknown[], place: Place): string | undefined =>
  firstDefect(names, (name) =>
    typeof name === 'object' ? findExpressionDefect(name, place) : findNameDefect(name, place),
  );

const findOperandsDefect = (operator: string, value: unknown, place: Place): string | undefined => {
  const operands = toList(value);
  const inside = (operand: unknown) => findExpressionDefect(operand, place);
  switch (operator) {
    case 'var':
      return findNameDefect(operands[0], place) ?? firstDefect(operands.slice(1), inside);
    case 'missing':
      return findNamesDefect(operands, place);
    case 'missing_some':
      return inside(operands[0]) ?? findNamesDefect(toList(operands[1]), place);
  }
  if (!LOOPS.has(operator)) return firstDefect(operands, inside);
  if (place.loops === MAX_LOOPS) {
    return `lists are looked through at most ${String(MAX_LOOPS)} deep`;
  }
  const [list, body, ...rest] = operands;
  const ofItem = { ...place, loops: place.loops + 1 };
  return inside(list) ?? findExpressionDefect(body, ofItem) ?? firstDefect(rest, inside);
};

const findExpressionDefect = (expression: unknown, place: Place): string | undefined => {
  if (typeof expression !== 'object' || expression === null) return undefined;
  if (place.depth === MAX_DEPTH) return `it is nested more than ${String(MAX_DEPTH)} deep`;
  const deeper = { ...place, depth: place.depth + 1 };
  if (Array.isArray(expression)) {
    return firstDefect(expression, (item) => findExpressionDefect(item, deeper));
  }
  const [entry, ...more] = Object.entries(expression as Readonly<Record<string, unknown>>);
  if (entry === undefined || more.length > 0) return 'an object in a rule has one operator';
  const [operator, value] = entry;
  if (!isOneOf(OPERATORS, operator)) return `there is no operator "${operator}"`;
  return findOperandsDefect(operator, value, deeper);
};

const findCompileDefect = (rule: unknown): string | undefined => {
  try {
    compileRule(rule);
    return undefined;
  } catch (error) {
    // The engine throws what is no Error, too, such as NaN for a division by zero.
    return error instanceof Error ? error.message : 'an operator cannot be used with its values';
  }
};

/** Says why a rule cannot be used, or nothing where it can. */
export const findRuleDefect = (rule: unknown): string | undefined => {
  if (isConstant(rule)) return undefined;
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return NOT_A_RULE;
  const defect = findExpressionDefect(rule, { depth: 0, loops: 0 });
  if (defect !== undefined) return defect;
  if (JSON.stringify(rule).length > MAX_LENGTH) {
    return `it is longer than ${String(MAX_LENGTH)} characters`;
  }
  return findCompileDefect(rule);
};
