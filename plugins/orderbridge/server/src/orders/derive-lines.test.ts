import fc from 'fast-check';
import type {
  CharacteristicSnapshot,
  OrderableSnapshot,
  PartQuantity,
  PinnedSpecification,
} from '../../../shared/catalog-snapshot';
import {
  completeAnswers,
  labelAnswers,
  toPointer,
  type Answers,
  type AnswerValue,
} from '../../../shared/form';
import { checkAnswers, deriveForm } from '../forms';
import { deriveLines } from './derive-lines';

/** What somebody orders of a catalogue that is made up with it. */
interface Plan {
  /** Answers to the questions of one specification; nothing where there is none. */
  readonly values: readonly (string | null)[];
  readonly composed: readonly PlannedPart[];
  readonly bundled: readonly PlannedPart[];
}

interface PlannedPart {
  readonly key: string;
  /** Left out, asked for with its quantity, or there because it has to be. */
  readonly how: 'left out' | 'asked for' | 'standing';
  readonly count: number;
  readonly plan: Plan;
}

const MOST = 6;
const key = fc.oneof(
  fc.stringMatching(/^[A-Za-z][A-Za-z /~-]{0,6}$/),
  fc.constantFrom('quantity', 'components', 'characteristics', 'location'),
);

const partsOf = (depth: number, sign: string): fc.Arbitrary<PlannedPart[]> =>
  depth === 0
    ? fc.constant([])
    : fc.uniqueArray(
        fc.record({
          // No offering of a bundle is called as a component is.
          key: key.map((text) => `${text}${sign}`),
          how: fc.constantFrom('left out' as const, 'asked for' as const, 'standing' as const),
          count: fc.integer({ min: 1, max: MOST }),
          plan: planOf(depth - 1),
        }),
        { selector: (part) => part.key, maxLength: 2 },
      );

const planOf = (depth: number): fc.Arbitrary<Plan> =>
  fc.record({
    values: fc.array(fc.option(fc.constantFrom('', 'one', 'two')), { maxLength: 2 }),
    composed: partsOf(depth, ''),
    bundled: partsOf(depth, '#'),
  });

/** Deep enough for a bundle in a bundle in a bundle. */
const DEPTH = 3;
const RUNS = { numRuns: 60 };
const plans = planOf(DEPTH);

const question = (name: string): CharacteristicSnapshot => ({
  name,
  label: `Question ${name}`,
  description: null,
  translations: {},
  valueType: 'text',
  mandatory: false,
  items: null,
  options: [],
  choiceStyle: 'dropdown',
  valueFrom: null,
  valueTo: null,
  minLength: null,
  maxLength: null,
  pattern: null,
  defaultValue: null,
  fixedValue: null,
  unitOfMeasure: null,
  properties: [],
});

/** A part that stands has its quantity by default. */
const quantityOf = ({ how, count }: PlannedPart): PartQuantity =>
  how === 'standing'
    ? { minimum: 1, default: count, maximum: MOST }
    : { minimum: 0, default: 0, maximum: MOST };

const specificationOf = ({ values, composed }: Plan): PinnedSpecification => ({
  type: 'product-specification',
  documentId: 'specification',
  version: 1,
  name: 'Specification',
  description: null,
  asksForLocation: false,
  characteristics: values.map((_value, index) => question(`q${String(index)}`)),
  relationships: [],
  parts: composed.map((part) => ({
    key: part.key,
    mandatory: true,
    quantity: quantityOf(part),
    specification: specificationOf(part.plan),
  })),
});

const orderableOf = (plan: Plan): OrderableSnapshot => ({
  sku: null,
  sellable: true,
  channels: ['exchange'],
  quantity: { minimum: 1, maximum: null },
  validity: { from: null, to: null },
  prices: [],
  specification: specificationOf(plan),
  bundled: plan.bundled.map((part) => ({
    key: part.key,
    mandatory: quantityOf(part).minimum > 0,
    quantity: quantityOf(part),
    documentId: part.key,
    version: 1,
    name: `Offering ${part.key}`,
    translations: {},
    offering: orderableOf(part.plan),
  })),
});

/** The answers as a requester gives them; a component bundles nothing. */
const answersOf = ({ values, composed, bundled }: Plan, isOffering = true): Answers => {
  const given = values.flatMap((value, index) =>
    value === null ? [] : [[`q${String(index)}`, value] as const],
  );
  const answerOf = (part: PlannedPart, asOffering: boolean): [string, AnswerValue] => [
    part.key,
    {
      ...(part.how === 'asked for' && { quantity: part.count }),
      ...answersOf(part.plan, asOffering),
    },
  ];
  const chosen = ({ how }: PlannedPart) => how !== 'left out';
  const parts = [
    ...composed.filter(chosen).map((part) => answerOf(part, false)),
    ...(isOffering ? bundled.filter(chosen).map((part) => answerOf(part, true)) : []),
  ];
  return {
    ...(given.length > 0 && { characteristics: Object.fromEntries(given) }),
    ...(parts.length > 0 && { components: Object.fromEntries(parts) }),
  };
};

type Entry = readonly [field: string, value: AnswerValue];
interface ExpectedLine {
  readonly part: string | null;
  readonly parent: number | null;
  readonly quantity: number;
  readonly answers: Entry[];
}

/** Which lines a plan comes to, worked out from the plan alone. */
const expectedLines = (plan: Plan): ExpectedLine[] => {
  const lines: ExpectedLine[] = [];
  const addAnswers = (into: Entry[], { values, composed }: Plan, path: readonly string[]): void => {
    for (const [index, value] of values.entries()) {
      if (value === null) continue;
      into.push([toPointer([...path, 'characteristics', `q${String(index)}`]), value]);
    }
    for (const part of composed) {
      if (part.how === 'left out') continue;
      const here = [...path, 'components', part.key];
      into.push([toPointer(here), part.count]);
      addAnswers(into, part.plan, here);
    }
  };
  const addLine = (
    offering: Plan,
    line: Omit<ExpectedLine, 'answers'>,
    path: readonly string[],
  ): void => {
    const answers: Entry[] = [];
    addAnswers(answers, offering, path);
    lines.push({ ...line, answers });
    const parent = lines.length;
    for (const part of offering.bundled) {
      if (part.how === 'left out') continue;
      const here = [...path, 'components', part.key];
      addLine(part.plan, { part: toPointer(here), parent, quantity: part.count }, here);
    }
  };
  addLine(plan, { part: null, parent: null, quantity: 1 }, []);
  return lines;
};

const pointersIn = (
  { bundled }: OrderableSnapshot,
  path: readonly string[] = [],
): { field: string }[] =>
  bundled.flatMap(({ key: name, offering }) => {
    const here = [...path, 'components', name];
    return [{ field: toPointer(here) }, ...pointersIn(offering, here)];
  });

const derive = (plan: Plan, chosen: Plan = plan) => {
  const orderable = orderableOf(plan);
  const form = deriveForm({ orderable }, { asksForDate: false });
  const answers = answersOf(chosen);
  checkAnswers(form, answers, 1);
  const complete = completeAnswers(form, answers);
  return { item: { form, bundled: pointersIn(orderable) }, complete };
};

const isOfOffering = ({ field }: { field: string }) => field.endsWith('#');

describe('the lines of any bundle', () => {
  it('are one for each offering that is ordered, numbered in the order of the form, with its quantity and its answers', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 50 }), (plan, first) => {
        const { item, complete } = derive(plan);
        const { answers, parts } = deriveLines(item, complete, { lineNumber: first });
        const lines = [
          { lineNumber: first, parentLineNumber: null, part: null, quantity: 1, answers },
          ...parts,
        ];
        expect(
          lines.map((line) => ({
            lineNumber: line.lineNumber,
            parentLineNumber: line.parentLineNumber,
            part: line.part,
            quantity: line.quantity,
            answers: line.answers.map(({ field, value }) => [field, value]),
          })),
        ).toEqual(
          expectedLines(plan).map(({ parent, ...line }, index) => ({
            ...line,
            lineNumber: first + index,
            parentLineNumber: parent === null ? null : first + parent - 1,
          })),
        );
      }),
      RUNS,
    );
  });

  it('hold every answer once, with its label, and nothing else', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { item, complete } = derive(plan);
        const { answers, parts } = deriveLines(item, complete, { lineNumber: 1 });
        const held = [...answers, ...parts.flatMap((line) => line.answers)];
        const counted = parts.map(({ part, name, quantity }) => [part, name, quantity]);
        const given = labelAnswers(item.form, complete);
        const byField = (one: { field: string }, other: { field: string }) =>
          one.field < other.field ? -1 : 1;
        expect(held.sort(byField)).toEqual(
          given.filter((each) => !isOfOffering(each)).sort(byField),
        );
        expect(counted).toEqual(
          given.filter(isOfOffering).map(({ field, label, value }) => [field, label, value]),
        );
      }),
      RUNS,
    );
  });

  it('keep their numbers when other parts are chosen, and give no number twice', () => {
    /** The same catalogue, with other parts left out. */
    const chosenAnew = (plan: Plan, keeps: (key: string) => boolean): Plan => ({
      ...plan,
      bundled: plan.bundled.map((part) => ({
        ...part,
        how: part.how === 'standing' || keeps(part.key) ? part.how : 'left out',
        plan: chosenAnew(part.plan, keeps),
      })),
    });
    fc.assert(
      fc.property(plans, fc.func(fc.boolean()), fc.func(fc.boolean()), (plan, one, other) => {
        const before = derive(plan, chosenAnew(plan, one));
        const first = deriveLines(before.item, before.complete, { lineNumber: 1 });
        const known = new Map(first.parts.map(({ part, lineNumber }) => [part, lineNumber]));
        const next = first.parts.length + 2;
        const after = derive(plan, chosenAnew(plan, other));
        const { parts } = deriveLines(after.item, after.complete, { lineNumber: 1, known, next });
        const numberOf = new Map(parts.map(({ part, lineNumber }) => [part, lineNumber]));
        expect(new Set(numberOf.values()).size).toBe(parts.length);
        const fresh = parts.filter(({ part }) => !known.has(part));
        expect(fresh.map(({ lineNumber }) => lineNumber)).toEqual(
          fresh.map((_line, index) => next + index),
        );
        for (const { part, lineNumber, parentLineNumber } of parts) {
          expect(known.get(part) ?? lineNumber).toBe(lineNumber);
          const parent = part.slice(0, part.lastIndexOf('/components/'));
          expect(parentLineNumber).toBe(parent === '' ? 1 : numberOf.get(parent));
        }
      }),
      RUNS,
    );
  });
});

describe('the line of an item that bundles no offering', () => {
  it('is the only one, and has the answers of its components', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { item, complete } = derive({ ...plan, bundled: [] });
        expect(deriveLines(item, complete, { lineNumber: 4 })).toEqual({
          answers: labelAnswers(item.form, complete),
          parts: [],
        });
      }),
      RUNS,
    );
  });
});
