import { findField, type FieldHint, type FieldSchema, type Form } from './form';

/** A field or section of one of the two forms. */
interface NamedField {
  readonly field: string;
  readonly label: string;
}

interface PropertyChange {
  /** A keyword of the field's schema or hint, `required`, or `position`. */
  readonly property: string;
  readonly from: unknown;
  readonly to: unknown;
}

interface ChangedField extends NamedField {
  readonly changes: readonly PropertyChange[];
}

/** What a person has to look at before a new revision of a form is published. */
export interface FormDiff {
  readonly added: readonly NamedField[];
  readonly removed: readonly NamedField[];
  readonly changed: readonly ChangedField[];
  /** How many one line may order, where that has changed. */
  readonly quantity: { readonly from: Form['quantity']; readonly to: Form['quantity'] } | null;
}

/** Keywords that tell of other fields than this one, or of each by itself. */
const NESTED: ReadonlySet<string> = new Set(['properties', 'required', 'items']);

const ownFactsOf = (schema: FieldSchema): Record<string, unknown> =>
  Object.fromEntries(Object.entries(schema).filter(([keyword]) => !NESTED.has(keyword)));

/** What a form says of one field, flat; nested fields are compared by themselves. */
const factsOf = (form: Form, hint: FieldHint): Record<string, unknown> => {
  const { field: pointer, ...drawn } = hint;
  const schema: FieldSchema | undefined = findField(form.schema, pointer);
  const cut = pointer.lastIndexOf('/');
  const parent = findField(form.schema, pointer.slice(0, cut));
  const name = pointer
    .slice(cut + 1)
    .replace(/~1/g, '/')
    .replace(/~0/g, '~');
  return {
    ...(schema && ownFactsOf(schema)),
    ...(schema?.items && { items: ownFactsOf(schema.items) }),
    ...drawn,
    required: parent?.required?.includes(name) ?? false,
  };
};

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const labelOf = (form: Form, { field, text }: FieldHint): string =>
  findField(form.schema, field)?.title ?? text ?? field;

/** The fields that both forms have, in their order, to see which of them have moved. */
const ranksOf = ({ hints }: Form, shared: ReadonlySet<string>): Map<string, number> =>
  new Map(
    hints.filter(({ field }) => shared.has(field)).map(({ field }, rank) => [field, rank] as const),
  );

/** Compares two revisions of a form, field by field. */
export const diffForms = (before: Form, after: Form): FormDiff => {
  const old = new Map(before.hints.map((hint) => [hint.field, hint]));
  const fresh = new Map(after.hints.map((hint) => [hint.field, hint]));
  const shared = new Set([...old.keys()].filter((field) => fresh.has(field)));
  const [ranksBefore, ranksAfter] = [ranksOf(before, shared), ranksOf(after, shared)];
  const changed = after.hints.flatMap((hint): ChangedField[] => {
    const previous = old.get(hint.field);
    if (previous === undefined) return [];
    const [from, to] = [factsOf(before, previous), factsOf(after, hint)];
    const changes: PropertyChange[] = [...new Set([...Object.keys(from), ...Object.keys(to)])]
      .filter((property) => !isSame(from[property], to[property]))
      .map((property) => ({
        property,
        from: from[property] ?? null,
        to: to[property] ?? null,
      }));
    const [rankBefore, rankAfter] = [ranksBefore.get(hint.field), ranksAfter.get(hint.field)];
    if (rankBefore !== rankAfter) {
      changes.push({ property: 'position', from: rankBefore ?? null, to: rankAfter ?? null });
    }
    return changes.length === 0
      ? []
      : [{ field: hint.field, label: labelOf(after, hint), changes }];
  });
  const nameIn = (form: Form) => (hint: FieldHint) => ({
    field: hint.field,
    label: labelOf(form, hint),
  });
  return {
    added: after.hints.filter(({ field }) => !old.has(field)).map(nameIn(after)),
    removed: before.hints.filter(({ field }) => !fresh.has(field)).map(nameIn(before)),
    changed,
    quantity: isSame(before.quantity, after.quantity)
      ? null
      : { from: before.quantity, to: after.quantity },
  };
};
