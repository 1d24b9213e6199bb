import type { Context } from 'koa';
import { z } from 'zod';
import { parseRequest } from './parse';

const MAX_PAGE_SIZE = 100;

// Strapi's own parameters: `pagination[page]` and `pagination[pageSize]`.
const paginationQuery = z.object({
  pagination: z
    .strictObject({
      page: z.coerce.number().int().min(1).default(1),
      pageSize: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(25),
    })
    .prefault({}),
});

export interface Page {
  readonly page: number;
  readonly pageSize: number;
  readonly offset: number;
  readonly limit: number;
}

/** @throws `request.invalid` */
export const readPage = (ctx: Context): Page => {
  const { page, pageSize } = parseRequest(paginationQuery, ctx.query).pagination;
  return { page, pageSize, offset: (page - 1) * pageSize, limit: pageSize };
};

/** A page in the form that Strapi's own lists have. */
export const toPage = <Row>(
  { page, pageSize }: Page,
  { rows, total }: { rows: Row[]; total: number },
) => ({
  data: rows,
  meta: { pagination: { page, pageSize, pageCount: Math.ceil(total / pageSize), total } },
});
