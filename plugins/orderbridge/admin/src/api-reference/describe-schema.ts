import type { JsonSchema, Schemas } from './api-document';

/** A field of a schema, as a table has it in a row. */
export interface FieldRow {
  /** Its way from the top: `lines.answers`. */
  readonly path: string;
  readonly name: string;
  /** How far it is inside of others, from 0. */
  readonly depth: number;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
}

const COMPONENT = '#/components/schemas/';
/** What is deeper inside is named by its type alone. */
const MAX_DEPTH = 5;

const nameOf = ($ref: string): string => $ref.slice(COMPONENT.length);

const choicesOf = ({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] | undefined =>
  anyOf ?? oneOf;

/** What a value of the schema is, in a few words: `text | null`, `list of OrderLine`. */
export const typeOf = (schema: JsonSchema): string => {
  const { $ref, const: constant, enum: values, type, format, items, additionalProperties } = schema;
  if ($ref !== undefined) return nameOf($ref);
  if (constant !== undefined) return JSON.stringify(constant);
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(' | ');
  const choices = choicesOf(schema);
  if (choices !== undefined) return [...new Set(choices.map(typeOf))].join(' | ');
  if (items !== undefined) return `array of ${typeOf(items)}`;
  if (typeof additionalProperties === 'object') return `map of ${typeOf(additionalProperties)}`;
  if (type === undefined) return 'any';
  const name = typeof type === 'string' ? type : type.join(' | ');
  return format === undefined ? name : `${name} (${format})`;
};

/** The schema whose fields are worth showing: through references, lists and maps. */
const unfold = (
  schema: JsonSchema,
  schemas: Schemas,
  seen: ReadonlySet<string>,
): { schema: JsonSchema; seen: ReadonlySet<string> } | undefined => {
  const { $ref, items, properties, additionalProperties } = schema;
  if ($ref !== undefined) {
    const name = nameOf($ref);
    const target = schemas[name];
    if (target === undefined || seen.has(name)) return undefined;
    return unfold(target, schemas, new Set([...seen, name]));
  }
  if (properties !== undefined) return { schema, seen };
  if (items !== undefined) return unfold(items, schemas, seen);
  if (typeof additionalProperties === 'object') return unfold(additionalProperties, schemas, seen);
  for (const choice of choicesOf(schema) ?? []) {
    const unfolded = unfold(choice, schemas, seen);
    if (unfolded !== undefined) return unfolded;
  }
  return undefined;
};

const descriptionOf = (schema: JsonSchema, schemas: Schemas): string =>
  schema.description ??
  (schema.$ref === undefined ? '' : (schemas[nameOf(schema.$ref)]?.description ?? ''));

const rowsOf = (
  schema: JsonSchema,
  schemas: Schemas,
  { seen, depth, parent }: { seen: ReadonlySet<string>; depth: number; parent: string },
): FieldRow[] => {
  const unfolded = unfold(schema, schemas, seen);
  if (unfolded === undefined || depth > MAX_DEPTH) return [];
  const { properties = {}, required = [] } = unfolded.schema;
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = parent === '' ? name : `${parent}.${name}`;
    return [
      {
        path,
        name,
        depth,
        type: typeOf(field),
        isRequired: required.includes(name),
        description: descriptionOf(field, schemas),
      },
      ...rowsOf(field, schemas, { seen: unfolded.seen, depth: depth + 1, parent: path }),
    ];
  });
};

/** The fields of a schema, those of objects inside below them; one that contains itself ends there. */
export const listFields = (schema: JsonSchema, schemas: Schemas): readonly FieldRow[] =>
  rowsOf(schema, schemas, { seen: new Set(), depth: 0, parent: '' });
