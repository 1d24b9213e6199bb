/**
 * What a provider sells: specifications and offerings, edited and published in the content manager.
 * Publish in Strapi is publish here; `publish-hook.ts` is where a publish becomes a frozen version
 * and a producer.
 */
import type { Feature } from '../kernel/feature';
import { catalogComponents, catalogTypes } from './content-types';
import { hookIntoPublish } from './publish-hook';

export const catalog: Feature = {
  contentTypes: catalogTypes,
  components: catalogComponents,
  register: ({ strapi }) => {
    hookIntoPublish(strapi);
  },
};
