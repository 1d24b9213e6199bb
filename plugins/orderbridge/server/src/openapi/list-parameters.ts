import type { ListDefinition } from '../kernel/list-query';
import { OPERATORS_OF, type ListField } from '../kernel/list-values';
import type { JsonSchema } from './json-schema';

interface Parameter {
  readonly name: string;
  readonly in: 'query';
  readonly description: string;
  readonly schema: JsonSchema;
  readonly style?: 'deepObject';
  readonly explode?: true;
}

const page = (name: string, description: string, schema: JsonSchema): Parameter => ({
  name: `pagination[${name}]`,
  in: 'query',
  description,
  schema,
});

const PAGINATION: readonly Parameter[] = [
  page('page', 'Which page, from 1', { type: 'integer', minimum: 1, default: 1 }),
  page('pageSize', 'How many a page has at the most', {
    type: 'integer',
    minimum: 1,
    maximum: 100,
    default: 25,
  }),
  page('withCount', 'Whether all of them are counted', { type: 'boolean', default: true }),
];

const valueSchema = ({ type, values = [] }: ListField): JsonSchema => {
  switch (type) {
    case 'text':
      return { type: 'string', maxLength: 255 };
    case 'integer':
      return { type: 'integer' };
    case 'moment':
      return { type: 'string', description: '2026-01-31 or 2026-01-31T12:00:00Z' };
    case 'choice':
      return { type: 'string', enum: [...values] };
  }
};

const operandSchema = (operator: string, value: JsonSchema): JsonSchema => {
  switch (operator) {
    case '$in':
    case '$notIn':
      return { type: 'array', items: value, minItems: 1, maxItems: 100 };
    case '$between':
      return { type: 'array', items: value, minItems: 2, maxItems: 2 };
    case '$null':
    case '$notNull':
      return { type: 'boolean' };
    default:
      return value;
  }
};

const conditionSchema = (field: ListField): JsonSchema => {
  const value = valueSchema(field);
  return {
    anyOf: [
      value,
      {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          OPERATORS_OF[field.type].map((operator) => [operator, operandSchema(operator, value)]),
        ),
      },
    ],
  };
};

const filtersSchema = (fields: ListDefinition['fields']): JsonSchema => {
  const properties: Record<string, JsonSchema> = {};
  for (const [name, field] of Object.entries(fields)) {
    // What stands behind a relation is filtered by staff alone, whose routes are no part of this.
    if (field.filterable === true && !name.includes('.')) properties[name] = conditionSchema(field);
  }
  const group = { type: 'array', items: { type: 'object' } };
  return {
    type: 'object',
    additionalProperties: false,
    properties: { ...properties, $and: group, $or: group, $not: { type: 'object' } },
  };
};

/** The parameters of Strapi's lists: `filters`, `sort` and `pagination`. */
export const listParameters = (list: ListDefinition | 'unfiltered'): readonly Parameter[] => {
  if (list === 'unfiltered') return PAGINATION;
  const sortable = Object.keys(list.fields).filter(
    (name) => list.fields[name]?.sortable === true && !name.includes('.'),
  );
  return [
    {
      name: 'filters',
      in: 'query',
      description: 'As Strapi has them: `filters[state][$eq]=new`',
      schema: filtersSchema(list.fields),
      style: 'deepObject',
      explode: true,
    },
    {
      name: 'sort',
      in: 'query',
      description: `One or several of ${sortable.join(', ')}, separated by commas, each with \`:asc\` or \`:desc\` behind it or nothing`,
      schema: { type: 'string' },
    },
    ...PAGINATION,
  ];
};
