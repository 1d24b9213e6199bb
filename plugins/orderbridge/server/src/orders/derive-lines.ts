import { labelAnswers, type Answers, type Form, type LabelledAnswer } from '../../../shared/form';

/** What the lines of an item are derived from. */
interface OrderedItem<Offering> {
  readonly form: Form;
  /** The offerings that it bundles, by the pointer of their part, at every depth. */
  readonly bundled: readonly Offering[];
}

export interface LineNumbers {
  /** Of the line of the item itself. */
  readonly lineNumber: number;
  /** Numbers of the parts that have a line already, by their pointers. */
  readonly known?: ReadonlyMap<string, number>;
  /** The number of the first line that is new. */
  readonly next?: number;
}

/** A line below the one of the item: a bundled offering that is ordered. */
export interface PartLine<Offering> {
  readonly lineNumber: number;
  readonly parentLineNumber: number;
  readonly part: string;
  readonly name: string;
  /** How many for each one of the line above. */
  readonly quantity: number;
  readonly answers: readonly LabelledAnswer[];
  readonly offering: Offering;
}

export interface DerivedLines<Offering> {
  /** What belongs to the item itself. */
  readonly answers: readonly LabelledAnswer[];
  /** In the order of the form, each after the line that it is below. */
  readonly parts: readonly PartLine<Offering>[];
}

const above = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'));

/**
 * Says which lines an item comes to: its own, and one below it for each bundled offering that is
 * ordered, which takes the labelled answers of its part along. Every answer stands in one line; how many
 * of a bundled offering are ordered is the quantity of its line, and no answer any more. What a
 * specification is composed of has no line: it stays an answer of the offering that it belongs to.
 *
 * @param answers completed, so that every part that is ordered stands in them
 */
export const deriveLines = <Offering extends { readonly field: string }>(
  { form, bundled }: OrderedItem<Offering>,
  answers: Answers,
  { lineNumber, known = new Map(), next = lineNumber + 1 }: LineNumbers,
): DerivedLines<Offering> => {
  const labelled = labelAnswers(form, answers);
  if (bundled.length === 0) return { answers: labelled, parts: [] };

  const offerings = new Map(bundled.map((offering) => [offering.field, offering]));
  const own: LabelledAnswer[] = [];
  const parts = new Map<string, PartLine<Offering> & { readonly answers: LabelledAnswer[] }>();
  const lineAbove = (pointer: string) => {
    let ancestor = above(pointer);
    while (ancestor !== '' && !parts.has(ancestor)) ancestor = above(ancestor);
    return parts.get(ancestor);
  };
  let free = next;
  for (const answer of labelled) {
    const { field, label, value } = answer;
    const offering = offerings.get(field);
    const line = lineAbove(field);
    if (offering === undefined) {
      (line?.answers ?? own).push(answer);
      continue;
    }
    parts.set(field, {
      lineNumber: known.get(field) ?? free++,
      parentLineNumber: line?.lineNumber ?? lineNumber,
      part: field,
      name: label,
      quantity: typeof value === 'number' ? value : 1,
      answers: [],
      offering,
    });
  }
  return { answers: own, parts: [...parts.values()] };
};
