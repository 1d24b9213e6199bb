import { z } from 'zod';

/** A JSON Schema of draft 2020-12, which is the dialect of OpenAPI 3.1. */
export type JsonSchema = Record<string, unknown>;

const DEFINITION = '#/$defs/';
const COMPONENT = '#/components/schemas/';

const pointAtComponents = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(pointAtComponents);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' && inner.startsWith(DEFINITION)
        ? `${COMPONENT}${inner.slice(DEFINITION.length)}`
        : pointAtComponents(inner),
    ]),
  );
};

/**
 * Writes zod schemas as JSON Schemas. What has an id of its own (`.meta({ id })`) becomes one component,
 * wherever it stands.
 */
export const createSchemaWriter = () => {
  const components = new Map<string, JsonSchema>();

  const keep = (name: string, schema: JsonSchema): void => {
    if (name.startsWith('__'))
      throw new Error(`A schema that refers to itself needs an id: ${name}`);
    const known = components.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`Two schemas have the id ${name}`);
    }
    components.set(name, schema);
  };

  return {
    /**
     * @param io whether it is what somebody sends (`input`: what has a default may be left out) or what
     *   they get
     */
    write(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
      // Wrapped, so that a schema with an id is a reference at the top, too.
      const json = z.toJSONSchema(z.object({ wrapped: schema }), { io, unrepresentable: 'any' });
      const { properties, $defs = {} } = pointAtComponents(json) as {
        properties: { wrapped: JsonSchema };
        $defs?: Record<string, JsonSchema>;
      };
      for (const [name, definition] of Object.entries($defs)) {
        // Zod notes the id of a schema in it, where JSON Schema knows no such keyword.
        delete definition['id'];
        keep(name, definition);
      }
      return properties.wrapped;
    },

    /** What has an id, by name. */
    components: (): Record<string, JsonSchema> =>
      Object.fromEntries([...components].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
};

export type SchemaWriter = ReturnType<typeof createSchemaWriter>;
