import type { Schema, Struct } from '@strapi/strapi';

export interface OrderbridgeCharacteristic extends Struct.ComponentSchema {
  collectionName: 'orderbridge_component_characteristics';
  info: {
    displayName: 'Characteristic';
    icon: 'bulletList';
  };
  attributes: {
    defaultValue: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 255;
      }>;
    description: Schema.Attribute.Text;
    label: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 255;
      }>;
    mandatory: Schema.Attribute.Boolean & Schema.Attribute.DefaultTo<false>;
    maxLength: Schema.Attribute.Integer &
      Schema.Attribute.SetMinMax<
        {
          max: 10000;
          min: 1;
        },
        number
      >;
    name: Schema.Attribute.String &
      Schema.Attribute.Required &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 64;
      }>;
    unitOfMeasure: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 32;
      }>;
    valueFrom: Schema.Attribute.Integer;
    values: Schema.Attribute.Component<'orderbridge.characteristic-value', true>;
    valueTo: Schema.Attribute.Integer;
    valueType: Schema.Attribute.Enumeration<['choice', 'integer', 'text']> &
      Schema.Attribute.Required &
      Schema.Attribute.DefaultTo<'text'>;
  };
}

export interface OrderbridgeCharacteristicValue extends Struct.ComponentSchema {
  collectionName: 'orderbridge_component_characteristic_values';
  info: {
    displayName: 'Characteristic value';
    icon: 'bulletList';
  };
  attributes: {
    isDefault: Schema.Attribute.Boolean & Schema.Attribute.DefaultTo<false>;
    label: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 255;
      }>;
    value: Schema.Attribute.String &
      Schema.Attribute.Required &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 255;
      }>;
  };
}

export interface OrderbridgeDistributionChannel extends Struct.ComponentSchema {
  collectionName: 'orderbridge_component_distribution_channels';
  info: {
    displayName: 'Distribution channel';
    icon: 'bulletList';
  };
  attributes: {
    channel: Schema.Attribute.Enumeration<['exchange', 'direct', 'partner']> &
      Schema.Attribute.Required;
  };
}

declare module '@strapi/strapi' {
  export namespace Public {
    export interface ComponentSchemas {
      'orderbridge.characteristic': OrderbridgeCharacteristic;
      'orderbridge.characteristic-value': OrderbridgeCharacteristicValue;
      'orderbridge.distribution-channel': OrderbridgeDistributionChannel;
    }
  }
}
