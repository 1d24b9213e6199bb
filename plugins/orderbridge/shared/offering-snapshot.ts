import type { QuantityRange } from './form';

/** A characteristic as an offering was published with it. */
export interface CharacteristicSnapshot {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly valueType: 'choice' | 'integer' | 'text';
  readonly mandatory: boolean;
  readonly values: readonly {
    readonly value: string;
    readonly label: string;
    readonly isDefault: boolean;
  }[];
  readonly valueFrom: number | null;
  readonly valueTo: number | null;
  readonly maxLength: number | null;
  readonly defaultValue: string | null;
  readonly unitOfMeasure: string | null;
}

/** What can be ordered of an offering: a change of this makes a new catalogue version. */
export interface OrderableSnapshot {
  readonly sku: string;
  readonly sellable: boolean;
  readonly channels: readonly string[];
  readonly quantity: QuantityRange;
  readonly specification: {
    readonly documentId: string;
    readonly name: string;
    readonly characteristics: readonly CharacteristicSnapshot[];
  } | null;
}

/** An offering, frozen at its publish. Name and description may change without a new version. */
export interface OfferingSnapshot {
  readonly name: string;
  readonly description: string | null;
  readonly orderable: OrderableSnapshot;
}

export const isOnExchange = ({ sellable, channels }: OrderableSnapshot): boolean =>
  sellable && channels.includes('exchange');
