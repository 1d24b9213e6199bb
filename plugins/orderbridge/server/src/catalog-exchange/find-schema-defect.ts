import { asList, isObject, type Fields } from './tm-forum/json-fields';
import { Target } from './tm-forum/references';

/** An attribute as Strapi holds it, as far as a value can be wrong for it. */
interface Attribute {
  readonly type: string;
  readonly required?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly regex?: string | RegExp;
  readonly enum?: readonly string[];
  readonly component?: string;
}

export type Attributes = Readonly<Record<string, Attribute>>;
type FindComponent = (uid: string) => Attributes;

const MAX_INTEGER = 2 ** 31 - 1;

const isMoment = (value: unknown): boolean =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value));

const findTextDefect = (value: unknown, attribute: Attribute): string | undefined => {
  if (typeof value !== 'string') return 'is no text';
  const { maxLength, regex } = attribute;
  if (maxLength !== undefined && value.length > maxLength) {
    return `is longer than ${maxLength} characters`;
  }
  const isWrong = regex !== undefined && !new RegExp(regex).test(value);
  return isWrong ? `has a form that is not taken: ${JSON.stringify(value)}` : undefined;
};

const findNumberDefect = (value: unknown, attribute: Attribute): string | undefined => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'is no number';
  if (attribute.type === 'integer' && !Number.isInteger(value)) return 'is no whole number';
  const { min = -Infinity, max = attribute.type === 'integer' ? MAX_INTEGER : Infinity } =
    attribute;
  if (value < min) return `is less than ${min}`;
  return value > max ? `is more than ${max}` : undefined;
};

const findValueDefect = (value: unknown, attribute: Attribute): string | undefined => {
  switch (attribute.type) {
    case 'string':
    case 'text':
      return findTextDefect(value, attribute);
    case 'integer':
    case 'float':
      return findNumberDefect(value, attribute);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'is neither true nor false';
    case 'datetime':
      return isMoment(value) ? undefined : 'is no date with a time';
    case 'enumeration': {
      const words = attribute.enum ?? [];
      const isOne = typeof value === 'string' && words.includes(value);
      return isOne ? undefined : `is none of ${words.join(', ')}`;
    }
    default:
      return undefined;
  }
};

const findDefectAt = (
  value: unknown,
  attribute: Attribute,
  findComponent: FindComponent,
): string | undefined => {
  if (value === null || value === undefined || value === '') {
    return attribute.required === true ? 'is missing' : undefined;
  }
  const { component } = attribute;
  if (component === undefined) {
    return value instanceof Target ? undefined : findValueDefect(value, attribute);
  }
  for (const [index, item] of asList(value).entries()) {
    if (!isObject(item)) return `${index}: is no object`;
    const defect = findSchemaDefect(item, findComponent(component), findComponent);
    if (defect !== undefined) return `${index}.${defect}`;
  }
  return undefined;
};

/** The first field that the content type would not take, and why; the draft's own checks are laxer. */
export const findSchemaDefect = (
  fields: Fields,
  attributes: Attributes,
  findComponent: FindComponent,
): string | undefined => {
  for (const [key, value] of Object.entries(fields)) {
    const attribute = attributes[key];
    if (attribute === undefined) continue;
    const defect = findDefectAt(value, attribute, findComponent);
    if (defect !== undefined) {
      const isNested = /^\d+\./.test(defect);
      return `${key}${isNested ? '.' : ': '}${defect}`;
    }
  }
  return undefined;
};
