import type { Schema, Struct } from '@strapi/strapi';

export interface OrderbridgeAllowedValue extends Struct.ComponentSchema {
  collectionName: 'orderbridge_component_allowed_values';
  info: {
    displayName: 'Allowed value';
    icon: 'check';
  };
  attributes: {
    extensions: Schema.Attribute.JSON;
    isDefault: Schema.Attribute.Boolean & Schema.Attribute.DefaultTo<false>;
    value: Schema.Attribute.String &
      Schema.Attribute.Required &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 255;
      }>;
  };
}

export interface OrderbridgeBundledOffering extends Struct.ComponentSchema {
  collectionName: 'orderbridge_component_bundled_offerings';
  info: {
    displayName: 'Bundled offering';
    icon: 'stack';
  };
  attributes: {
    defaultQuantity: Schema.Attribute.Integer &
      Schema.Attribute.SetMinMax<
        {
          max: 1000000;
          min: 0;
        },
        number
      >;
    extensions: Schema.Attribute.JSON;
    maxQuantity: Schema.Attribute.Integer &
      Schema.Attribute.SetMinMax<
        {
          max: 1000000;
          min: 1;
        },
        number
      >;
    minQuantity: Schema.Attribute.Integer &
      Schema.Attribute.SetMinMax<
        {
          max: 1000000;
          min: 0;
        },
        number
      >;
    name: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 128;
      }>;
    productOffering: Schema.Attribute.Relation<'oneToOne', 'plugin::orderbridge.product-offering'>;
  };
}

export interface OrderbridgeCharacteristic extends Struct.ComponentSchema {
  collectionName: 'orderbridge_component_characteristics';
  info: {
    displayName: 'Characteristic';
    icon: 'apps';
  };
  attributes: {
    choiceStyle: Schema.Attribute.Enumeration<['dropdown', 'radio']> &
      Schema.Attribute.DefaultTo<'dropdown'>;
    defaultValue: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 1000;
      }>;
    description: Schema.Attribute.Text &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 5000;
      }>;
    extensions: Schema.Attribute.JSON;
    label: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 255;
      }>;
    mandatory: Schema.Attribute.Boolean & Schema.Attribute.DefaultTo<false>;
    maxCardinality: Schema.Attribute.Integer &
      Schema.Attribute.SetMinMax<
        {
          max: 1000;
          min: 1;
        },
        number
      >;
    maxLength: Schema.Attribute.Integer &
      Schema.Attribute.SetMinMax<
        {
          max: 10000;
          min: 1;
        },
        number
      >;
    minCardinality: Schema.Attribute.Integer &
      Schema.Attribute.SetMinMax<
        {
          max: 1000;
          min: 0;
        },
        number
      >;
    minLength: Schema.Attribute.Integer &
      Schema.Attribute.SetMinMax<
        {
          max: 10000;
          min: 0;
        },
        number
      >;
    multiple: Schema.Attribute.Boolean & Schema.Attribute.DefaultTo<false>;
    name: Schema.Attribute.String &
      Schema.Attribute.Required &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 128;
      }>;
    pattern: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 500;
      }>;
    properties: Schema.Attribute.Component<'orderbridge.object-property', true>;
    translations: Schema.Attribute.Component<'orderbridge.localized-text', true>;
    unitOfMeasure: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 32;
      }>;
    valueFrom: Schema.Attribute.Float;
    values: Schema.Attribute.Component<'orderbridge.characteristic-value', true>;
    valueTo: Schema.Attribute.Float;
    valueType: Schema.Attribute.Enumeration<
      [
        'choice',
        'text',
        'integer',
        'decimal',
        'yes_no',
        'checkbox',
        'date',
        'date_time',
        'duration',
        'email',
        'address',
        'object',
        'label',
        'attachment',
      ]
    > &
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
    extensions: Schema.Attribute.JSON;
    isDefault: Schema.Attribute.Boolean & Schema.Attribute.DefaultTo<false>;
    label: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 255;
      }>;
    labels: Schema.Attribute.JSON;
    value: Schema.Attribute.String &
      Schema.Attribute.Required &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 255;
      }>;
  };
}

export interface OrderbridgeCharacteristicValueUse extends Struct.ComponentSchema {
  collectionName: 'orderbridge_component_characteristic_value_uses';
  info: {
    displayName: 'Value use';
    icon: 'filter';
  };
  attributes: {
    allowedValues: Schema.Attribute.Component<'orderbridge.allowed-value', true>;
    characteristic: Schema.Attribute.String &
      Schema.Attribute.Required &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 128;
      }>;
    component: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 1000;
      }>;
    defaultValue: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 1000;
      }>;
    extensions: Schema.Attribute.JSON;
  };
}

export interface OrderbridgeDistributionChannel extends Struct.ComponentSchema {
  collectionName: 'orderbridge_component_distribution_channels';
  info: {
    displayName: 'Distribution channel';
    icon: 'exit';
  };
  attributes: {
    channel: Schema.Attribute.Enumeration<['exchange', 'direct', 'partner']> &
      Schema.Attribute.Required;
  };
}

export interface OrderbridgeLocalizedText extends Struct.ComponentSchema {
  collectionName: 'orderbridge_component_localized_texts';
  info: {
    displayName: 'Text in another language';
    icon: 'earth';
  };
  attributes: {
    description: Schema.Attribute.Text &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 5000;
      }>;
    label: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 255;
      }>;
    locale: Schema.Attribute.String &
      Schema.Attribute.Required &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 35;
      }>;
  };
}

export interface OrderbridgeObjectProperty extends Struct.ComponentSchema {
  collectionName: 'orderbridge_component_object_propertys';
  info: {
    displayName: 'Field of an object';
    icon: 'apps';
  };
  attributes: {
    choiceStyle: Schema.Attribute.Enumeration<['dropdown', 'radio']> &
      Schema.Attribute.DefaultTo<'dropdown'>;
    defaultValue: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 1000;
      }>;
    description: Schema.Attribute.Text &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 5000;
      }>;
    extensions: Schema.Attribute.JSON;
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
    minLength: Schema.Attribute.Integer &
      Schema.Attribute.SetMinMax<
        {
          max: 10000;
          min: 0;
        },
        number
      >;
    name: Schema.Attribute.String &
      Schema.Attribute.Required &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 128;
      }>;
    pattern: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 500;
      }>;
    translations: Schema.Attribute.Component<'orderbridge.localized-text', true>;
    unitOfMeasure: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 32;
      }>;
    valueFrom: Schema.Attribute.Float;
    values: Schema.Attribute.Component<'orderbridge.characteristic-value', true>;
    valueTo: Schema.Attribute.Float;
    valueType: Schema.Attribute.Enumeration<
      [
        'choice',
        'text',
        'integer',
        'decimal',
        'yes_no',
        'checkbox',
        'date',
        'date_time',
        'duration',
        'email',
        'address',
      ]
    > &
      Schema.Attribute.Required &
      Schema.Attribute.DefaultTo<'text'>;
  };
}

export interface OrderbridgeSpecificationRelationship extends Struct.ComponentSchema {
  collectionName: 'orderbridge_component_specification_relationships';
  info: {
    displayName: 'Specification relationship';
    icon: 'link';
  };
  attributes: {
    defaultQuantity: Schema.Attribute.Integer &
      Schema.Attribute.SetMinMax<
        {
          max: 1000000;
          min: 0;
        },
        number
      >;
    extensions: Schema.Attribute.JSON;
    mandatory: Schema.Attribute.Boolean & Schema.Attribute.DefaultTo<true>;
    maxQuantity: Schema.Attribute.Integer &
      Schema.Attribute.SetMinMax<
        {
          max: 1000000;
          min: 1;
        },
        number
      >;
    minQuantity: Schema.Attribute.Integer &
      Schema.Attribute.SetMinMax<
        {
          max: 1000000;
          min: 0;
        },
        number
      >;
    name: Schema.Attribute.String &
      Schema.Attribute.SetMinMaxLength<{
        maxLength: 128;
      }>;
    productSpecification: Schema.Attribute.Relation<
      'oneToOne',
      'plugin::orderbridge.product-specification'
    >;
    relationshipType: Schema.Attribute.Enumeration<
      ['composed_of', 'bundles', 'realized_as', 'requires']
    > &
      Schema.Attribute.Required;
    resourceSpecification: Schema.Attribute.Relation<
      'oneToOne',
      'plugin::orderbridge.resource-specification'
    >;
    serviceSpecification: Schema.Attribute.Relation<
      'oneToOne',
      'plugin::orderbridge.service-specification'
    >;
  };
}

declare module '@strapi/strapi' {
  export namespace Public {
    export interface ComponentSchemas {
      'orderbridge.allowed-value': OrderbridgeAllowedValue;
      'orderbridge.bundled-offering': OrderbridgeBundledOffering;
      'orderbridge.characteristic': OrderbridgeCharacteristic;
      'orderbridge.characteristic-value': OrderbridgeCharacteristicValue;
      'orderbridge.characteristic-value-use': OrderbridgeCharacteristicValueUse;
      'orderbridge.distribution-channel': OrderbridgeDistributionChannel;
      'orderbridge.localized-text': OrderbridgeLocalizedText;
      'orderbridge.object-property': OrderbridgeObjectProperty;
      'orderbridge.specification-relationship': OrderbridgeSpecificationRelationship;
    }
  }
}
