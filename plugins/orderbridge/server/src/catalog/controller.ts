import { z } from 'zod';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { findStaff, mayInContentManager } from '../connections';
import { documentIdOf, parseRequest } from '../kernel/parse';
import { uid } from '../kernel/plugin-id';
import { inTransaction } from '../kernel/transaction';
import { viewPublication } from './publication-view';
import { republishingService, type RepublishedType } from './republish';

const republishBody = z.strictObject({
  documentIds: z.array(z.string().min(1).max(64)).min(1).max(10_000).optional(),
});

/** What catalog admins do beside the content manager. */
export const catalogController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async republish(ctx: Context) {
    const { documentIds } = parseRequest(republishBody, ctx.request.body ?? {});
    ctx.body = { data: await republishingService.from(strapi).republish(documentIds) };
  },
});

/** What became of what one of the types that are ordered published. */
export const publicationController =
  (type: RepublishedType) =>
  ({ strapi }: { strapi: Core.Strapi }) => ({
    async publication(ctx: Context) {
      const asker = {
        may: findStaff(ctx).may,
        mayPublish: mayInContentManager(ctx, 'publish', uid(type)),
      };
      const subject = { type, documentId: documentIdOf(ctx) };
      ctx.body = {
        data: await inTransaction(strapi, (transaction) =>
          viewPublication(transaction, subject, asker),
        ),
      };
    },
  });
