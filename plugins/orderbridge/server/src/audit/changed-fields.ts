import { STRAPI_FIELDS } from '../kernel/strapi-fields';
import { isUntouchedRelation } from '../kernel/untouched-relation';

interface Attribute {
  readonly type?: string;
}

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Rows of components are told apart by what they say; ids change where a form sends them anew. */
const IDENTITIES: ReadonlySet<string> = new Set(['id', 'documentId', '__temp_key__']);

const isRelationEdit = (value: unknown): boolean =>
  isRecord(value) && ('connect' in value || 'disconnect' in value);

/** A value in a form in which two that say the same are the same. */
const plain = (value: unknown): unknown => {
  if (value === undefined || value === '') return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !IDENTITIES.has(name))
      .filter(([, inner]) => !isRelationEdit(inner) || !isUntouchedRelation(inner))
      .map(([name, inner]) => [name, plain(inner)] as const)
      .filter(([, inner]) => inner !== null)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
};

const numberOf = (value: unknown): unknown => (value == null ? null : Number(value));
const momentOf = (value: unknown): unknown =>
  value == null ? null : new Date(value as string).getTime();
const idsOf = (value: unknown): unknown =>
  (Array.isArray(value) ? (value as unknown[]) : value == null ? [] : [value]).map((each) =>
    isRecord(each) ? each['id'] : each,
  );

const NORMAL: Readonly<Record<string, (value: unknown) => unknown>> = {
  integer: numberOf,
  biginteger: numberOf,
  float: numberOf,
  decimal: numberOf,
  datetime: momentOf,
  media: idsOf,
};

/**
 * The names of the fields that an edit changes, in the order in which they were sent. A form sends all
 * of its fields; where it cannot be told whether one has changed, it is among them.
 */
export const changedFields = (
  attributes: Readonly<Record<string, Attribute>>,
  stored: Fields,
  given: Fields,
): string[] =>
  Object.entries(given)
    .filter(([name, value]) => {
      const type = attributes[name]?.type;
      if (type === undefined || value === undefined || STRAPI_FIELDS.has(name)) return false;
      // Nothing in place of a relation takes it away.
      if (type === 'relation') return value === null || !isUntouchedRelation(value);
      const normal = NORMAL[type] ?? plain;
      return JSON.stringify(normal(stored[name])) !== JSON.stringify(normal(value));
    })
    .map(([name]) => name);
