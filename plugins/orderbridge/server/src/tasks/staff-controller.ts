import { z } from 'zod';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { findStaff } from '../connections';
import { readListQuery } from '../kernel/list-query';
import { toPage } from '../kernel/pagination';
import { documentIdOf, parseRequest } from '../kernel/parse';
import { commentBody } from './contract';
import { addressedComment } from './controller';
import { STAFF_TASK_LIST, TASK_VIEWS } from './list-tasks';
import { tasksService } from './service';

const viewQuery = z.object({ view: z.enum(TASK_VIEWS).optional() });

/** The routes of the admin panel. */
export const staffTaskController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => tasksService.from(strapi);
  return {
    async find(ctx: Context) {
      const query = readListQuery(ctx, STAFF_TASK_LIST);
      const { view } = parseRequest(viewQuery, ctx.query);
      ctx.body = toPage(query, await service().listForStaff(query, view, findStaff(ctx)));
    },

    async countByState(ctx: Context) {
      ctx.body = { data: await service().countByState() };
    },

    async findOne(ctx: Context) {
      ctx.body = { data: await service().getForStaff(findStaff(ctx), documentIdOf(ctx)) };
    },

    async comment(ctx: Context) {
      const { data } = parseRequest(commentBody, ctx.request.body);
      const staff = findStaff(ctx);
      const comment = await service().commentAsStaff(staff, documentIdOf(ctx), data.body);
      ctx.status = 201;
      ctx.body = { data: comment };
    },

    async editComment(ctx: Context) {
      const { data } = parseRequest(commentBody, ctx.request.body);
      const [staff, address] = [findStaff(ctx), addressedComment(ctx)];
      ctx.body = { data: await service().changeCommentAsStaff(staff, address, data.body) };
    },

    async deleteComment(ctx: Context) {
      const [staff, address] = [findStaff(ctx), addressedComment(ctx)];
      ctx.body = { data: await service().changeCommentAsStaff(staff, address, null) };
    },
  };
};
