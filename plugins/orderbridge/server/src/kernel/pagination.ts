import type { Context } from 'koa';
import { z } from 'zod';
import { parseRequest } from './parse';

const MAX_PAGE_SIZE = 100;
/** Far more pages than there are rows, and an offset that every database takes. */
const MAX_PAGE = 1_000_000_000;

/** As it stands in an address: digits, and nothing else that JavaScript would take for a number. */
const wholeNumber = (maximum: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, { error: 'takes a whole number' })
    .transform(Number)
    .pipe(z.int().min(1).max(maximum));

// Strapi's own parameters: `pagination[page]`, `pagination[pageSize]` and `pagination[withCount]`.
const paginationQuery = z.object({
  pagination: z
    .strictObject({
      page: wholeNumber(MAX_PAGE).default(1),
      pageSize: wholeNumber(MAX_PAGE_SIZE).default(25),
      withCount: z
        .enum(['true', 'false'])
        .default('true')
        .transform((text) => text === 'true'),
    })
    .prefault({}),
});

export interface Page {
  readonly page: number;
  readonly pageSize: number;
  readonly offset: number;
  readonly limit: number;
  /** Whether the asker wants to know how many rows there are; counting may cost more than a page. */
  readonly withCount: boolean;
}

/** @throws `request.invalid` */
export const readPage = (ctx: Context): Page => {
  const asked = parseRequest(paginationQuery, { pagination: ctx.query['pagination'] });
  const { page, pageSize, withCount } = asked.pagination;
  return { page, pageSize, offset: (page - 1) * pageSize, limit: pageSize, withCount };
};

/** A page in the form that Strapi's own lists have: what was not counted is left out. */
export const toPage = <Row>(
  { page, pageSize, withCount }: Page,
  { rows, total }: { rows: Row[]; total?: number | undefined },
) => {
  const counts =
    withCount && total !== undefined ? { pageCount: Math.ceil(total / pageSize), total } : {};
  return { data: rows, meta: { pagination: { page, pageSize, ...counts } } };
};
