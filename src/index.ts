import type { Core } from '@strapi/strapi';
import { createFirstAdmin } from './first-admin';
import { removeTelemetryJobs } from './telemetry-jobs';

/** The host adds nothing of its own to Orderbridge but the way to a first admin, and quiet. */
export default {
  bootstrap: async ({ strapi }: { strapi: Core.Strapi }) => {
    removeTelemetryJobs(strapi);
    await createFirstAdmin(strapi);
  },
};
