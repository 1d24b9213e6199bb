/** What the provider's own systems send and get of the catalogue: Strapi's own five routes of a type. */
import { z } from 'zod';
import type { RouteContract } from '../kernel/contract';
import type { ContentTypeDefinition } from '../kernel/feature';
import { once } from '../kernel/once';
import { catalogComponents } from './components';
import { createDocumentSchemas } from './document-schemas';

/** Of all types together: they share the schemas of their components. */
const readSchemas = once(() => createDocumentSchemas(catalogComponents));

/** Whatever of Strapi's own parameters is there, with a description for people. */
const parameter = (description: string) => ({ description, schema: z.unknown() });

const FIELDS = parameter('Which fields to read: `fields[0]=name`');
const POPULATE = parameter('Which relations and components to read along: `populate=*`');
const STATUS = {
  description: '`draft` or `published`',
  schema: z.enum(['draft', 'published']).optional(),
};

/** Strapi sends an empty one along with each document. */
const meta = z.object({});

const characteristics = [
  { name: 'bandwidth', label: 'Bandwidth', valueType: 'integer', unitOfMeasure: 'Mbit/s' },
];

/** What is sent in the examples, by type. */
const EXAMPLES: Readonly<Record<string, object>> = {
  catalog: { name: 'For enterprises' },
  category: { name: 'Networks' },
  'product-specification': { name: 'Access line', characteristics },
  'service-specification': { name: 'Installation', characteristics },
  'resource-specification': { name: 'Fibre' },
  'product-offering': {
    name: 'Access line for offices',
    sku: 'LINE-100',
    productSpecification: '<product-specification>',
  },
  'product-offering-price': {
    name: 'Once',
    priceType: 'one_time',
    value: 100,
    currency: 'EUR',
  },
};

/** The contracts of the five routes of a type, by the name of the handler. */
export const catalogContracts = (type: ContentTypeDefinition) => {
  const { displayName, pluralName, singularName } = type.schema.info;
  const schemas = readSchemas();
  const document = schemas.output(type).meta({ id: `${singularName}-document` });
  const one = displayName.toLowerCase();
  const many = pluralName.replace(/-/g, ' ');
  const common = { tag: displayName, for: 'own-systems' } as const;
  const reading = { fields: FIELDS, populate: POPULATE, status: STATUS };
  const example = { data: EXAMPLES[singularName] };
  return {
    find: {
      ...common,
      summary: `List ${many}`,
      list: 'unfiltered',
      query: {
        filters: parameter('As Strapi has them: `filters[name][$contains]=line`'),
        sort: parameter('As Strapi has it: `sort=name:asc`'),
        ...reading,
      },
      answers: { 200: { description: 'A page of documents', data: z.array(document) } },
    },
    findOne: {
      ...common,
      summary: `Read a ${one}`,
      query: reading,
      meta,
      answers: { 200: { description: 'The document', data: document } },
    },
    create: {
      ...common,
      summary: `Create a ${one}`,
      description: 'Strapi publishes what is created, unless `status` is `draft`.',
      query: { status: STATUS },
      body: { schema: schemas.input(type, { partial: false }), example },
      meta,
      answers: { 201: { description: 'The document', data: document } },
      refusals: ['catalog.not_orderable'],
    },
    update: {
      ...common,
      summary: `Change a ${one}`,
      description: 'Strapi publishes what is changed, unless `status` is `draft`.',
      query: { status: STATUS },
      body: { schema: schemas.input(type, { partial: true }), example },
      meta,
      answers: { 200: { description: 'The document', data: document } },
      refusals: ['catalog.not_orderable', 'catalog.in_use'],
    },
    delete: {
      ...common,
      summary: `Delete a ${one}`,
      answers: { 204: { description: 'It is gone.' } },
      refusals: ['catalog.in_use'],
    },
  } as const satisfies Record<string, RouteContract>;
};
