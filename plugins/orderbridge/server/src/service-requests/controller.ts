import { z } from 'zod';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { MAX_COMMENT_LENGTH, MAX_COUNT, MAX_REASON_LENGTH } from '../../../shared/messages';
import type { ServiceRequestVerb } from '../../../shared/service-request-states';
import { findStaff } from '../connections';
import { readListQuery } from '../kernel/list-query';
import { toPage } from '../kernel/pagination';
import { documentIdOf, parseRequest } from '../kernel/parse';
import { workNoteBody } from '../work-notes';
import { SERVICE_REQUEST_LIST, SERVICE_REQUEST_VIEWS } from './list-requests';
import { STAFF_VERBS } from './request-actions';
import { serviceRequestsService } from './service';

const expectedVersion = z.int().min(1).max(MAX_COUNT).optional();
const reason = z.string().trim().min(1).max(MAX_REASON_LENGTH).optional();

const verbBody = z.strictObject({ expectedVersion, reason });
const solutionBody = z.strictObject({
  expectedVersion,
  resolution: z
    .strictObject({
      code: z.string().trim().min(1).max(64),
      notes: z.string().trim().min(1).max(MAX_COMMENT_LENGTH),
    })
    .optional(),
});
const bodyOf = (verb: ServiceRequestVerb) =>
  verb === 'propose-solution' ? solutionBody : verbBody;

const viewQuery = z.object({ view: z.enum(SERVICE_REQUEST_VIEWS).optional() });

export const serviceRequestController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => serviceRequestsService.from(strapi);
  const perform = (verb: ServiceRequestVerb) => async (ctx: Context) => {
    const input = parseRequest(bodyOf(verb), ctx.request.body ?? {});
    ctx.body = {
      data: await service().perform(documentIdOf(ctx), verb, { staff: findStaff(ctx), ...input }),
    };
  };
  return {
    async find(ctx: Context) {
      const query = readListQuery(ctx, SERVICE_REQUEST_LIST);
      const { view } = parseRequest(viewQuery, ctx.query);
      ctx.body = toPage(query, await service().list(query, view, findStaff(ctx)));
    },

    async countByState(ctx: Context) {
      ctx.body = { data: await service().countByState() };
    },

    async findOne(ctx: Context) {
      ctx.body = { data: await service().get(documentIdOf(ctx), findStaff(ctx)) };
    },

    async addWorkNote(ctx: Context) {
      const { data } = parseRequest(workNoteBody, ctx.request.body);
      const note = await service().addWorkNote(documentIdOf(ctx), data.body, findStaff(ctx));
      ctx.status = 201;
      ctx.body = { data: note };
    },

    ...Object.fromEntries(STAFF_VERBS.map((verb) => [verb, perform(verb)])),
  };
};
