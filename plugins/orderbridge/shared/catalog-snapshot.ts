import type { ChoiceStyle, ValueType } from './characteristic-types';
import type { AnswerValue, QuantityRange } from './form';

/** Texts of another language, by language tag (BCP 47). */
export type Translations = Readonly<
  Record<string, { readonly label?: string | undefined; readonly description?: string | undefined }>
>;

/** One of the values that a characteristic can have, with its own JSON type. */
export interface OptionSnapshot {
  readonly value: AnswerValue;
  readonly label: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A characteristic as it was published. */
export interface CharacteristicSnapshot {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly translations: Translations;
  readonly valueType: ValueType;
  readonly mandatory: boolean;
  /** Several values: how many, or null where it takes one. */
  readonly items: { readonly minimum: number; readonly maximum: number } | null;
  /** The values that it is limited to; none where it is free. */
  readonly options: readonly OptionSnapshot[];
  readonly choiceStyle: ChoiceStyle;
  readonly valueFrom: number | null;
  readonly valueTo: number | null;
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly pattern: string | null;
  readonly defaultValue: AnswerValue;
  /** Set by an offering: the one value that it is sold with. */
  readonly fixedValue: AnswerValue;
  readonly unitOfMeasure: string | null;
  /** The fields of an object. */
  readonly properties: readonly CharacteristicSnapshot[];
}

/** How many of a part there are; at least none for a part that may be left out. */
export interface PartQuantity {
  readonly minimum: number;
  readonly default: number;
  readonly maximum: number;
}

/** The kinds of specification, which are the types that are published by themselves. */
export type SpecificationType =
  'product-specification' | 'service-specification' | 'resource-specification';

export const RELATIONSHIP_TYPES = ['composed_of', 'bundles', 'realized_as', 'requires'] as const;
export type RelationshipType = (typeof RELATIONSHIP_TYPES)[number];

/** A relationship of a specification, as it was published. It names its end, which is published by itself. */
export interface RelationshipSnapshot {
  readonly type: RelationshipType;
  readonly key: string;
  readonly targetType: SpecificationType;
  readonly targetId: string;
  readonly mandatory: boolean;
  readonly quantity: PartQuantity;
}

/** A specification by itself, frozen at its own publish. */
export interface SpecificationSnapshot {
  readonly name: string;
  readonly description: string | null;
  readonly asksForLocation: boolean;
  readonly characteristics: readonly CharacteristicSnapshot[];
  readonly relationships: readonly RelationshipSnapshot[];
}

/** A specification with everything that it is composed of, as an offering pinned it. */
export interface PinnedSpecification extends SpecificationSnapshot {
  readonly type: SpecificationType;
  readonly documentId: string;
  /** Number of the catalogue version that was pinned. */
  readonly version: number;
  readonly parts: readonly (PinnedPart & { readonly specification: PinnedSpecification })[];
}

interface PinnedPart {
  /** What the part is called in answers; stable over versions. */
  readonly key: string;
  readonly mandatory: boolean;
  readonly quantity: PartQuantity;
}

export interface PriceSnapshot {
  readonly name: string;
  readonly priceType: 'recurring' | 'one_time' | 'usage';
  readonly value: number;
  readonly currency: string;
  readonly period: string | null;
  readonly periodLength: number | null;
  readonly unitOfMeasure: string | null;
}

/** When something can be ordered: from a moment on, until before another; open where null. */
export interface Validity {
  readonly from: string | null;
  readonly to: string | null;
}

/** What can be ordered: a change of this makes a new catalogue version. */
export interface OrderableSnapshot {
  readonly sku: string | null;
  readonly sellable: boolean;
  readonly channels: readonly string[];
  readonly quantity: QuantityRange;
  readonly validity: Validity;
  readonly prices: readonly PriceSnapshot[];
  readonly specification: PinnedSpecification | null;
  /** The offerings of a bundle. */
  readonly bundled: readonly (PinnedPart & {
    readonly documentId: string;
    readonly version: number;
    readonly name: string;
    readonly translations: Translations;
    readonly offering: OrderableSnapshot;
  })[];
}

/** The primary picture, at an address that browsers of consumers reach. */
export interface ImageSnapshot {
  readonly url: string;
  readonly alternativeText: string | null;
}

/** What is said of something orderable: it may change without a new version. */
export interface CatalogTexts {
  readonly name: string;
  readonly description: string | null;
  readonly translations: Translations;
  readonly image: ImageSnapshot | null;
}

/** Something orderable, frozen at its publish. */
export interface CatalogSnapshot extends CatalogTexts {
  readonly orderable: OrderableSnapshot;
}

/**
 * What one publish froze: a specification by itself, what can be ordered with everything pinned, or
 * both, as a customer-facing service specification is.
 */
export interface FrozenSnapshot {
  readonly specification?: SpecificationSnapshot;
  readonly catalog?: CatalogSnapshot;
}

export const DISTRIBUTION_CHANNELS = ['exchange', 'direct', 'partner'] as const;

export const isOnExchange = ({ sellable, channels }: OrderableSnapshot): boolean =>
  sellable && channels.includes('exchange');
