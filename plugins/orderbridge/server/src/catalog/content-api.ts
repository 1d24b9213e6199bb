import { factories, type Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { assertOwnSystem } from '../connections';
import { OrderbridgeError } from '../kernel/errors';
import type { ContentTypeDefinition, Controller } from '../kernel/feature';
import { once } from '../kernel/once';
import { uid } from '../kernel/plugin-id';
import { contentApiRoute, type ContentApiRoute } from '../kernel/routes';
import { catalogTypes } from './content-types';
import { catalogContracts } from './contract';
import { readByQuery } from './query-faults';

/** What the provider's own systems read and write over REST, as they do with any type of Strapi. */
const TYPES = {
  catalog: 'catalogs',
  category: 'categories',
  'product-specification': 'product-specifications',
  'service-specification': 'service-specifications',
  'resource-specification': 'resource-specifications',
  'product-offering': 'product-offerings',
  'product-offering-price': 'product-offering-prices',
} as const;
type ExposedType = keyof typeof TYPES;
const EXPOSED_TYPES = Object.keys(TYPES) as readonly ExposedType[];

/** Handlers of Strapi's core controllers, with the method and the path that they have. */
const HANDLERS = [
  ['find', 'GET', ''],
  ['findOne', 'GET', '/:id'],
  ['create', 'POST', ''],
  ['update', 'PUT', '/:id'],
  ['delete', 'DELETE', '/:id'],
] as const;

type ExposedUid = 'plugin::orderbridge.product-offering';

/**
 * Strapi answers a deletion of what there is not as one that was done.
 *
 * @throws `request.not_found`
 */
const assertThere = async (strapi: Core.Strapi, type: ExposedType, ctx: Context): Promise<void> => {
  const { id: documentId } = ctx['params'] as { id: string };
  if ((await strapi.db.query(uid(type)).count({ where: { documentId } })) > 0) return;
  throw new OrderbridgeError('request.not_found', 'There is no such document.');
};

const omitStatus = (query: Context['query']): Context['query'] =>
  Object.fromEntries(Object.entries(query).filter(([name]) => name !== 'status'));

/** Strapi's own controller of a type, behind the door for the provider's own systems. */
const createController =
  (type: ExposedType) =>
  ({ strapi }: { strapi: Core.Strapi }): Controller => {
    const core = factories.createCoreController(uid(type) as ExposedUid)({
      strapi,
    }) as unknown as Controller;
    return Object.fromEntries(
      HANDLERS.map(([name, method]) => [
        name,
        async (ctx: Context) => {
          assertOwnSystem(ctx);
          if (name === 'delete') {
            await assertThere(strapi, type, ctx);
            // What is deleted is the whole document; Strapi ends in an error where one half is named.
            ctx.query = omitStatus(ctx.query);
          }
          // Strapi makes the answer of what an action returns.
          const act = () => Promise.resolve(core[name]?.call(core, ctx));
          return method === 'GET' ? readByQuery(ctx, act) : act();
        },
      ]),
    );
  };

export const catalogControllers = Object.fromEntries(
  EXPOSED_TYPES.map((type) => [type, createController(type)]),
);

export const catalogCoreServices = EXPOSED_TYPES.map((type) => ({
  name: type,
  create: factories.createCoreService(uid(type) as ExposedUid),
}));

const definitionOf = (type: ExposedType): ContentTypeDefinition => {
  const definition = catalogTypes.find(({ schema }) => schema.info.singularName === type);
  if (definition === undefined) throw new Error(`The catalogue has no type ${type}`);
  return definition;
};

/** Strapi parses what is sent to these routes: their contracts are made when somebody reads them. */
export const catalogApiRoutes: readonly ContentApiRoute[] = EXPOSED_TYPES.flatMap((type) => {
  const readContracts = once(() => catalogContracts(definitionOf(type)));
  return HANDLERS.map(([name, method, path]) =>
    contentApiRoute(
      method,
      `/${TYPES[type]}${path}`,
      `${type}.${name}`,
      () => readContracts()[name],
    ),
  );
});
