import type { RelationshipType } from '../../../../shared/catalog-snapshot';
import {
  asList,
  asObject,
  isObject,
  readObjects,
  readText,
  restOf,
  type Fields,
} from './json-fields';
import { keepWord } from './document-fields';
import { addOwnFields, OWN, toShape, withOwnFieldsOf } from './own-fields';
import { readReference, type WriteReference } from './references';
import { RELATIONSHIP, type CatalogType } from './shapes';

const WORDS: Readonly<Record<RelationshipType, string>> = {
  composed_of: 'composedOf',
  bundles: 'bundles',
  realized_as: 'realizedAs',
  requires: 'requires',
};

const UNDERSTOOD = new Map<string, RelationshipType>([
  ['composedof', 'composed_of'],
  ['contains', 'composed_of'],
  ['haspart', 'composed_of'],
  ['aggregation', 'composed_of'],
  ['composition', 'composed_of'],
  ['bundles', 'bundles'],
  ['bundle', 'bundles'],
  ['bundled', 'bundles'],
  ['realizedas', 'realized_as'],
  ['realizedby', 'realized_as'],
  ['requires', 'requires'],
  ['dependency', 'requires'],
  ['dependson', 'requires'],
  ['prerequisite', 'requires'],
]);

const fromWord = (word: string | null): RelationshipType | undefined =>
  UNDERSTOOD.get((word ?? '').toLowerCase().replace(/[^a-z]/g, ''));

const SPECIFICATIONS = {
  'product-specification': 'productSpecification',
  'service-specification': 'serviceSpecification',
  'resource-specification': 'resourceSpecification',
} as const;
type SpecificationType = keyof typeof SPECIFICATIONS;
const SPECIFICATION_TYPES = Object.keys(SPECIFICATIONS) as readonly SpecificationType[];

/** A list of references: of one type of relationship, or with a `relationshipType` at each entry. */
interface ReferenceList {
  readonly key: string;
  readonly target: SpecificationType;
  readonly relationshipType?: RelationshipType;
}

const RESOURCES: ReferenceList = {
  key: 'resourceSpecification',
  target: 'resource-specification',
  relationshipType: 'realized_as',
};

const LISTS: Readonly<Record<SpecificationType, readonly ReferenceList[]>> = {
  'product-specification': [
    {
      key: 'bundledProductSpecification',
      target: 'product-specification',
      relationshipType: 'bundles',
    },
    { key: 'productSpecificationRelationship', target: 'product-specification' },
    {
      key: 'serviceSpecification',
      target: 'service-specification',
      relationshipType: 'realized_as',
    },
    RESOURCES,
  ],
  'service-specification': [
    { key: 'serviceSpecRelationship', target: 'service-specification' },
    RESOURCES,
  ],
  'resource-specification': [{ key: 'resourceSpecRelationship', target: 'resource-specification' }],
};

export const isSpecification = (type: CatalogType): type is SpecificationType =>
  type in SPECIFICATIONS;

export const relationshipListsOf = (type: SpecificationType): readonly string[] =>
  LISTS[type].map(({ key }) => key);

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const targetTypeOf = (entry: Fields, list: ReferenceList): SpecificationType => {
  const referred = list.relationshipType ? null : readText(entry, '@referredType');
  const named = SPECIFICATION_TYPES.find((type) =>
    referred?.endsWith(capitalised(SPECIFICATIONS[type])),
  );
  return named ?? list.target;
};

const wordOf = (entry: Fields, list: ReferenceList): string | null =>
  list.relationshipType ? null : readText(entry, 'relationshipType');

const typeOf = (entry: Fields, list: ReferenceList): RelationshipType | undefined =>
  list.relationshipType ?? fromWord(wordOf(entry, list));

const understandEntry =
  (list: ReferenceList) =>
  (entry: Fields): Fields => {
    const relationshipType = typeOf(entry, list);
    const target = targetTypeOf(entry, list);
    return toShape(
      {
        relationshipType,
        [SPECIFICATIONS[target]]: readReference(entry, target),
        extensions: {
          ...restOf(entry, ['id', 'name', 'relationshipType', '@referredType', OWN]),
          ...(relationshipType &&
            keepWord('relationshipType', wordOf(entry, list), WORDS[relationshipType])),
        },
      },
      RELATIONSHIP,
    );
  };

/**
 * The relationships of a specification, from all lists that TM Forum has for them; entries of a type
 * that Orderbridge has no word for are kept as they are.
 */
export const readRelationships = (tmf: Fields, type: SpecificationType) => {
  const lists = LISTS[type].map((list) => {
    const entries = readObjects(tmf, list.key);
    const known = entries.filter((entry) => typeOf(entry, list) !== undefined);
    const others = entries.filter((entry) => typeOf(entry, list) === undefined);
    return {
      relationships: known.map((entry) =>
        withOwnFieldsOf(entry, understandEntry(list)(entry), RELATIONSHIP),
      ),
      kept: [list.key, others.length === 0 ? undefined : others] as const,
    };
  });
  return {
    relationships: lists.flatMap(({ relationships }) => relationships),
    kept: Object.fromEntries(lists.map(({ kept }) => kept)) as Fields,
  };
};

const linkOf = (relationship: Fields): [SpecificationType | undefined, unknown] => {
  const type = SPECIFICATION_TYPES.find((each) => relationship[SPECIFICATIONS[each]] !== null);
  return [type, type === undefined ? null : relationship[SPECIFICATIONS[type]]];
};

/** The list that a relationship is written in: the one made for it, else the one with words. */
const listOf = (relationship: Fields, type: SpecificationType): ReferenceList => {
  const [target] = linkOf(relationship);
  const lists = LISTS[type];
  const list =
    lists.find(
      ({ relationshipType, target: each }) =>
        relationshipType === relationship['relationshipType'] && each === target,
    ) ?? lists.find(({ relationshipType }) => relationshipType === undefined);
  if (list === undefined) throw new Error(`${type} has no list of relationships`);
  return list;
};

const writeEntry = (
  relationship: Fields,
  list: ReferenceList,
  writeReference: WriteReference,
): Fields => {
  const [target, link] = linkOf(relationship);
  const extensions = asObject(relationship['extensions']);
  const word = extensions['relationshipType'];
  const type = relationship['relationshipType'] as RelationshipType;
  const isKept = typeof word === 'string' && fromWord(word) === type;
  const entry = {
    ...restOf(extensions, [OWN, 'relationshipType', 'id', 'name', '@referredType']),
    ...(link === null ? { [OWN]: {} } : writeReference(link)),
    ...(!list.relationshipType && { relationshipType: isKept ? word : WORDS[type] }),
    ...(target && { '@referredType': capitalised(SPECIFICATIONS[target]) }),
  };
  return addOwnFields(entry, relationship, RELATIONSHIP, understandEntry(list));
};

/** The lists that the relationships of a specification are written in, each by its key. */
export const writeRelationships = (
  relationships: unknown,
  type: SpecificationType,
  writeReference: WriteReference,
): Readonly<Record<string, readonly Fields[]>> => {
  const all = asList(relationships).filter(isObject);
  return Object.fromEntries(
    LISTS[type].map((list) => [
      list.key,
      all
        .filter((relationship) => listOf(relationship, type) === list)
        .map((relationship) => writeEntry(relationship, list, writeReference)),
    ]),
  );
};

/** Relationships in the order in which they are read again. */
export const orderRelationships = (
  relationships: unknown,
  type: SpecificationType,
): readonly Fields[] => {
  const all = asList(relationships).filter(isObject);
  return LISTS[type].flatMap((list) =>
    all.filter((relationship) => listOf(relationship, type) === list),
  );
};
