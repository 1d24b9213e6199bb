import type { Core } from '@strapi/strapi';

/** Strapi's scheduled jobs that do nothing but count what telemetry would then send. */
const TELEMETRY_JOBS = ['sendProjectInformation', 'uploadWeekly'];

/**
 * Takes Strapi's telemetry jobs off its schedule where telemetry is disabled: it leaves them there,
 * and `uploadWeekly` runs for the first time 15 seconds after the first boot, so that an instance
 * that is stopped just then logs its aborted query as an error.
 */
export const removeTelemetryJobs = (strapi: Core.Strapi) => {
  if (!strapi.telemetry.isDisabled) return;
  for (const name of TELEMETRY_JOBS) strapi.cron.remove(name);
};
