import { z } from 'zod';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { ORDER_STATES } from '../../../shared/order-states';
import { SHARED_TASK_STATES } from '../../../shared/task-states';
import { parseRequest } from '../kernel/parse';
import { taskStateMapsService } from './service';

const previewBody = z.strictObject({
  /** Document id of the connection that the map is for; the default where it is left out. */
  connection: z.string().min(1).max(64).optional(),
  map: z.partialRecord(z.enum(ORDER_STATES), z.enum(SHARED_TASK_STATES)),
});

export const taskStateMapController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async preview(ctx: Context) {
    const draft = parseRequest(previewBody, ctx.request.body);
    ctx.body = { data: await taskStateMapsService.from(strapi).preview(draft) };
  },
});
