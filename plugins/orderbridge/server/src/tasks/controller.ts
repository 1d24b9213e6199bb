import type { z } from 'zod';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { findCaller } from '../connections';
import { OrderbridgeError } from '../kernel/errors';
import { readIdempotencyKey } from '../kernel/idempotency';
import { readListQuery } from '../kernel/list-query';
import { toPage } from '../kernel/pagination';
import { documentIdOf, parseRequest } from '../kernel/parse';
import { commentBody, createBody, wishBodies } from './contract';
import { countAgainst } from '../kernel/rate-limits';
import { TASK_LIST } from './list-tasks';
import { tasksService } from './service';
import type { ConsumerVerb } from './task-actions';

/** What a requester may send at once; the provider measures again what comes of it. */
const MAX_REQUEST_BYTES = 200 * 1024;

const assertFitsIntoMessage = (data: object): void => {
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes > MAX_REQUEST_BYTES) {
    const text = `A request takes ${String(MAX_REQUEST_BYTES)} bytes; this one has ${String(bytes)}.`;
    throw new OrderbridgeError('request.too_large', text);
  }
};

interface Wished {
  readonly expectedVersion?: number | undefined;
  readonly reason?: string | undefined;
}

/** Which comment of which task an address names. */
export const addressedComment = (ctx: Context) =>
  ctx['params'] as { documentId: string; commentId: string };

/** The routes of requesters and applications. */
export const taskController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => tasksService.from(strapi);
  const ask = (verb: ConsumerVerb) => async (ctx: Context) => {
    const body: z.ZodType<Wished> = wishBodies[verb];
    const wish = parseRequest(body, ctx.request.body ?? {});
    const caller = await findCaller(strapi, ctx);
    const { task, isDone } = await service().ask(caller, documentIdOf(ctx), { verb, ...wish });
    // What was sent to the provider's instance has yet to be answered there.
    ctx.status = isDone ? 200 : 202;
    ctx.body = { data: task };
  };
  return {
    async create(ctx: Context) {
      const key = readIdempotencyKey(ctx);
      const { data } = parseRequest(createBody, ctx.request.body);
      assertFitsIntoMessage(data);
      const caller = await findCaller(strapi, ctx);
      const { kind, id } = caller.actor;
      await countAgainst(strapi, 'submitsPerMinute', `${kind}/${id ?? ''}`);
      const { task, isReplay } = await service().submit(caller, data, key);
      if (isReplay) ctx.set('Idempotency-Replayed', 'true');
      ctx.status = 201;
      ctx.body = { data: task };
    },

    async find(ctx: Context) {
      const query = readListQuery(ctx, TASK_LIST);
      const caller = await findCaller(strapi, ctx);
      ctx.body = toPage(query, await service().list(caller, query));
    },

    async findOne(ctx: Context) {
      const caller = await findCaller(strapi, ctx);
      ctx.body = { data: await service().get(caller, documentIdOf(ctx)) };
    },

    cancel: ask('cancel'),
    accept: ask('accept'),
    reject: ask('reject'),

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

    async editComment(ctx: Context) {
      const { data } = parseRequest(commentBody, ctx.request.body);
      const caller = await findCaller(strapi, ctx);
      const address = addressedComment(ctx);
      ctx.body = { data: await service().changeComment(caller, address, data.body) };
    },

    async deleteComment(ctx: Context) {
      const caller = await findCaller(strapi, ctx);
      ctx.body = { data: await service().changeComment(caller, addressedComment(ctx), null) };
    },
  };
};
