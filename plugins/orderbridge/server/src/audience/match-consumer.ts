import { LogicEngine } from 'json-logic-engine';

/** What a rule may look at: the consumer's attributes. */
export interface ConsumerAttributes {
  readonly name: string;
  readonly externalId: string | null;
  readonly country: string | null;
  readonly segment: string | null;
  readonly tags: unknown;
  readonly customFields: unknown;
}

const engine = new LogicEngine();

/**
 * Whether a JsonLogic rule holds for a consumer: only the answer `true` counts. A rule that cannot be
 * evaluated with what a consumer has, such as a text where it compares numbers, does not hold for it.
 */
export const matchesConsumer = (rule: unknown, consumer: ConsumerAttributes): boolean => {
  // Strapi keeps a bare `true` as 1 on SQLite.
  if (rule === 1) return true;
  try {
    return engine.run(rule, consumer) === true;
  } catch {
    return false;
  }
};

/** Says why a rule cannot be used, or nothing where it can. */
export const findRuleDefect = (rule: unknown): string | undefined => {
  if (typeof rule === 'boolean') return undefined;
  if (
    typeof rule !== 'object' ||
    rule === null ||
    Array.isArray(rule) ||
    Object.keys(rule).length !== 1
  ) {
    return 'a rule is true, false or a JsonLogic object with one operator';
  }
  try {
    engine.build(rule);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'the rule is no JsonLogic';
  }
};
