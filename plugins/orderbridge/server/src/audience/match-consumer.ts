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

/** Whether a JsonLogic rule holds for a consumer. The rule `true` holds for everybody. */
export const matchesConsumer = (rule: unknown, consumer: ConsumerAttributes): boolean =>
  Boolean(engine.run(rule, consumer));

/** Says why a rule cannot be used, or nothing where it can. */
export const findRuleDefect = (rule: unknown): string | undefined => {
  if (typeof rule !== 'boolean' && (typeof rule !== 'object' || rule === null)) {
    return 'a rule is true, false or a JsonLogic object';
  }
  try {
    engine.build(rule);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'the rule is no JsonLogic';
  }
};
