import type { CharacteristicSnapshot, OfferingSnapshot } from '../../../shared/offering-snapshot';

/** The documents that a snapshot is made of, as the Document Service answers them. */
export interface CharacteristicDocument {
  readonly name: string;
  readonly label?: string | null;
  readonly description?: string | null;
  readonly valueType: 'choice' | 'integer' | 'text';
  readonly mandatory?: boolean | null;
  readonly values?: readonly {
    readonly value: string;
    readonly label?: string | null;
    readonly isDefault?: boolean | null;
  }[];
  readonly valueFrom?: number | null;
  readonly valueTo?: number | null;
  readonly maxLength?: number | null;
  readonly defaultValue?: string | null;
  readonly unitOfMeasure?: string | null;
}

export interface SpecificationDocument {
  readonly documentId: string;
  readonly name: string;
  readonly characteristics?: readonly CharacteristicDocument[];
}

export interface OfferingDocument {
  readonly documentId: string;
  readonly name: string;
  readonly description?: string | null;
  readonly sku: string;
  readonly sellable: boolean;
  readonly distributionChannels?: readonly { readonly channel: string }[];
  readonly minQuantity?: number | null;
  readonly maxQuantity?: number | null;
}

const toCharacteristic = (document: CharacteristicDocument): CharacteristicSnapshot => ({
  name: document.name,
  label: document.label ?? document.name,
  description: document.description ?? null,
  valueType: document.valueType,
  mandatory: document.mandatory ?? false,
  values: (document.values ?? []).map(({ value, label, isDefault }) => ({
    value,
    label: label ?? value,
    isDefault: isDefault ?? false,
  })),
  valueFrom: document.valueFrom ?? null,
  valueTo: document.valueTo ?? null,
  maxLength: document.maxLength ?? null,
  defaultValue: document.defaultValue ?? null,
  unitOfMeasure: document.unitOfMeasure ?? null,
});

/** Freezes an offering together with its specification as it is published at this moment. */
export const toOfferingSnapshot = (
  offering: OfferingDocument,
  specification: SpecificationDocument | null,
): OfferingSnapshot => ({
  name: offering.name,
  description: offering.description ?? null,
  orderable: {
    sku: offering.sku,
    sellable: offering.sellable,
    channels: [
      ...new Set((offering.distributionChannels ?? []).map(({ channel }) => channel)),
    ].sort(),
    quantity: { minimum: offering.minQuantity ?? 1, maximum: offering.maxQuantity ?? null },
    specification: specification && {
      documentId: specification.documentId,
      name: specification.name,
      characteristics: (specification.characteristics ?? []).map(toCharacteristic),
    },
  },
});
