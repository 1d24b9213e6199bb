/**
 * The catalogue as files: TM Forum documents (TMF620, TMF633, TMF634) come in as drafts, and the
 * drafts go out as TM Forum documents. An import is one transaction, decides everything before it
 * writes, and says of each document what became of it; what it exports it imports unchanged.
 * `plan-import.ts` is where to start reading; `tm-forum/` is the mapping, which knows no database.
 */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { DISTRIBUTION_CHANNELS } from '../../../shared/catalog-snapshot';
import type { Feature } from '../kernel/feature';
import { parseRequest } from '../kernel/parse';
import { adminRoute } from '../kernel/routes';
import { catalogExchangeService } from './service';

const importBody = z.strictObject({
  documents: z
    .array(
      z.strictObject({
        file: z.string().max(1000).optional(),
        document: z.unknown().optional(),
        problem: z.string().max(1000).optional(),
      }),
    )
    .max(20_000),
  options: z
    .strictObject({
      channel: z.enum(DISTRIBUTION_CHANNELS).optional(),
      partial: z.boolean().optional(),
      publish: z.boolean().optional(),
    })
    .default({}),
});

const controller = ({ strapi }: { strapi: Core.Strapi }) => ({
  async import(ctx: Context) {
    const { documents, options } = parseRequest(importBody, ctx.request.body);
    ctx.body = {
      data: await catalogExchangeService.from(strapi).importCatalog(documents, options),
    };
  },

  async export(ctx: Context) {
    ctx.body = { data: await catalogExchangeService.from(strapi).exportCatalog() };
  },
});

export const catalogExchange: Feature = {
  services: [catalogExchangeService],
  controllers: { 'catalog-exchange': controller },
  actions: [
    { uid: 'catalog.import', displayName: 'Import', subCategory: 'catalogue' },
    { uid: 'catalog.export', displayName: 'Export', subCategory: 'catalogue' },
  ],
  routes: [
    adminRoute('POST', '/catalog/import', 'catalog-exchange.import', 'catalog.import'),
    adminRoute('GET', '/catalog/export', 'catalog-exchange.export', 'catalog.export'),
  ],
};
