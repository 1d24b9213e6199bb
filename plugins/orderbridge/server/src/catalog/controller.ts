import { z } from 'zod';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { parseRequest } from '../kernel/parse';
import { republishingService } from './republish';

const republishBody = z.strictObject({
  documentIds: z.array(z.string().min(1).max(64)).min(1).max(10_000).optional(),
});

/** What catalog admins do beside the content manager. */
export const catalogController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async republish(ctx: Context) {
    const { documentIds } = parseRequest(republishBody, ctx.request.body ?? {});
    ctx.body = { data: await republishingService.from(strapi).republish(documentIds) };
  },
});
