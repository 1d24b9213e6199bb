import type { Context } from 'koa';
import { readFilters } from './list-filters';
import { invalidParameter, type ListField } from './list-values';
import { readPage, type Page } from './pagination';
import { findJsonDefect } from './plain-json';

/** What the rows of a list may be filtered and sorted by; everything else is refused. */
export interface ListDefinition {
  /** By attribute, or by a dotted path over a relation such as `consumer.documentId`. */
  readonly fields: Readonly<Record<string, ListField>>;
  /** Of who asks for no order: `{ id: 'desc' }` has the newest first, as they came to be here. */
  readonly defaultOrder: readonly Record<string, Direction>[];
}

type Direction = 'asc' | 'desc';

export interface ListQuery extends Page {
  /** To be joined with what the caller may see by `$and`, never by spreading one over the other. */
  readonly where: Record<string, unknown>;
  readonly orderBy: Record<string, Direction>[];
}

const SORT_KEY = /^(?<name>[^:]+?)(?::(?<direction>asc|desc))?$/;

const readSort = (
  sort: unknown,
  fields: Readonly<Record<string, ListField>>,
): Record<string, Direction>[] => {
  const sortable = Object.keys(fields).filter(
    (name) => fields[name]?.sortable === true && !name.includes('.'),
  );
  const refusal = () =>
    invalidParameter(
      ['sort'],
      `takes ${sortable.join(', ')}, each once and with :asc or :desc behind it, separated by commas`,
    );
  const keys = (Array.isArray(sort) ? sort : [sort]).flatMap((key: unknown) => {
    if (typeof key !== 'string') throw refusal();
    return key.split(',');
  });
  const directions = new Map<string, Direction>();
  for (const key of keys) {
    const { name, direction = 'asc' } = SORT_KEY.exec(key.trim())?.groups ?? {};
    if (name === undefined || !sortable.includes(name) || directions.has(name)) throw refusal();
    directions.set(name, direction as Direction);
  }
  const [first = 'asc'] = directions.values();
  // Rows that are equal in all of it would otherwise change places between two pages.
  if (!directions.has('id')) directions.set('id', first);
  return [...directions].map(([name, direction]) => ({ [name]: direction }));
};

/**
 * Reads Strapi's own parameters of a list: `filters`, `sort` and `pagination`. Values are in the type
 * of their field afterwards, and pages are stable: the order always has the `id` in it.
 *
 * @throws `request.invalid` with the parameter's path in `details.errors`.
 */
export const readListQuery = (
  ctx: Context,
  { fields, defaultOrder }: ListDefinition,
): ListQuery => {
  const { filters, sort } = ctx.query as Record<string, unknown>;
  for (const [name, value] of Object.entries({ filters, sort })) {
    const defect = findJsonDefect(value);
    if (defect !== undefined) throw invalidParameter([name], `cannot be taken in: ${defect}`);
  }
  return {
    ...readPage(ctx),
    where: readFilters(filters, fields),
    orderBy: sort === undefined ? [...defaultOrder] : readSort(sort, fields),
  };
};
