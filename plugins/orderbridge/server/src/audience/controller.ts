import { z } from 'zod';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { parseRequest } from '../kernel/parse';
import { audienceService } from './service';

const previewBody = z.strictObject({
  /** What is no rule is refused as such, not as a bad request. */
  rule: z.unknown(),
  /** Document id of stored criteria that would get this rule. */
  criteria: z.string().min(1).max(64).optional(),
});

export const criteriaController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async preview(ctx: Context) {
    const { rule, criteria } = parseRequest(previewBody, ctx.request.body);
    ctx.body = { data: await audienceService.from(strapi).preview({ rule, criteria }) };
  },
});
