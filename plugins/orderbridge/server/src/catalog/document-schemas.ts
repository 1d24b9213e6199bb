import { z } from 'zod';
import { documentId, momentText } from '../kernel/contract';
import type { ComponentDefinition, ContentTypeDefinition } from '../kernel/feature';
import { PLUGIN_ID } from '../kernel/plugin-id';

/** An attribute as a content type or a component has it. */
interface Attribute {
  readonly type: string;
  readonly required?: boolean;
  readonly enum?: readonly string[];
  readonly component?: string;
  readonly repeatable?: boolean;
  readonly relation?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly regex?: string;
}

type Io = 'input' | 'output';
type Fields = Record<string, z.ZodType>;

/** How Strapi takes a relation in: one document or several, or what to change of them. */
const relationInput = z
  .union([
    documentId,
    z.null(),
    z.array(documentId),
    z.object({
      connect: z.array(z.looseObject({ documentId })).optional(),
      disconnect: z.array(z.looseObject({ documentId })).optional(),
      set: z.array(z.looseObject({ documentId })).optional(),
    }),
  ])
  .meta({
    id: 'RelationInput',
    description: 'Document ids, or what to connect, disconnect or set.',
  });

/** What of a related document is there where `populate` asks for it. */
const relationOutput = z
  .union([z.null(), z.looseObject({ documentId }), z.array(z.looseObject({ documentId }))])
  .meta({ id: 'Relation', description: 'There where `populate` asks for it.' });

const textSchema = ({ minLength, maxLength, regex }: Attribute) => {
  let schema = z.string();
  if (minLength !== undefined) schema = schema.min(minLength);
  if (maxLength !== undefined) schema = schema.max(maxLength);
  return regex === undefined ? schema : schema.regex(new RegExp(regex));
};

const numberSchema = ({ type, min, max }: Attribute) => {
  let schema = type === 'integer' ? z.int32() : z.number();
  if (min !== undefined) schema = schema.min(min);
  if (max !== undefined) schema = schema.max(max);
  return schema;
};

const hasLength = (name: string): boolean => name === 'string' || name === 'text';

/**
 * Describes documents of Strapi's own types by the very attributes that Strapi validates them with.
 *
 * @param components those that the types are made of
 */
export const createDocumentSchemas = (components: readonly ComponentDefinition[]) => {
  const attributesOf = new Map(
    components.map(({ name, attributes }) => [`${PLUGIN_ID}.${name}`, attributes]),
  );
  const known = new Map<string, z.ZodType>();

  const componentSchema = (uid: string, io: Io): z.ZodType => {
    const id = `${uid.slice(PLUGIN_ID.length + 1)}-${io}`;
    const ready = known.get(id);
    if (ready !== undefined) return ready;
    const schema = z
      .lazy(() => {
        const fields = fieldsOf(attributesOf.get(uid) ?? {}, io);
        return io === 'input' ? z.object(fields) : z.looseObject({ id: z.int(), ...fields });
      })
      .meta({ id });
    known.set(id, schema);
    return schema;
  };

  const valueSchema = (attribute: Attribute, io: Io): z.ZodType => {
    const { type, enum: values = [], component = '', repeatable = false } = attribute;
    if (hasLength(type)) return io === 'input' ? textSchema(attribute) : z.string();
    switch (type) {
      case 'integer':
      case 'float':
        return numberSchema(attribute);
      case 'boolean':
        return z.boolean();
      case 'datetime':
        return io === 'input' ? z.iso.datetime({ offset: true }) : momentText;
      case 'enumeration':
        return z.enum(values as [string, ...string[]]);
      case 'relation':
        return io === 'input' ? relationInput : relationOutput;
      case 'component': {
        const one = componentSchema(component, io);
        return repeatable ? z.array(one) : one;
      }
      default:
        // JSON and media: whatever they are.
        return z.unknown();
    }
  };

  const fieldsOf = (attributes: Readonly<Record<string, unknown>>, io: Io): Fields =>
    Object.fromEntries(
      Object.entries(attributes).map(([name, raw]) => {
        const attribute = raw as Attribute;
        const schema = valueSchema(attribute, io);
        const mayBeMissing = io === 'output' || attribute.required !== true;
        return [name, mayBeMissing ? schema.nullable().optional() : schema];
      }),
    );

  return {
    /** What is sent to create a document, or of which some is sent to change it. */
    input: ({ schema }: ContentTypeDefinition, { partial }: { partial: boolean }) => {
      const fields = z.object(fieldsOf(schema['attributes'] as Record<string, unknown>, 'input'));
      return z.object({ data: partial ? fields.partial() : fields });
    },

    output: ({ schema }: ContentTypeDefinition) =>
      z.looseObject({
        id: z.int(),
        documentId,
        createdAt: momentText.optional(),
        updatedAt: momentText.optional(),
        publishedAt: momentText.nullable().optional(),
        ...fieldsOf(schema['attributes'] as Record<string, unknown>, 'output'),
      }),
  };
};
