import { z } from 'zod';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { answers, MAX_COMMENT_LENGTH, MAX_COUNT } from '../../../shared/messages';
import { findAdmin, findCaller } from '../connections';
import { OrderbridgeError } from '../kernel/errors';
import { readPage, toPage } from '../kernel/pagination';
import { parseRequest } from '../kernel/parse';
import { tasksService } from './service';

const MAX_LINES = 100;

const createBody = z.strictObject({
  data: z.strictObject({
    title: z.string().trim().min(1).max(255).optional(),
    lines: z
      .array(
        z.strictObject({
          item: z.string().min(1).max(64),
          revision: z.int().min(1).max(MAX_COUNT).optional(),
          quantity: z.int().min(1).max(1_000_000).default(1),
          answers: answers.default({}),
        }),
      )
      .min(1)
      .max(MAX_LINES),
  }),
});

/** What a requester may send at once; the provider measures again what comes of it. */
const MAX_REQUEST_BYTES = 200 * 1024;

const assertFitsIntoMessage = (data: object): void => {
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes > MAX_REQUEST_BYTES) {
    const text = `A request takes ${String(MAX_REQUEST_BYTES)} bytes; this one has ${String(bytes)}.`;
    throw new OrderbridgeError('request.too_large', text);
  }
};

const commentBody = z.strictObject({
  data: z.strictObject({ body: z.string().trim().min(1).max(MAX_COMMENT_LENGTH) }),
});

const documentIdOf = (ctx: Context): string => (ctx['params'] as { documentId: string }).documentId;

export const taskController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => tasksService.from(strapi);
  return {
    async create(ctx: Context) {
      const { data } = parseRequest(createBody, ctx.request.body);
      assertFitsIntoMessage(data);
      const caller = await findCaller(strapi, ctx);
      const task = await service().submit(caller, data);
      ctx.status = 201;
      ctx.body = { data: task };
    },

    async find(ctx: Context) {
      const page = readPage(ctx);
      const caller = await findCaller(strapi, ctx);
      ctx.body = toPage(page, await service().list(caller, page));
    },

    async findOne(ctx: Context) {
      const caller = await findCaller(strapi, ctx);
      ctx.body = { data: await service().get(caller, documentIdOf(ctx)) };
    },

    async findComments(ctx: Context) {
      const caller = await findCaller(strapi, ctx);
      ctx.body = { data: await service().commentsFor(caller, documentIdOf(ctx)) };
    },

    async comment(ctx: Context) {
      const { data } = parseRequest(commentBody, ctx.request.body);
      const caller = await findCaller(strapi, ctx);
      const comment = await service().comment(caller, documentIdOf(ctx), data.body);
      ctx.status = 201;
      ctx.body = { data: comment };
    },

    async findAll(ctx: Context) {
      const page = readPage(ctx);
      ctx.body = toPage(page, await service().listAll(page));
    },

    async findAny(ctx: Context) {
      ctx.body = { data: await service().getAny(documentIdOf(ctx)) };
    },

    async commentAsStaff(ctx: Context) {
      const { data } = parseRequest(commentBody, ctx.request.body);
      const comment = await service().commentAsStaff(findAdmin(ctx), documentIdOf(ctx), data.body);
      ctx.status = 201;
      ctx.body = { data: comment };
    },
  };
};
