import { LogicEngine } from 'json-logic-engine';

/** What a rule may look at. */
export const CONSUMER_ATTRIBUTES = [
  'name',
  'externalId',
  'country',
  'segment',
  'language',
  'tags',
  'customFields',
] as const;

export type ConsumerAttributes = Readonly<Record<(typeof CONSUMER_ATTRIBUTES)[number], unknown>>;

/** Those of JsonLogic (https://jsonlogic.com/operations.html) that look at nothing but their data. */
export const OPERATORS = [
  ...['var', 'missing', 'missing_some'],
  ...['if', '==', '===', '!=', '!==', '!', '!!', 'or', 'and'],
  ...['>', '>=', '<', '<=', 'max', 'min', '+', '-', '*', '/', '%'],
  ...['map', 'filter', 'reduce', 'all', 'none', 'some', 'merge', 'in', 'cat', 'substr'],
] as const;

const createEngine = (): LogicEngine => {
  const all = new LogicEngine().methods as Readonly<Record<string, unknown>>;
  return new LogicEngine(Object.fromEntries(OPERATORS.map((name) => [name, all[name]])));
};
const engine = createEngine();

type Predicate = (consumer: ConsumerAttributes) => boolean;

/**
 * Compiles a JsonLogic rule.
 *
 * @throws what the engine says of a rule that is no JsonLogic
 */
export const compileRule = (rule: unknown): ((consumer: ConsumerAttributes) => unknown) =>
  engine.build(rule) as (consumer: ConsumerAttributes) => unknown;

/** Strapi keeps a bare `true` or `false` as 1 or 0 on SQLite. */
export const isConstant = (rule: unknown): rule is boolean | 0 | 1 =>
  typeof rule === 'boolean' || rule === 0 || rule === 1;

/**
 * Makes a question of a rule: whether it holds for a consumer. Only the answer `true` counts. A rule
 * that cannot be evaluated with what a consumer has, such as a text where it compares numbers, does not
 * hold for it.
 */
export const buildRule = (rule: unknown): Predicate => {
  if (isConstant(rule)) return () => Boolean(rule);
  let evaluate: (consumer: ConsumerAttributes) => unknown;
  try {
    evaluate = compileRule(rule);
  } catch {
    return () => false;
  }
  return (consumer) => {
    try {
      return evaluate(consumer) === true;
    } catch {
      return false;
    }
  };
};

const toAttributes = (consumer: ConsumerAttributes): ConsumerAttributes =>
  Object.fromEntries(
    CONSUMER_ATTRIBUTES.map((name) => [name, consumer[name]]),
  ) as unknown as ConsumerAttributes;

/** Says for a rule which of the given consumers it holds for. A rule is built once, however often asked. */
export const createMatcher = <Key>(consumers: ReadonlyMap<Key, ConsumerAttributes>) => {
  const attributes = [...consumers].map(
    ([key, consumer]) => [key, toAttributes(consumer)] as const,
  );
  const known = new Map<string, ReadonlySet<Key>>();
  return (rule: unknown): ReadonlySet<Key> => {
    const text = JSON.stringify([rule]);
    const before = known.get(text);
    if (before) return before;
    const holds = buildRule(rule);
    const matched = new Set(attributes.filter(([, of]) => holds(of)).map(([key]) => key));
    known.set(text, matched);
    return matched;
  };
};
