import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { countAgainst } from '../kernel/rate-limits';
import { findAdmin, findStaff } from './callers';
import { MAX_COUNT, WEBHOOK_EVENT_TYPES } from '../../../shared/messages';
import { DAY } from '../kernel/clock';
import { readListQuery } from '../kernel/list-query';
import { readPage, toPage } from '../kernel/pagination';
import { documentIdOf, parseRequest } from '../kernel/parse';
import { connectionsService } from './service';
import { MEMBERSHIP_LIST, membershipsService } from './memberships';

const shortCode = z.string().regex(/^[A-Z0-9]{2,8}$/, {
  error: 'needs 2 to 8 capital letters or digits',
});
const documentId = z.string().min(1).max(64);

const inviteBody = z.strictObject({ consumer: documentId, shortCode });
const acceptBody = z.strictObject({ invitation: z.string().max(4000), consumer: documentId });

const url = z.url().max(2000);
/** Null is all of them, those that later versions bring included. */
const eventTypes = z
  .array(
    z.enum(WEBHOOK_EVENT_TYPES, {
      error: `is no type of message; there are ${WEBHOOK_EVENT_TYPES.join(', ')}`,
    }),
  )
  .min(1, { error: 'takes one type at least; null is all of them' })
  .transform((types) => [...new Set(types)])
  .nullable();
const webhookBody = z.strictObject({
  consumer: documentId,
  shortCode,
  url,
  eventTypes: eventTypes.default(null),
});
const webhookChange = z.strictObject({
  url: url.optional(),
  eventTypes: eventTypes.optional(),
});
const secretBody = z.strictObject({ compromised: z.boolean().default(false) });
const membershipBody = z.union([
  z.strictObject({ consumer: documentId, user: z.int().min(1).max(MAX_COUNT) }),
  z.strictObject({ consumer: documentId, apiToken: z.int().min(1).max(MAX_COUNT) }),
]);

/** Strapi's own choice of how long a token lives, in milliseconds. */
const LIFESPANS = [7 * DAY, 30 * DAY, 90 * DAY];
const tokenBody = z.strictObject({
  consumer: documentId,
  name: z.string().trim().min(1).max(255),
  lifespan: z
    .literal(LIFESPANS, { error: `takes ${LIFESPANS.join(', ')}, in milliseconds, or null` })
    .nullable()
    .default(null),
});

const emptyBody = z.strictObject({});
/** Without a stream: all that is parked. */
const releaseBody = z.strictObject({ stream: z.string().min(1).max(200).optional() });

export const connectionController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => connectionsService.from(strapi);
  const perform = (verb: 'pause' | 'resume' | 'rotateKeys' | 'end') => async (ctx: Context) => {
    parseRequest(emptyBody, ctx.request.body ?? {});
    ctx.body = { data: await service()[verb](documentIdOf(ctx), findStaff(ctx)) };
  };
  return {
    async find(ctx: Context) {
      ctx.body = { data: await service().list(findStaff(ctx)) };
    },

    async findOne(ctx: Context) {
      ctx.body = { data: await service().get(documentIdOf(ctx), findStaff(ctx)) };
    },

    async findConsumer(ctx: Context) {
      ctx.body = { data: await service().ofConsumer(documentIdOf(ctx), findStaff(ctx)) };
    },

    async invite(ctx: Context) {
      const input = parseRequest(inviteBody, ctx.request.body);
      ctx.status = 201;
      ctx.body = { data: await service().invite(input) };
    },

    async accept(ctx: Context) {
      const input = parseRequest(acceptBody, ctx.request.body);
      await countAgainst(strapi, 'acceptancesPerMinute', findAdmin(ctx).id ?? '');
      ctx.status = 201;
      ctx.body = { data: await service().accept(input, findStaff(ctx)) };
    },

    async openWebhook(ctx: Context) {
      const input = parseRequest(webhookBody, ctx.request.body);
      ctx.status = 201;
      ctx.body = { data: await service().openWebhook(input, findStaff(ctx)) };
    },

    async changeWebhook(ctx: Context) {
      const changes = parseRequest(webhookChange, ctx.request.body);
      const data = await service().changeWebhook(documentIdOf(ctx), changes, findStaff(ctx));
      ctx.body = { data };
    },

    async replaceWebhookSecret(ctx: Context) {
      const options = parseRequest(secretBody, ctx.request.body ?? {});
      const data = await service().replaceWebhookSecret(documentIdOf(ctx), options, findStaff(ctx));
      ctx.body = { data };
    },

    pause: perform('pause'),
    resume: perform('resume'),
    rotateKeys: perform('rotateKeys'),
    end: perform('end'),

    async release(ctx: Context) {
      const { stream } = parseRequest(releaseBody, ctx.request.body ?? {});
      ctx.body = { data: await service().release(documentIdOf(ctx), stream, findStaff(ctx)) };
    },

    async findParked(ctx: Context) {
      const page = readPage(ctx);
      ctx.body = toPage(page, await service().listParked(documentIdOf(ctx), page));
    },
  };
};

export const membershipController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => membershipsService.from(strapi);
  return {
    async find(ctx: Context) {
      const query = readListQuery(ctx, MEMBERSHIP_LIST);
      ctx.body = toPage(query, await service().list(query));
    },

    async create(ctx: Context) {
      const { consumer, ...subject } = parseRequest(membershipBody, ctx.request.body);
      ctx.status = 201;
      ctx.body = { data: await service().create(consumer, subject) };
    },

    async createToken(ctx: Context) {
      const input = parseRequest(tokenBody, ctx.request.body);
      ctx.status = 201;
      ctx.body = { data: await service().createToken(input) };
    },

    async remove(ctx: Context) {
      ctx.body = { data: await service().remove(documentIdOf(ctx)) };
    },

    async revoke(ctx: Context) {
      ctx.body = { data: await service().revoke(documentIdOf(ctx)) };
    },
  };
};
