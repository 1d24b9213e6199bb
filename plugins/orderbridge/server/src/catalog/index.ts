/**
 * What a provider sells: specifications, offerings, prices and categories, edited and published in the
 * content manager. Publish in Strapi is publish here; `publish-hook.ts` is where a publish becomes a
 * frozen version and a producer, `examine.ts` what it is checked for.
 */
import type { Feature } from '../kernel/feature';
import { adminRoute } from '../kernel/routes';
import { registerSourceLookup } from '../producers';
import { checkEdits } from './check-edits';
import { catalogComponents } from './components';
import { catalogTypes } from './content-types';
import { catalogApiRoutes, catalogControllers, catalogCoreServices } from './content-api';
import { catalogController, publicationController } from './controller';
import { hookIntoPublish } from './publish-hook';
import { findCurrent } from './published';
import { republishingService } from './republish';
import { catalogTables } from './tables';

export const catalog: Feature = {
  contentTypes: catalogTypes,
  components: catalogComponents,
  tables: catalogTables,
  services: [republishingService, ...catalogCoreServices],
  controllers: {
    ...catalogControllers,
    'product-offering': (context) => ({
      ...catalogControllers['product-offering']?.(context),
      ...catalogController(context),
      ...publicationController('product-offering')(context),
    }),
    'service-specification': (context) => ({
      ...catalogControllers['service-specification']?.(context),
      ...publicationController('service-specification')(context),
    }),
  },
  actions: [
    {
      uid: 'product-offering.republish',
      displayName: 'Republish with newer specifications',
      subCategory: 'catalogue',
    },
    {
      uid: 'catalog.publication',
      displayName: 'See what a publish made',
      subCategory: 'catalogue',
    },
  ],
  routes: [
    ...catalogApiRoutes,
    adminRoute(
      'POST',
      '/product-offerings/republish',
      'product-offering.republish',
      'product-offering.republish',
    ),
    adminRoute(
      'GET',
      '/product-offerings/:documentId/publication',
      'product-offering.publication',
      'catalog.publication',
    ),
    adminRoute(
      'GET',
      '/service-specifications/:documentId/publication',
      'service-specification.publication',
      'catalog.publication',
    ),
  ],
  register: ({ strapi }) => {
    hookIntoPublish(strapi);
    checkEdits(strapi);
    registerSourceLookup(strapi, findCurrent);
  },
};

export { registerOpenUses } from './open-uses';
