import { invalidParameter, isRecord, readOperand, toList, type ListField } from './list-values';

/** How deep groups may stand in groups. */
const MAX_DEPTH = 4;
const MAX_CONDITIONS = 50;
/** Every condition on a relation is a join of its own, of which SQLite takes 64 in one statement. */
const MAX_JOINS = 20;

type Condition = Record<string, unknown>;

/** `consumer.documentId` and a condition become `{ consumer: { documentId: condition } }`. */
const nest = (name: string, condition: Condition): Condition =>
  name.split('.').reduceRight<Condition>((inner, key) => ({ [key]: inner }), condition);

/** Conditions stay apart: in one object, Strapi lets those of a relation overwrite others. */
const allOf = (conditions: readonly Condition[]): Condition => {
  const [only] = conditions;
  return only !== undefined && conditions.length === 1 ? only : { $and: conditions };
};

const createReader = (fields: Readonly<Record<string, ListField>>) => {
  const names = Object.keys(fields).filter((name) => fields[name]?.filterable === true);
  let conditionCount = 0;
  let joinCount = 0;

  const spend = (conditions: number, joins: number): void => {
    conditionCount += conditions;
    joinCount += joins;
    if (conditionCount > MAX_CONDITIONS || joinCount > MAX_JOINS) {
      throw invalidParameter(
        ['filters'],
        `takes at most ${String(MAX_CONDITIONS)} conditions, ${String(MAX_JOINS)} of them on relations`,
      );
    }
  };

  const readField = (
    name: string,
    field: ListField,
    asked: unknown,
    path: readonly string[],
  ): Condition => {
    // A bare value stands for an $eq of it.
    const operators = isRecord(asked) ? Object.entries(asked) : undefined;
    spend(operators?.length ?? 1, name.split('.').length - 1);
    if (operators === undefined) return nest(name, { $eq: readOperand(field, '$eq', asked, path) });
    if (operators.length === 0) throw invalidParameter(path, 'takes an operator and a value');
    const conditions = operators.map(([operator, raw]) => [
      operator,
      readOperand(field, operator, raw, [...path, operator]),
    ]);
    return nest(name, Object.fromEntries(conditions) as Condition);
  };

  const unknownField = (path: readonly string[]) =>
    invalidParameter(path, `is no field to filter by; there are ${names.join(', ')}`);

  /** Goes down from a relation to the field that is asked for. */
  const readNamed = (
    prefix: string,
    key: string,
    asked: unknown,
    path: readonly string[],
  ): Condition[] => {
    // A path is written in brackets only.
    if (key.includes('.')) throw unknownField(path);
    const name = prefix + key;
    const field = names.includes(name) ? fields[name] : undefined;
    if (field !== undefined) return [readField(name, field, asked, path)];
    const isRelation = names.some((known) => known.startsWith(`${name}.`));
    const entries = isRelation && isRecord(asked) ? Object.entries(asked) : [];
    if (entries.length === 0) throw unknownField(path);
    return entries.flatMap(([inner, value]) =>
      readNamed(`${name}.`, inner, value, [...path, inner]),
    );
  };

  const readGroups = (asked: unknown, path: readonly string[], depth: number): Condition[] => {
    const groups = toList(asked);
    if (groups === undefined || groups.length === 0) {
      throw invalidParameter(path, `takes a list of conditions, as ${path.at(-1) ?? ''}[0]`);
    }
    return groups.map((group, index) => readGroup(group, [...path, String(index)], depth));
  };

  const readEntry = (
    key: string,
    asked: unknown,
    path: readonly string[],
    depth: number,
  ): Condition[] => {
    switch (key) {
      case '$and':
      case '$or':
        return [{ [key]: readGroups(asked, path, depth + 1) }];
      case '$not':
        return [{ $not: readGroup(asked, path, depth + 1) }];
      default:
        return readNamed('', key, asked, path);
    }
  };

  const readGroup = (asked: unknown, path: readonly string[], depth: number): Condition => {
    if (depth > MAX_DEPTH) {
      throw invalidParameter(path, `is in more than ${String(MAX_DEPTH)} groups`);
    }
    const entries = isRecord(asked) ? Object.entries(asked) : [];
    if (entries.length === 0) throw invalidParameter(path, 'takes a field and a value');
    return allOf(entries.flatMap(([key, inner]) => readEntry(key, inner, [...path, key], depth)));
  };

  return (filters: unknown): Condition => readGroup(filters, ['filters'], 0);
};

/**
 * What `filters` asks for, as Strapi's query engine takes it. Nothing but declared fields and known
 * operators comes through, so that a list cannot be used to guess at what it does not show.
 *
 * @throws `request.invalid`
 */
export const readFilters = (
  filters: unknown,
  fields: Readonly<Record<string, ListField>>,
): Condition => (filters === undefined ? {} : createReader(fields)(filters));
