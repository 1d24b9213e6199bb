import fc from 'fast-check';

type Schema = Readonly<Record<string, unknown>>;

const COMPONENT = '#/components/schemas/';
/** Deeper than this, what may be left out is left out. */
const MAX_DEPTH = 5;

/** Texts that are longer still are for tests of their own. */
const MAX_EDGE = 2_000;

const ANYTHING = fc.jsonValue({ maxDepth: 2 });

/** Made up values of JSON Schemas, most of which fit: an API has to take them or say why not. */
export const createArbitraries = (components: Readonly<Record<string, object>>) => {
  const arbitraryOf = (schema: Schema, depth: number): fc.Arbitrary<unknown> => {
    const { $ref, const: constant, enum: values, anyOf, oneOf, type } = schema;
    if (typeof $ref === 'string') {
      return arbitraryOf((components[$ref.slice(COMPONENT.length)] ?? {}) as Schema, depth + 1);
    }
    if (constant !== undefined) return fc.constant(constant);
    if (Array.isArray(values)) return fc.constantFrom(...(values as unknown[]));
    const choices = (anyOf ?? oneOf) as Schema[] | undefined;
    if (choices !== undefined) {
      // The last choice refers to itself where one does: not for ever.
      const some = depth >= MAX_DEPTH ? choices.slice(0, 1) : choices;
      return fc.oneof(...some.map((choice) => arbitraryOf(choice, depth + 1)));
    }
    switch (type) {
      case 'object':
        return objectOf(schema, depth);
      case 'array':
        return fc.array(arbitraryOf((schema['items'] ?? {}) as Schema, depth + 1), {
          minLength: Math.min(Number(schema['minItems'] ?? 0), 3),
          maxLength: depth >= MAX_DEPTH ? 1 : 3,
        });
      case 'string':
        return textOf(schema);
      case 'integer':
        return fc.oneof(fc.integer({ min: 0, max: 5 }), fc.maxSafeInteger());
      case 'number':
        return fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return ANYTHING;
    }
  };

  const textOf = ({ format, minLength = 0, maxLength = 255 }: Schema): fc.Arbitrary<string> => {
    if (format === 'date-time') {
      // RFC 3339 has years of four digits.
      const [min, max] = [new Date('0001-01-01T00:00:00Z'), new Date('9999-12-31T00:00:00Z')];
      return fc.date({ noInvalidDate: true, min, max }).map((moment) => moment.toISOString());
    }
    const limit = Number(maxLength);
    // One that just fits, and one that does not.
    const edges = limit > 40 && limit <= MAX_EDGE ? [limit, limit + 1] : [];
    const usual = fc.string({
      unit: fc.constantFrom('a', 'Ö', '–', '🦜', ' ', "'", '"', '<', '%', '\\', '\n'),
      minLength: Number(minLength),
      maxLength: Math.max(Number(minLength), Math.min(limit, 40)),
    });
    return edges.length === 0
      ? usual
      : fc.oneof(
          { arbitrary: usual, weight: 4 },
          { arbitrary: fc.constantFrom(...edges.map((length) => 'Ö'.repeat(length))), weight: 1 },
        );
  };

  const objectOf = (schema: Schema, depth: number): fc.Arbitrary<unknown> => {
    const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
    const required = (schema['required'] ?? []) as string[];
    const wanted = Object.keys(properties).filter(
      (name) => depth < MAX_DEPTH || required.includes(name),
    );
    const fields = fc.record(
      Object.fromEntries(
        wanted.map((name) => [name, arbitraryOf(properties[name] ?? {}, depth + 1)]),
      ),
      { requiredKeys: required.filter((name) => wanted.includes(name)) },
    );
    const more = schema['additionalProperties'];
    if (typeof more !== 'object' || more === null || depth >= MAX_DEPTH) return fields;
    const others = fc.dictionary(
      fc.string({ maxLength: 8 }),
      arbitraryOf(more as Schema, depth + 1),
      {
        maxKeys: 3,
      },
    );
    return fc.tuple(fields, others).map(([known, added]) => ({ ...added, ...(known as object) }));
  };

  /** The same with one thing in it replaced by anything else. */
  const spoiled = (value: unknown): fc.Arbitrary<unknown> => {
    if (typeof value !== 'object' || value === null) return ANYTHING;
    const entries = Object.entries(value);
    if (entries.length === 0) return ANYTHING;
    return fc.nat(entries.length - 1).chain((index) =>
      fc.oneof(ANYTHING, spoiled(entries[index]?.[1])).map((other) => {
        const changed = entries.map(([key, old], place) => [key, place === index ? other : old]);
        return Array.isArray(value)
          ? changed.map(([, entry]) => entry)
          : (Object.fromEntries(changed) as object);
      }),
    );
  };

  return {
    /** Values that fit the schema, or nearly. */
    of: (schema: object): fc.Arbitrary<unknown> => {
      const fitting = arbitraryOf(schema as Schema, 0);
      return fc.oneof(fitting, fitting.chain(spoiled));
    },
  };
};
