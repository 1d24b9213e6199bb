import { z } from 'zod';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { MAX_COUNT } from '../../../shared/messages';
import { PRODUCER_VERBS } from '../../../shared/producer-states';
import { findAdmin, findStaff } from '../connections';
import { displayNameOf, type AdminAction } from '../kernel/permissions';
import { documentIdOf, parseRequest } from '../kernel/parse';
import { adminRoute, type PluginRoute } from '../kernel/routes';
import { producersService } from './service';

const NAME = 'remote-record-producer';

const ids = z.array(z.string().min(1).max(64));
const criteriaBody = z.strictObject({ criteria: ids.max(100).optional() });
const publishBody = z.strictObject({
  ...criteriaBody.shape,
  /** The digest of the preview that somebody has seen. */
  preview: z.string().min(1).max(64).optional(),
});
/** Producers that one request publishes: they are one transaction. */
const MAX_PUBLISHED = 1_000;
const bulkBody = z.strictObject({
  documentIds: ids.min(1).max(MAX_PUBLISHED),
  criteria: ids.max(100).optional(),
});
const emptyBody = z.strictObject({});
const diffQuery = z.strictObject({
  with: z.coerce.number().int().min(1).max(MAX_COUNT).optional(),
});

type Verb = 'checkout' | 'archive' | 'retire' | 'delete';

/** The verbs of exchange admins on producers; `publish` also for many at once. */
export const producersController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => producersService.from(strapi);
  const perform = (verb: Verb) => async (ctx: Context) => {
    parseRequest(emptyBody, ctx.request.body ?? {});
    ctx.body = { data: await service()[verb](documentIdOf(ctx), findAdmin(ctx)) };
  };
  return {
    async findOne(ctx: Context) {
      ctx.body = { data: await service().get(documentIdOf(ctx), findStaff(ctx)) };
    },
    async previewPublish(ctx: Context) {
      const { criteria = [] } = parseRequest(criteriaBody, ctx.request.body ?? {});
      ctx.body = { data: await service().previewPublish(documentIdOf(ctx), criteria) };
    },
    async publish(ctx: Context) {
      const { criteria = [], preview } = parseRequest(publishBody, ctx.request.body ?? {});
      const options = { actor: findAdmin(ctx), criteria, seen: preview };
      const [published] = await service().publish([documentIdOf(ctx)], options);
      ctx.body = { data: published };
    },
    async publishMany(ctx: Context) {
      const { documentIds, criteria = [] } = parseRequest(bulkBody, ctx.request.body);
      const actor = findAdmin(ctx);
      ctx.body = { data: await service().publish(documentIds, { actor, criteria }) };
    },
    checkout: perform('checkout'),
    archive: perform('archive'),
    retire: perform('retire'),
    delete: perform('delete'),
    async diff(ctx: Context) {
      const { with: revision } = parseRequest(diffQuery, ctx.query);
      ctx.body = { data: await service().diff(documentIdOf(ctx), revision) };
    },
  };
};

export const producerActions: readonly AdminAction[] = ['read', ...PRODUCER_VERBS, 'diff'].map(
  (verb) => ({
    uid: `${NAME}.${verb}`,
    displayName: verb === 'diff' ? 'Compare revisions' : displayNameOf(verb),
    subCategory: 'remote record producers',
  }),
);

const PATH = '/remote-record-producers';

export const producerRoutes: readonly PluginRoute[] = [
  adminRoute('POST', `${PATH}/publish`, `${NAME}.publishMany`, `${NAME}.publish`),
  adminRoute('GET', `${PATH}/:documentId`, `${NAME}.findOne`, `${NAME}.read`),
  adminRoute('GET', `${PATH}/:documentId/diff`, `${NAME}.diff`, `${NAME}.diff`),
  adminRoute(
    'POST',
    `${PATH}/:documentId/publish-preview`,
    `${NAME}.previewPublish`,
    `${NAME}.publish`,
  ),
  ...PRODUCER_VERBS.map((verb) =>
    adminRoute('POST', `${PATH}/:documentId/${verb}`, `${NAME}.${verb}`, `${NAME}.${verb}`),
  ),
];
