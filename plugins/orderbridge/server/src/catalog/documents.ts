import type { ChoiceStyle, ValueType } from '../../../shared/characteristic-types';
import type { RelationshipType, SpecificationType } from '../../../shared/catalog-snapshot';
import type { PublishedType } from './content-types';

/** The documents of the catalogue, as the Document Service answers them. Empty fields are null. */

type Maybe<Value> = Value | null | undefined;

export interface TranslationDocument {
  readonly locale: string;
  readonly label?: Maybe<string>;
  readonly description?: Maybe<string>;
}

interface ValueDocument {
  readonly value: string;
  readonly label?: Maybe<string>;
  readonly labels?: unknown;
  readonly isDefault?: Maybe<boolean>;
}

export interface CharacteristicDocument {
  readonly name: string;
  readonly label?: Maybe<string>;
  readonly description?: Maybe<string>;
  readonly translations?: Maybe<readonly TranslationDocument[]>;
  readonly valueType: ValueType;
  readonly mandatory?: Maybe<boolean>;
  readonly choiceStyle?: Maybe<ChoiceStyle>;
  readonly values?: Maybe<readonly ValueDocument[]>;
  readonly valueFrom?: Maybe<number>;
  readonly valueTo?: Maybe<number>;
  readonly minLength?: Maybe<number>;
  readonly maxLength?: Maybe<number>;
  readonly pattern?: Maybe<string>;
  readonly defaultValue?: Maybe<string>;
  readonly unitOfMeasure?: Maybe<string>;
  readonly multiple?: Maybe<boolean>;
  readonly minCardinality?: Maybe<number>;
  readonly maxCardinality?: Maybe<number>;
  readonly properties?: Maybe<readonly CharacteristicDocument[]>;
}

interface Ref {
  readonly documentId: string;
}

export interface QuantitiesDocument {
  readonly minQuantity?: Maybe<number>;
  readonly defaultQuantity?: Maybe<number>;
  readonly maxQuantity?: Maybe<number>;
}

export interface RelationshipDocument extends QuantitiesDocument {
  readonly relationshipType: RelationshipType;
  readonly name?: Maybe<string>;
  readonly mandatory?: Maybe<boolean>;
  readonly productSpecification?: Maybe<Ref>;
  readonly serviceSpecification?: Maybe<Ref>;
  readonly resourceSpecification?: Maybe<Ref>;
}

export interface SpecificationDocument {
  readonly documentId: string;
  readonly name: string;
  readonly description?: Maybe<string>;
  readonly asksForLocation?: Maybe<boolean>;
  readonly serviceType?: Maybe<'customer_facing' | 'resource_facing'>;
  readonly characteristics?: Maybe<readonly CharacteristicDocument[]>;
  readonly relationships?: Maybe<readonly RelationshipDocument[]>;
  readonly distributionChannels?: Maybe<readonly { readonly channel: string }[]>;
  readonly localizedTexts?: Maybe<readonly TranslationDocument[]>;
  readonly validFrom?: Maybe<string>;
  readonly validTo?: Maybe<string>;
}

export interface ValueUseDocument {
  readonly characteristic: string;
  readonly component?: Maybe<string>;
  readonly allowedValues?: Maybe<
    readonly { readonly value: string; readonly isDefault?: Maybe<boolean> }[]
  >;
  readonly defaultValue?: Maybe<string>;
}

export interface BundledOfferingDocument extends QuantitiesDocument {
  readonly name?: Maybe<string>;
  readonly productOffering?: Maybe<Ref>;
}

export interface PriceDocument {
  readonly documentId: string;
  readonly name: string;
  readonly priceType: 'recurring' | 'one_time' | 'usage';
  readonly value: number;
  readonly currency: string;
  readonly unitOfMeasure?: Maybe<string>;
  readonly recurringChargePeriodType?: Maybe<string>;
  readonly recurringChargePeriodLength?: Maybe<number>;
}

export interface OfferingDocument {
  readonly documentId: string;
  readonly name: string;
  readonly description?: Maybe<string>;
  readonly sku: string;
  readonly sellable: boolean;
  readonly productSpecification?: Maybe<Ref>;
  readonly distributionChannels?: Maybe<readonly { readonly channel: string }[]>;
  readonly valueUses?: Maybe<readonly ValueUseDocument[]>;
  readonly bundledOfferings?: Maybe<readonly BundledOfferingDocument[]>;
  readonly minQuantity?: Maybe<number>;
  readonly maxQuantity?: Maybe<number>;
  readonly prices?: Maybe<readonly PriceDocument[]>;
  readonly images?: Maybe<
    readonly { readonly url: string; readonly alternativeText?: Maybe<string> }[]
  >;
  readonly localizedTexts?: Maybe<readonly TranslationDocument[]>;
  readonly validFrom?: Maybe<string>;
  readonly validTo?: Maybe<string>;
}

const DESCRIBED_VALUE = { values: true, translations: true };
const END = { fields: ['documentId'] };

/** What of a document has to be read for its publish. */
export const POPULATE: Readonly<Record<PublishedType, object>> = (() => {
  const specification = {
    characteristics: {
      populate: { ...DESCRIBED_VALUE, properties: { populate: DESCRIBED_VALUE } },
    },
    relationships: {
      populate: {
        productSpecification: END,
        serviceSpecification: END,
        resourceSpecification: END,
      },
    },
  };
  return {
    'product-specification': specification,
    'service-specification': {
      ...specification,
      distributionChannels: true,
      localizedTexts: true,
    },
    'resource-specification': specification,
    'product-offering': {
      productSpecification: END,
      distributionChannels: true,
      valueUses: { populate: { allowedValues: true } },
      bundledOfferings: { populate: { productOffering: END } },
      prices: true,
      categories: END,
      images: true,
      localizedTexts: true,
    },
  };
})();

/** The ends that a relationship names; a sound one names one. */
export const endsOf = (
  relationship: RelationshipDocument,
): readonly { readonly type: SpecificationType; readonly documentId: string }[] =>
  (
    [
      ['product-specification', relationship.productSpecification],
      ['service-specification', relationship.serviceSpecification],
      ['resource-specification', relationship.resourceSpecification],
    ] as const
  ).flatMap(([type, end]) => (end ? [{ type, documentId: end.documentId }] : []));
