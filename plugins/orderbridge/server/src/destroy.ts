import type { Core } from '@strapi/strapi';
import { FEATURES } from './features';

/** Ends the features in the opposite order of their start. */
export const destroy = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  for (const feature of [...FEATURES].reverse()) await feature.destroy?.({ strapi });
};
