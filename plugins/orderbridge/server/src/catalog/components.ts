import { CHOICE_STYLES, PROPERTY_TYPES, VALUE_TYPES } from '../../../shared/characteristic-types';
import { DISTRIBUTION_CHANNELS, RELATIONSHIP_TYPES } from '../../../shared/catalog-snapshot';
import {
  boolean,
  component,
  integer,
  json,
  longText,
  number,
  oneOf,
  relation,
  repeated,
  text,
} from '../kernel/schema';

/** What a system that the catalogue came from says, and Orderbridge has no field for. */
export const extensions = () =>
  json({ help: 'Fields of the system that this came from; kept for its export' });

/** Names become property names of answers, so they keep to what every reader takes. */
const NAME_PATTERN = String.raw`^(?!__proto__$)[^\u0000-\u001f]+$`;

const characteristicValue = component({
  name: 'characteristic-value',
  displayName: 'Characteristic value',
  icon: 'bulletList',
  mainField: 'value',
  edit: [['value', 'label', 'isDefault'], ['labels']],
  attributes: {
    value: text({ required: true, maxLength: 255, help: 'Written as its type is: 10, 2026-12-31' }),
    label: text({ maxLength: 255, help: 'What people see; the value itself where it is empty' }),
    isDefault: boolean({ default: false, label: 'Default' }),
    labels: json({ help: 'Labels in other languages, for example {"de": "Gold"}' }),
    extensions: extensions(),
  },
});

const localizedText = component({
  name: 'localized-text',
  displayName: 'Text in another language',
  icon: 'earth',
  mainField: 'locale',
  edit: [['locale', 'label'], ['description']],
  attributes: {
    locale: text({
      required: true,
      maxLength: 35,
      regex: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$',
      help: 'A language tag such as de or nb-NO',
    }),
    label: text({ maxLength: 255 }),
    description: longText({ maxLength: 5_000 }),
  },
});

const DESCRIPTION_ROWS = [
  ['name', 'label'],
  ['valueType', 'mandatory', 'choiceStyle'],
  ['description'],
];
const LIMIT_ROWS = [
  ['valueFrom', 'valueTo', 'unitOfMeasure'],
  ['minLength', 'maxLength', 'pattern'],
];

/** The fields that a characteristic and a field of an object share; made anew for each of them. */
const describedValue = (types: readonly string[]) => ({
  name: text({
    required: true,
    maxLength: 128,
    regex: NAME_PATTERN,
    help: 'What it is called in answers; renaming it makes another question of it',
  }),
  label: text({ maxLength: 255, help: 'What people see; the name where it is empty' }),
  description: longText({ maxLength: 5_000, help: 'Help at the field of the form' }),
  valueType: oneOf(types, { required: true, default: 'text', label: 'Input type' }),
  mandatory: boolean({ default: false }),
  choiceStyle: oneOf(CHOICE_STYLES, { default: 'dropdown', help: 'How options are drawn' }),
  values: repeated('characteristic-value', {
    label: 'Options',
    help: 'The values to choose from; none where the answer is free',
  }),
  valueFrom: number({ label: 'Smallest', help: 'Of a number' }),
  valueTo: number({ label: 'Largest', help: 'Of a number' }),
  unitOfMeasure: text({ maxLength: 32, label: 'Unit', help: 'For example Mbit/s, GB, month' }),
  minLength: integer({ min: 0, max: 10_000, label: 'Shortest text' }),
  maxLength: integer({ min: 1, max: 10_000, label: 'Longest text', help: '255 where it is empty' }),
  pattern: longText({
    maxLength: 500,
    help: 'A regular expression that a text has to match, for example ^[A-Z]{2}[0-9]{4}$',
  }),
  defaultValue: longText({ maxLength: 1_000, help: 'Written as its type is; an option’s value' }),
  translations: repeated('localized-text', { label: 'In other languages' }),
  extensions: extensions(),
});

const objectProperty = component({
  name: 'object-property',
  displayName: 'Field of an object',
  icon: 'apps',
  mainField: 'name',
  edit: [...DESCRIPTION_ROWS, ['values'], ...LIMIT_ROWS, ['defaultValue'], ['translations']],
  attributes: describedValue(PROPERTY_TYPES),
});

const characteristic = component({
  name: 'characteristic',
  displayName: 'Characteristic',
  icon: 'apps',
  mainField: 'name',
  edit: [
    ...DESCRIPTION_ROWS,
    ['values'],
    ...LIMIT_ROWS,
    ['defaultValue'],
    ['multiple', 'minCardinality', 'maxCardinality'],
    ['properties'],
    ['translations'],
  ],
  attributes: {
    ...describedValue(VALUE_TYPES),
    multiple: boolean({ default: false, label: 'Several values' }),
    minCardinality: integer({ min: 0, max: 1_000, label: 'Fewest values' }),
    maxCardinality: integer({ min: 1, max: 1_000, label: 'Most values' }),
    properties: repeated('object-property', { label: 'Fields', help: 'Of an object' }),
  },
});

const allowedValue = component({
  name: 'allowed-value',
  displayName: 'Allowed value',
  icon: 'check',
  mainField: 'value',
  edit: [['value', 'isDefault']],
  attributes: {
    value: text({ required: true, maxLength: 255 }),
    isDefault: boolean({ default: false, label: 'Default' }),
    extensions: extensions(),
  },
});

const characteristicValueUse = component({
  name: 'characteristic-value-use',
  displayName: 'Value use',
  icon: 'filter',
  mainField: 'characteristic',
  edit: [['characteristic', 'component'], ['allowedValues'], ['defaultValue']],
  attributes: {
    characteristic: text({
      required: true,
      maxLength: 128,
      help: 'Name of the characteristic of the specification that this offering narrows',
    }),
    component: longText({
      maxLength: 1_000,
      help: 'Where it is one of a component: the names on the way to it, as in Edge/Router',
    }),
    allowedValues: repeated('allowed-value', {
      help: 'The options that are left; one alone is fixed, none leaves all',
    }),
    defaultValue: longText({ maxLength: 1_000, help: 'Instead of the specification’s default' }),
    extensions: extensions(),
  },
});

const specificationRelationship = component({
  name: 'specification-relationship',
  displayName: 'Specification relationship',
  icon: 'link',
  mainField: 'name',
  edit: [
    ['relationshipType', 'name', 'mandatory'],
    ['productSpecification', 'serviceSpecification', 'resourceSpecification'],
    ['minQuantity', 'defaultQuantity', 'maxQuantity'],
  ],
  attributes: {
    relationshipType: oneOf(RELATIONSHIP_TYPES, {
      required: true,
      help: 'Composed of and bundles: a part of the form. Realized as and requires: for fulfilment',
    }),
    name: text({
      maxLength: 128,
      regex: NAME_PATTERN,
      help: 'What the part is called in answers; the name of its specification where it is empty',
    }),
    mandatory: boolean({ default: true, help: 'Whether it cannot be left out' }),
    productSpecification: relation('oneToOne', 'product-specification'),
    serviceSpecification: relation('oneToOne', 'service-specification'),
    resourceSpecification: relation('oneToOne', 'resource-specification'),
    minQuantity: integer({ min: 0, max: 1_000_000, help: '1 where it is empty' }),
    defaultQuantity: integer({ min: 0, max: 1_000_000 }),
    maxQuantity: integer({ min: 1, max: 1_000_000, help: 'As the smallest where it is empty' }),
    extensions: extensions(),
  },
});

const bundledOffering = component({
  name: 'bundled-offering',
  displayName: 'Bundled offering',
  icon: 'stack',
  mainField: 'name',
  edit: [
    ['productOffering', 'name'],
    ['minQuantity', 'defaultQuantity', 'maxQuantity'],
  ],
  attributes: {
    productOffering: relation('oneToOne', 'product-offering'),
    name: text({
      maxLength: 128,
      regex: NAME_PATTERN,
      help: 'What the part is called in answers; its SKU where it is empty',
    }),
    minQuantity: integer({
      min: 0,
      max: 1_000_000,
      help: '0 makes it optional; 1 where it is empty',
    }),
    defaultQuantity: integer({ min: 0, max: 1_000_000 }),
    maxQuantity: integer({ min: 1, max: 1_000_000, help: 'As the smallest where it is empty' }),
    extensions: extensions(),
  },
});

const distributionChannel = component({
  name: 'distribution-channel',
  displayName: 'Distribution channel',
  icon: 'exit',
  mainField: 'channel',
  edit: [['channel']],
  attributes: {
    channel: oneOf(DISTRIBUTION_CHANNELS, {
      required: true,
      help: 'What is on the exchange gets an order form for consumers',
    }),
  },
});

export const catalogComponents = [
  characteristicValue,
  localizedText,
  objectProperty,
  characteristic,
  allowedValue,
  characteristicValueUse,
  specificationRelationship,
  bundledOffering,
  distributionChannel,
];
