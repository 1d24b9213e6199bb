import { OrderbridgeError } from '../../kernel/errors';
import { readText, type Fields } from './json-fields';
import { OWN } from './own-fields';
import type { CatalogType } from './shapes';

/** What a TM Forum document says about another: nothing here is resolved yet. */
export class Reference {
  constructor(
    readonly type: CatalogType,
    readonly id: string | null,
    readonly name: string | null,
  ) {}

  toString(): string {
    const parts = [this.id, this.name].flatMap((part) => (part === null ? [] : [`"${part}"`]));
    return `${this.type.replaceAll('-', ' ')} ${parts.join(', ')}`;
  }
}

/** A document of the catalogue that others link to; one that is yet to be made has no id. */
export class Target {
  constructor(
    readonly type: CatalogType,
    public documentId: string | null,
  ) {}
}

/** Writes a link in the words of TM Forum. */
export type WriteReference = (link: unknown) => Fields;

/**
 * The reference that an entry of TM Forum makes. Our own export has entries that lead nowhere, where
 * a draft does.
 *
 * @throws `import.document_invalid`
 */
export const readReference = (entry: Fields, type: CatalogType): Reference | null => {
  const [id, name] = [readText(entry, 'id'), readText(entry, 'name')];
  if (id !== null || name !== null) return new Reference(type, id, name);
  if (Object.hasOwn(entry, OWN)) return null;
  throw new OrderbridgeError(
    'import.document_invalid',
    `A reference to a ${type.replaceAll('-', ' ')} has neither an id nor a name.`,
  );
};

/** Replaces everything of a class, however deep it stands in lists and objects. */
export const replaceAll = <Found>(
  value: unknown,
  is: (value: unknown) => value is Found,
  replace: (found: Found) => unknown,
): unknown => {
  if (is(value)) return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaceAll(item, is, replace));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Reference || value instanceof Target) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, replaceAll(inner, is, replace)]),
  );
};

export const isReference = (value: unknown): value is Reference => value instanceof Reference;
export const isTarget = (value: unknown): value is Target => value instanceof Target;

/** All links of a document. */
export const findTargets = (value: unknown): readonly Target[] => {
  const found: Target[] = [];
  replaceAll(value, isTarget, (target) => found.push(target));
  return found;
};
