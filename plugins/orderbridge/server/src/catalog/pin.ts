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

/**
 * The ways from a document back to itself, or deeper than a form goes, as names on the way.
 *
 * @param startId the document that is about to be published; its own parts are `firstIds`
 */
export const findCompositionDefect = (
  tree: PublishedTree,
  startId: string,
  targetId: string,
): string | undefined => {
  const walk = (documentId: string, names: readonly string[]): string | undefined => {
    if (documentId === startId) return `it would contain itself: ${names.join(' → ')}`;
    if (names.length > MAX_DEPTH) return `it is nested more than ${String(MAX_DEPTH)} deep`;
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
