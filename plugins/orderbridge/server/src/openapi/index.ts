/**
 * The API described: an OpenAPI 3.1 document of every route of the content API, made of the contracts
 * that stand at the routes (`kernel/contract.ts`). `build-document.ts` makes it.
 */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { getPublicUrl } from '../kernel/config';
import type { RouteContract } from '../kernel/contract';
import type { Feature } from '../kernel/feature';
import { PLUGIN_ID } from '../kernel/plugin-id';
import { contentApiRoute, type ContentApiRoute } from '../kernel/routes';
import { version } from '../../../package.json';
import { buildDocument } from './build-document';

const contract: RouteContract = {
  summary: 'Read this document',
  tag: 'This API',
  for: 'everybody',
  answers: { 200: { description: 'OpenAPI 3.1', mediaType: 'application/json' } },
};

/** Of the running instance: what Strapi made its router of. */
const routesOf = (strapi: Core.Strapi): readonly ContentApiRoute[] => {
  const { routes } = strapi.plugin(PLUGIN_ID) as unknown as {
    routes: { 'content-api': { routes: readonly ContentApiRoute[] } };
  };
  return routes['content-api'].routes;
};

const documents = new WeakMap<Core.Strapi, object>();

const documentOf = (strapi: Core.Strapi): object => {
  const known = documents.get(strapi);
  if (known !== undefined) return known;
  const document = buildDocument(routesOf(strapi), {
    version,
    serverUrl: `${getPublicUrl(strapi)}${strapi.config.get<string>('api.rest.prefix')}`,
    prefix: `/${PLUGIN_ID}`,
  });
  documents.set(strapi, document);
  return document;
};

const controller = ({ strapi }: { strapi: Core.Strapi }) => ({
  find(ctx: Context) {
    ctx.body = documentOf(strapi);
  },
});

export const openApi: Feature = {
  controllers: { 'open-api': controller },
  routes: [contentApiRoute('GET', '/openapi.json', 'open-api.find', contract)],
};
