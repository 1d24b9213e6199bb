/** An attribute of a content type or a component, as far as its column goes. */
interface Attribute {
  readonly type: string;
  readonly component?: string;
  readonly repeatable?: boolean;
}

type Data = Readonly<Record<string, unknown>>;

/** The attributes of a content type or a component, by its uid. */
export type AttributesOf = (uid: string) => Readonly<Record<string, Attribute>>;

/** PostgreSQL's `integer`, which Strapi makes the column of one. */
const INTEGER_LIMIT = 2 ** 31;

/** Strapi's `string` is a column of so many characters; a longer one is a `text`. */
const STRING_LIMIT = 255;

const SCALARS = new Set([
  'string',
  'text',
  'integer',
  'float',
  'boolean',
  'enumeration',
  'datetime',
]);

class Unfit extends Error {}

const isJsonText = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** JSON comes as itself, or as its text from an editor of the content manager, which may be emptied. */
const fitJson = (name: string, value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  if (value.trim() === '') return null;
  if (isJsonText(value)) return value;
  throw new Unfit(`"${name}" is no JSON`);
};

/** RFC 3339 has years of four digits, and so has every text that the moment is sent to others as. */
const hasYear = (moment: Date): boolean => {
  const year = moment.getUTCFullYear();
  return Number.isNaN(year) || (year >= 1 && year <= 9999);
};

const findScalarDefect = (type: string, value: unknown): string | undefined => {
  switch (type) {
    case 'integer': {
      const number = Number(value);
      const isInRange = number < INTEGER_LIMIT && number >= -INTEGER_LIMIT;
      return isInRange || Number.isNaN(number) ? undefined : 'is out of the range of an integer';
    }
    case 'string':
      return typeof value === 'string' && Array.from(value).length > STRING_LIMIT
        ? `has more than ${String(STRING_LIMIT)} characters`
        : undefined;
    case 'datetime':
      return hasYear(new Date(value as string | number))
        ? undefined
        : 'is not in the years 1 to 9999';
    default:
      return undefined;
  }
};

const fitScalar = (name: string, type: string, value: unknown): unknown => {
  // Strapi would try to make a text of it, which an object may prevent.
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    throw new Unfit(`"${name}" holds an object in the place of one value`);
  }
  const defect = findScalarDefect(type, value);
  if (defect !== undefined) throw new Unfit(`"${name}" ${defect}`);
  return value;
};

const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isId = (value: unknown): boolean => typeof value === 'string' || Number.isInteger(value);

const isReference = (value: unknown): boolean =>
  isId(value) || (isData(value) && (isId(value['id']) || isId(value['documentId'])));

const areReferences = (value: unknown): boolean =>
  value == null || (Array.isArray(value) ? value.every(isReference) : isReference(value));

/** One document or several, or what to change of them: Strapi ends in an error where an id is none. */
const fitRelation = (name: string, value: unknown): unknown => {
  const changes = isData(value)
    ? ['connect', 'disconnect', 'set'].filter((change) => Object.hasOwn(value, change))
    : [];
  const isFit =
    isData(value) && changes.length > 0
      ? changes.every((change) => areReferences(value[change]))
      : areReferences(value);
  if (!isFit) throw new Unfit(`"${name}" holds what is no id of a document`);
  return value;
};

const fitData = (data: Data, uid: string, attributesOf: AttributesOf): Data => {
  const attributes = attributesOf(uid);
  const fitValue = (name: string, value: unknown): unknown => {
    const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (attribute === undefined) {
      // Strapi, which looks for a key in an object with a prototype, takes these for fields.
      if (name in Object.prototype) throw new Unfit(`"${name}" is no field`);
      return value;
    }
    const { type, component } = attribute;
    if (type === 'relation') return fitRelation(name, value);
    if (type === 'json') return fitJson(name, value);
    if (SCALARS.has(type)) return fitScalar(name, type, value);
    if (type !== 'component' || component === undefined) return value;
    const fitOne = (one: unknown) => (isData(one) ? fitData(one, component, attributesOf) : one);
    return Array.isArray(value) ? value.map(fitOne) : fitOne(value);
  };
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, fitValue(name, value)]),
  );
};

/**
 * Looks at what is to be written as the columns will, drafts too, whose limits Strapi does not check.
 *
 * @returns the same data, in which the text of JSON that somebody emptied is null; or why a column
 * would refuse it
 */
export const fitToColumns = (
  data: Data,
  { uid, attributesOf }: { uid: string; attributesOf: AttributesOf },
): { readonly data: Data } | { readonly defect: string } => {
  try {
    return { data: fitData(data, uid, attributesOf) };
  } catch (error) {
    if (error instanceof Unfit) return { defect: error.message };
    throw error;
  }
};
