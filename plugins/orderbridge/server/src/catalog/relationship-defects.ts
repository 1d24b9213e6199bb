import type { RelationshipType, SpecificationType } from '../../../shared/catalog-snapshot';
import {
  endsOf,
  type BundledOfferingDocument,
  type QuantitiesDocument,
  type RelationshipDocument,
} from './documents';
import {
  findBundleSizeDefect,
  findBundlingDefect,
  findCompositionDefect,
  findSizeDefect,
} from './pin';
import type { PublishDefect } from './publish-defect';
import type { PublishedTree } from './published';

/** Which types a relationship may lead to, by the type that it starts from. */
const LEGAL_ENDS: Readonly<
  Record<SpecificationType, Readonly<Record<RelationshipType, readonly SpecificationType[]>>>
> = {
  'product-specification': {
    composed_of: ['product-specification'],
    bundles: ['product-specification'],
    realized_as: ['service-specification'],
    requires: ['resource-specification'],
  },
  'service-specification': {
    composed_of: ['service-specification'],
    bundles: ['service-specification'],
    realized_as: ['service-specification'],
    requires: ['resource-specification'],
  },
  'resource-specification': {
    composed_of: ['resource-specification'],
    bundles: ['resource-specification'],
    realized_as: [],
    requires: [],
  },
};

const FIELD_OF: Readonly<Record<SpecificationType, string>> = {
  'product-specification': 'productSpecification',
  'service-specification': 'serviceSpecification',
  'resource-specification': 'resourceSpecification',
};

const wordsOf = (name: string): string => name.replace(/[-_]/g, ' ');

type Report = (field: string, message: string) => void;

const checkQuantities = (document: QuantitiesDocument, at: Report): void => {
  const { minQuantity, defaultQuantity, maxQuantity } = document;
  const fewest = minQuantity ?? 1;
  if (maxQuantity != null && fewest > maxQuantity) {
    at('minQuantity', 'the smallest quantity is above the largest');
  } else if (defaultQuantity != null) {
    const isOutside =
      defaultQuantity < fewest || (maxQuantity != null && defaultQuantity > maxQuantity);
    if (isOutside) at('defaultQuantity', 'the default is outside the quantities');
  }
};

/** The keys of the parts of one thing; two parts cannot share one. */
const createKeys = () => {
  const known = new Set<string>();
  return (key: string, at: Report): void => {
    if (key === '__proto__') at('name', 'a part cannot be called so; give it another name');
    if (known.has(key)) at('name', `there are two parts "${key}"; give one another name`);
    known.add(key);
  };
};

/** Why the relationships of a specification cannot be published; each defect names its field. */
export const findRelationshipDefects = (
  owner: { readonly type: SpecificationType; readonly documentId: string },
  relationships: readonly RelationshipDocument[],
  tree: PublishedTree,
): PublishDefect[] => {
  const noteKey = createKeys();
  const defects: PublishDefect[] = [];
  relationships.forEach((relationship, index) => {
    const at: Report = (field, message) => {
      defects.push({ path: ['relationships', String(index), field], message });
    };
    checkQuantities(relationship, at);
    // What Strapi requires it looks for after this, so of a draft it may be missing.
    const type = relationship.relationshipType as RelationshipType | null;
    if (type === null) {
      at('relationshipType', 'say what kind of relationship it is');
      return;
    }
    const legal = LEGAL_ENDS[owner.type][type];
    const ends = endsOf(relationship);
    const [end] = ends;
    const [expected] = legal;
    if (expected === undefined) {
      at('relationshipType', `a ${wordsOf(owner.type)} is not "${wordsOf(type)}" anything`);
      return;
    }
    if (end === undefined) {
      at(FIELD_OF[expected], 'the relationship leads nowhere');
      return;
    }
    if (ends.length > 1) {
      at('relationshipType', 'the relationship leads to more than one specification');
      return;
    }
    const field = FIELD_OF[end.type];
    if (!legal.includes(end.type)) {
      at(
        field,
        `"${wordsOf(type)}" of a ${wordsOf(owner.type)} leads to a ${legal.map(wordsOf).join(' or ')}`,
      );
      return;
    }
    if (end.documentId === owner.documentId) {
      at(field, 'it would contain itself');
      return;
    }
    const target = tree.get(end.documentId);
    if (target === undefined) {
      at(field, 'the specification is not published; publish it first');
      return;
    }
    if (type === 'composed_of' || type === 'bundles') {
      const defect = findCompositionDefect(tree, owner.documentId, end.documentId);
      if (defect !== undefined) at(field, defect);
      noteKey(relationship.name?.trim() ? relationship.name : target.name, at);
    }
  });
  const compositions = relationships.filter(
    ({ relationshipType: type }) => type === 'composed_of' || type === 'bundles',
  );
  const size = findSizeDefect(
    tree,
    compositions.flatMap(endsOf).map(({ documentId }) => documentId),
  );
  if (size !== undefined) defects.push({ path: ['relationships'], message: size });
  return defects;
};

/** Why the offerings of a bundle cannot be published with it. */
export const findBundleDefects = (
  bundle: { readonly documentId: string },
  parts: readonly BundledOfferingDocument[],
  children: PublishedTree,
  /** Keys that the components of the bundle's own specification have taken. */
  taken: readonly string[],
): PublishDefect[] => {
  const noteKey = createKeys();
  const defects: PublishDefect[] = [];
  for (const key of taken) noteKey(key, () => undefined);
  parts.forEach((part, index) => {
    const at: Report = (field, message) => {
      defects.push({ path: ['bundledOfferings', String(index), field], message });
    };
    checkQuantities(part, at);
    const documentId = part.productOffering?.documentId;
    if (documentId === undefined) {
      at('productOffering', 'the bundle names no offering here');
      return;
    }
    if (documentId === bundle.documentId) {
      at('productOffering', 'it would contain itself');
      return;
    }
    const child = children.get(documentId);
    if (child === undefined) {
      at('productOffering', 'the offering is not published; publish it first');
      return;
    }
    const defect = findBundlingDefect(bundle, child);
    if (defect !== undefined) at('productOffering', defect);
    noteKey(
      part.name?.trim() ? part.name : (child.snapshot.catalog?.orderable.sku ?? documentId),
      at,
    );
  });
  const size = findBundleSizeDefect(
    parts.flatMap(({ productOffering }) => children.get(productOffering?.documentId ?? '') ?? []),
  );
  if (size !== undefined) defects.push({ path: ['bundledOfferings'], message: size });
  return defects;
};
