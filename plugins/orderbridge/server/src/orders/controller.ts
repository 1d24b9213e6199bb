import { z } from 'zod';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { answers, MAX_COUNT, MAX_REASON_LENGTH } from '../../../shared/messages';
import {
  ORDER_VERB_NAMES,
  UNAVAILABLE_ORDER_VERBS,
  type OrderVerb,
} from '../../../shared/order-verbs';
import { findStaff } from '../connections';
import { readListQuery } from '../kernel/list-query';
import { toPage } from '../kernel/pagination';
import { documentIdOf, parseRequest } from '../kernel/parse';
import { workNoteBody } from '../work-notes';
import { ORDER_LIST, ORDER_VIEWS } from './list-orders';
import { ordersService } from './service';

const expectedVersion = z.int().min(1).max(MAX_COUNT).optional();
const reason = z.string().trim().min(1).max(MAX_REASON_LENGTH).optional();

const verbBody = z.strictObject({ expectedVersion, reason });
const scheduleBody = z.strictObject({
  expectedVersion,
  reason,
  startAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
});
const bodyOf = (verb: OrderVerb) => (verb === 'schedule' ? scheduleBody : verbBody);

const lineBody = z
  .strictObject({
    expectedVersion,
    reason,
    quantity: z.int().min(1).max(1_000_000).optional(),
    answers: answers.optional(),
  })
  .refine(({ quantity, answers: given }) => quantity !== undefined || given !== undefined, {
    error: 'say what of the line changes: its quantity, its answers',
  });
const lineParams = z.object({
  documentId: z.string(),
  lineNumber: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { error: 'is the number of a line' })
    .transform(Number),
});
const viewQuery = z.object({ view: z.enum(ORDER_VIEWS).optional() });

export const orderController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => ordersService.from(strapi);
  const perform = (verb: OrderVerb) => async (ctx: Context) => {
    const input = parseRequest(bodyOf(verb), ctx.request.body ?? {});
    ctx.body = {
      data: await service().perform(documentIdOf(ctx), verb, { staff: findStaff(ctx), ...input }),
    };
  };
  return {
    async find(ctx: Context) {
      const query = readListQuery(ctx, ORDER_LIST);
      const { view } = parseRequest(viewQuery, ctx.query);
      ctx.body = toPage(query, await service().list(query, view, findStaff(ctx)));
    },

    async countByState(ctx: Context) {
      ctx.body = { data: await service().countByState() };
    },

    async findOne(ctx: Context) {
      ctx.body = { data: await service().get(documentIdOf(ctx), findStaff(ctx)) };
    },

    async editLine(ctx: Context) {
      const { documentId, lineNumber } = parseRequest(lineParams, ctx['params']);
      const edit = parseRequest(lineBody, ctx.request.body);
      const staff = findStaff(ctx);
      ctx.body = { data: await service().editLine(documentId, lineNumber, { staff, ...edit }) };
    },

    async addWorkNote(ctx: Context) {
      const { data } = parseRequest(workNoteBody, ctx.request.body);
      const note = await service().addWorkNote(documentIdOf(ctx), data.body, findStaff(ctx));
      ctx.status = 201;
      ctx.body = { data: note };
    },

    ...Object.fromEntries(ORDER_VERB_NAMES.map((verb) => [verb, perform(verb)])),
    ...Object.fromEntries(
      UNAVAILABLE_ORDER_VERBS.map((verb) => [
        verb,
        (ctx: Context) => service().refuse(documentIdOf(ctx), verb),
      ]),
    ),
  };
};
