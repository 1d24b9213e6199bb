import type {
  CatalogSnapshot,
  FrozenSnapshot,
  OrderableSnapshot,
  PinnedSpecification,
} from '../../../shared/catalog-snapshot';
import type { OfferingDocument, SpecificationDocument } from './documents';
import { MAX_DEPTH, partsOf, type Published, type PublishedTree } from './published';
import {
  toChannels,
  toImage,
  toPartQuantity,
  toPrice,
  toTranslations,
  toValidity,
} from './to-snapshot';
import { applyValueUses } from './value-uses';

/**
 * Pins a specification as it is published now, with everything that it is composed of.
 *
 * @returns nothing where it is not published
 */
export const pinSpecification = (
  tree: PublishedTree,
  documentId: string,
): PinnedSpecification | null => {
  const published = tree.get(documentId);
  const { specification } = published?.snapshot ?? {};
  if (published === undefined || specification === undefined) return null;
  return {
    ...specification,
    type: published.type === 'product-offering' ? 'product-specification' : published.type,
    documentId,
    version: published.version,
    parts: partsOf(published).flatMap(({ key, mandatory, quantity, targetId }) => {
      const inner = pinSpecification(tree, targetId);
      return inner === null ? [] : [{ key, mandatory, quantity, specification: inner }];
    }),
  };
};

/** The documents that a pinned specification is made of, itself among them. */
export const pinnedIds = ({ documentId, parts }: PinnedSpecification): string[] => [
  documentId,
  ...parts.flatMap(({ specification }) => pinnedIds(specification)),
];

/** Parts that a form can have in all, at every depth together. */
const MAX_PARTS = 2_000;

/** How many parts a document comes to with all of theirs; each document is counted once. */
const createCounter = (tree: PublishedTree) => {
  const known = new Map<string, number>();
  const count = (documentId: string): number => {
    const before = known.get(documentId);
    if (before !== undefined) return before;
    // Against a circle, which is another defect.
    known.set(documentId, 0);
    const published = tree.get(documentId);
    const parts = published ? partsOf(published) : [];
    const all = parts.reduce((sum, { targetId }) => sum + 1 + count(targetId), 0);
    known.set(documentId, all);
    return all;
  };
  return count;
};

/** Why the parts of something are too many for a form, or nothing where they are not. */
export const findSizeDefect = (
  tree: PublishedTree,
  documentIds: readonly string[],
): string | undefined => {
  const count = createCounter(tree);
  const parts = documentIds.reduce((sum, documentId) => sum + 1 + count(documentId), 0);
  return parts > MAX_PARTS
    ? `it comes to ${String(parts)} parts; a form has no more than ${String(MAX_PARTS)}`
    : undefined;
};

const countParts = ({ specification, bundled }: Omit<OrderableSnapshot, 'sku'>): number =>
  (specification ? countComponents(specification) : 0) +
  bundled.reduce((sum, { offering }) => sum + 1 + countParts(offering), 0);

const countComponents = ({ parts }: PinnedSpecification): number =>
  parts.reduce((sum, { specification }) => sum + 1 + countComponents(specification), 0);

/** The same of the offerings of a bundle. */
export const findBundleSizeDefect = (children: readonly Published[]): string | undefined => {
  const parts = children.reduce(
    (sum, { snapshot }) =>
      sum + 1 + (snapshot.catalog ? countParts(snapshot.catalog.orderable) : 0),
    0,
  );
  return parts > MAX_PARTS
    ? `it comes to ${String(parts)} parts; a form has no more than ${String(MAX_PARTS)}`
    : undefined;
};

/**
 * Why a document cannot be a part of another one: it leads back to it, or goes deeper than a form.
 *
 * @param startId the document that is about to be published
 */
export const findCompositionDefect = (
  tree: PublishedTree,
  startId: string,
  targetId: string,
): string | undefined => {
  const sound = new Map<string, number>();
  const walk = (documentId: string, names: readonly string[]): string | undefined => {
    if (documentId === startId) return `it would contain itself: ${names.join(' → ')}`;
    if (names.length > MAX_DEPTH) return `it is nested more than ${String(MAX_DEPTH)} deep`;
    // What was sound at this depth or deeper is sound here.
    if ((sound.get(documentId) ?? 0) >= names.length) return undefined;
    sound.set(documentId, names.length);
    const published = tree.get(documentId);
    if (published === undefined) return undefined;
    for (const { targetId: next } of partsOf(published)) {
      const defect = walk(next, [...names, tree.get(next)?.name ?? 'itself']);
      if (defect !== undefined) return defect;
    }
    return undefined;
  };
  return walk(targetId, [tree.get(targetId)?.name ?? 'itself']);
};

const bundleDepth = ({ bundled }: OrderableSnapshot): number =>
  bundled.length === 0 ? 0 : 1 + Math.max(...bundled.map(({ offering }) => bundleDepth(offering)));

const containsOffering = ({ bundled }: OrderableSnapshot, documentId: string): boolean =>
  bundled.some(
    (part) => part.documentId === documentId || containsOffering(part.offering, documentId),
  );

/** Why an offering cannot be a part of another one, or nothing where it can. */
export const findBundlingDefect = (
  bundle: { readonly documentId: string },
  child: Published,
): string | undefined => {
  const { catalog } = child.snapshot;
  if (child.documentId === bundle.documentId) return 'it would contain itself';
  if (catalog === undefined) return 'it is no offering';
  if (containsOffering(catalog.orderable, bundle.documentId)) {
    return `it would contain itself: "${child.name}" bundles it`;
  }
  if (bundleDepth(catalog.orderable) + 1 > MAX_DEPTH) {
    return `it is nested more than ${String(MAX_DEPTH)} deep`;
  }
  return undefined;
};

/** Freezes an offering together with its specification and the offerings of its bundle. */
export const toOfferingSnapshot = (
  offering: OfferingDocument,
  specification: PinnedSpecification | null,
  children: PublishedTree,
  publicUrl: string,
): CatalogSnapshot => ({
  name: offering.name,
  description: offering.description ?? null,
  translations: toTranslations(offering.localizedTexts),
  image: toImage(offering, publicUrl),
  orderable: {
    sku: offering.sku,
    sellable: offering.sellable,
    channels: toChannels(offering.distributionChannels),
    quantity: { minimum: offering.minQuantity ?? 1, maximum: offering.maxQuantity ?? null },
    validity: toValidity(offering),
    prices: (offering.prices ?? [])
      .map(toPrice)
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
    specification: specification && applyValueUses(specification, offering.valueUses ?? []),
    bundled: (offering.bundledOfferings ?? []).flatMap((part) => {
      const child = children.get(part.productOffering?.documentId ?? '');
      const { catalog } = child?.snapshot ?? {};
      if (child === undefined || catalog === undefined) return [];
      const quantity = toPartQuantity(part);
      return [
        {
          key: part.name?.trim() ? part.name : (catalog.orderable.sku ?? child.documentId),
          mandatory: quantity.minimum > 0,
          quantity,
          documentId: child.documentId,
          version: child.version,
          name: catalog.name,
          translations: catalog.translations,
          offering: catalog.orderable,
        },
      ];
    }),
  },
});

/** Freezes a customer-facing service specification as what can be ordered of it. */
export const toServiceSnapshot = (
  document: SpecificationDocument,
  specification: PinnedSpecification,
): CatalogSnapshot => ({
  name: document.name,
  description: document.description ?? null,
  translations: toTranslations(document.localizedTexts),
  image: null,
  orderable: {
    sku: null,
    sellable: document.serviceType === 'customer_facing',
    channels: toChannels(document.distributionChannels),
    quantity: { minimum: 1, maximum: null },
    validity: toValidity(document),
    prices: [],
    specification,
    bundled: [],
  },
});

/** What of a frozen document others take over: a change of it makes a newer version for them. */
export const orderablePartOf = ({ specification, catalog }: FrozenSnapshot): unknown => ({
  ...(specification && { specification: { ...specification, description: null } }),
  ...(catalog && { orderable: catalog.orderable }),
});
