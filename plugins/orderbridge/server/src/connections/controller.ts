import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { MAX_COUNT } from '../../../shared/messages';
import { parseRequest } from '../kernel/parse';
import { countAgainst } from '../kernel/rate-limits';
import { findAdmin } from './callers';
import { connectionsService } from './service';
import { membershipsService } from './memberships';

const shortCode = z.string().regex(/^[A-Z0-9]{2,8}$/, {
  error: 'needs 2 to 8 capital letters or digits',
});
const documentId = z.string().min(1).max(64);

const inviteBody = z.strictObject({ consumer: documentId, shortCode });
const acceptBody = z.strictObject({ invitation: z.string().max(4000), consumer: documentId });
const webhookBody = z.strictObject({ consumer: documentId, shortCode, url: z.url().max(2000) });
const membershipBody = z.union([
  z.strictObject({ consumer: documentId, user: z.int().min(1).max(MAX_COUNT) }),
  z.strictObject({ consumer: documentId, apiToken: z.int().min(1).max(MAX_COUNT) }),
]);

export const connectionController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    ctx.body = { data: await connectionsService.from(strapi).list() };
  },

  async findOne(ctx: Context) {
    const { documentId: id } = ctx['params'] as { documentId: string };
    ctx.body = { data: await connectionsService.from(strapi).get(id) };
  },

  async invite(ctx: Context) {
    const input = parseRequest(inviteBody, ctx.request.body);
    ctx.status = 201;
    ctx.body = { data: await connectionsService.from(strapi).invite(input) };
  },

  async accept(ctx: Context) {
    const input = parseRequest(acceptBody, ctx.request.body);
    await countAgainst(strapi, 'acceptancesPerMinute', findAdmin(ctx).id ?? '');
    ctx.status = 201;
    ctx.body = { data: await connectionsService.from(strapi).accept(input) };
  },

  async openWebhook(ctx: Context) {
    const input = parseRequest(webhookBody, ctx.request.body);
    ctx.status = 201;
    ctx.body = { data: await connectionsService.from(strapi).openWebhook(input) };
  },
});

export const membershipController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async create(ctx: Context) {
    const { consumer, ...subject } = parseRequest(membershipBody, ctx.request.body);
    ctx.status = 201;
    ctx.body = {
      data: await membershipsService.from(strapi).create(consumer, subject),
    };
  },
});
