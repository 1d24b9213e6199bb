/**
 * What every child process of these scripts gets, so that Strapi calls nobody.
 *
 * The daily update check has no variable in Strapi 5.54: `config/server.ts` switches it off, and
 * `src/admin/app.ts` switches off the one that the admin panel makes from the browser.
 */
export const STRAPI_ENVIRONMENT = {
  STRAPI_TELEMETRY_DISABLED: 'true',
  // Without the Enterprise Edition no licence is read, hence none is checked online.
  STRAPI_DISABLE_EE: 'true',
  // For whoever switches the Enterprise Edition on again: its licence is then checked offline.
  STRAPI_DISABLE_LICENSE_PING: 'true',
};
