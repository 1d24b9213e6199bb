import type { Core } from '@strapi/strapi';
import { createFirstAdmin } from './first-admin';

/** The host adds nothing of its own to Orderbridge but the way to a first admin. */
export default {
  bootstrap: ({ strapi }: { strapi: Core.Strapi }) => createFirstAdmin(strapi),
};
