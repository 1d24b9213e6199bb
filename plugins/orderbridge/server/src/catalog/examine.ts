import type { Core } from '@strapi/strapi';
import type { FrozenSnapshot, SpecificationType } from '../../../shared/catalog-snapshot';
import { getConfig, getPublicUrl } from '../kernel/config';
import { digestOf } from '../kernel/digest';
import type { Transaction } from '../kernel/transaction';
import { findCharacteristicDefects } from './characteristic-defects';
import { OFFERING } from './content-types';
import { endsOf, type OfferingDocument, type SpecificationDocument } from './documents';
import {
  findSizeDefect,
  pinnedIds,
  pinSpecification,
  toOfferingSnapshot,
  toServiceSnapshot,
} from './pin';
import type { PublishDefect } from './publish-defect';
import { readTree, type PublishedTree } from './published';
import { findBundleDefects, findRelationshipDefects } from './relationship-defects';
import { toPrice, toSpecification } from './to-snapshot';
import { findValueUseDefects } from './value-uses';

/** A draft, looked at before its publish. */
export interface Examined {
  readonly defects: readonly PublishDefect[];
  /** What the publish would freeze; whole only where there are no defects. */
  readonly snapshot: FrozenSnapshot;
  readonly used: ReadonlyMap<string, string>;
}

const findCommonDefects = (document: {
  /** A draft may have none yet. */
  readonly name: string | null;
  readonly validFrom?: string | null | undefined;
  readonly validTo?: string | null | undefined;
}): PublishDefect[] => {
  const defects: PublishDefect[] = [];
  if ((document.name ?? '').trim() === '')
    defects.push({ path: ['name'], message: 'a name is needed' });
  const { validFrom, validTo } = document;
  if (validFrom != null && validTo != null && new Date(validFrom) >= new Date(validTo)) {
    defects.push({ path: ['validFrom'], message: 'it begins to be valid after its end' });
  }
  return defects;
};

const findChannelDefects = ({ serviceType, distributionChannels }: SpecificationDocument) =>
  serviceType === 'resource_facing' && (distributionChannels ?? []).length > 0
    ? [
        {
          path: ['distributionChannels'],
          message: 'only a customer-facing service can be ordered',
        },
      ]
    : [];

const hashesOf = (tree: PublishedTree, documentIds: readonly string[]): Map<string, string> =>
  new Map(
    documentIds.flatMap((documentId) => {
      const published = tree.get(documentId);
      return published ? [[documentId, published.hash] as const] : [];
    }),
  );

/** Looks at a specification of any kind as it would be published now. */
export const examineSpecification = async (
  transaction: Transaction,
  type: SpecificationType,
  document: SpecificationDocument,
): Promise<Examined> => {
  const relationships = document.relationships ?? [];
  const ends = relationships.flatMap(endsOf).map(({ documentId }) => documentId);
  const tree = await readTree(transaction, ends);
  const owner = { type, documentId: document.documentId };
  const rules = { units: getConfig(transaction.strapi).units };
  const defects = [
    ...findCommonDefects(document),
    ...findCharacteristicDefects(document.characteristics ?? [], rules),
    ...findRelationshipDefects(owner, relationships, tree),
    ...findChannelDefects(document),
  ];
  const specification = toSpecification(document, (id) => tree.get(id)?.name ?? id);
  if (type !== 'service-specification' || defects.length > 0) {
    return { defects, snapshot: { specification }, used: hashesOf(tree, ends) };
  }
  // A service can be ordered by itself: it pins its components as an offering does.
  const own = {
    ...owner,
    name: document.name,
    hash: '',
    versionId: 0,
    version: 0,
    snapshot: { specification },
  };
  const pinned = pinSpecification(new Map([...tree, [document.documentId, own]]), own.documentId);
  const used = pinned ? pinnedIds(pinned).filter((id) => id !== own.documentId) : [];
  return {
    defects,
    snapshot: {
      specification,
      ...(pinned && { catalog: toServiceSnapshot(document, pinned) }),
    },
    used: hashesOf(tree, [...ends, ...used]),
  };
};

const findSkuDefects = async (
  strapi: Core.Strapi,
  { documentId, sku }: OfferingDocument,
): Promise<PublishDefect[]> => {
  const other = (await strapi.db.query(OFFERING).findOne({
    where: { sku, documentId: { $ne: documentId }, publishedAt: { $notNull: true } },
    select: ['name'],
  })) as { name: string } | null;
  return other ? [{ path: ['sku'], message: `"${other.name}" has this SKU already` }] : [];
};

const findOfferingDefects = (
  offering: OfferingDocument,
  isSpecificationPublished: boolean,
): PublishDefect[] => {
  const defects = findCommonDefects(offering);
  const { minQuantity, maxQuantity, productSpecification, bundledOfferings } = offering;
  const isBundle = (bundledOfferings ?? []).length > 0;
  if (productSpecification == null && !isBundle) {
    const message = 'an offering needs a specification, or the offerings of a bundle';
    defects.push({ path: ['productSpecification'], message });
  }
  if (productSpecification != null && !isSpecificationPublished) {
    const message = 'the specification is not published; publish it first';
    defects.push({ path: ['productSpecification'], message });
  }
  if (minQuantity != null && maxQuantity != null && minQuantity > maxQuantity) {
    const message = 'the smallest quantity is above the largest';
    defects.push({ path: ['minQuantity'], message });
  }
  return defects;
};

/** Looks at an offering as it would be published now. */
export const examineOffering = async (
  transaction: Transaction,
  offering: OfferingDocument,
): Promise<Examined> => {
  const { strapi } = transaction;
  const specificationId = offering.productSpecification?.documentId;
  const parts = offering.bundledOfferings ?? [];
  const childIds = parts.flatMap(({ productOffering }) =>
    productOffering ? [productOffering.documentId] : [],
  );
  const tree = await readTree(transaction, [
    ...(specificationId === undefined ? [] : [specificationId]),
    ...childIds,
  ]);
  const size = specificationId === undefined ? undefined : findSizeDefect(tree, [specificationId]);
  const specification =
    specificationId === undefined || size !== undefined
      ? null
      : pinSpecification(tree, specificationId);
  const uses = offering.valueUses ?? [];
  const taken = (specification?.parts ?? []).map(({ key }) => key);
  const defects = [
    ...findOfferingDefects(offering, tree.has(specificationId ?? '')),
    ...(size === undefined ? [] : [{ path: ['productSpecification'], message: size }]),
    ...(await findSkuDefects(strapi, offering)),
    ...findBundleDefects(offering, parts, tree, taken),
    // Of a specification that is not published, nothing more can be said.
    ...(specification === null && specificationId !== undefined
      ? []
      : findValueUseDefects(specification, uses)),
  ];
  return {
    defects,
    snapshot: {
      ...(defects.length === 0 && {
        catalog: toOfferingSnapshot(offering, specification, tree, getPublicUrl(strapi)),
      }),
    },
    used: new Map([
      ...hashesOf(tree, [...(specification ? pinnedIds(specification) : []), ...childIds]),
      ...(offering.prices ?? []).map(
        (price) => [price.documentId, digestOf(toPrice(price))] as const,
      ),
    ]),
  };
};
