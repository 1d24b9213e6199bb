/** The panel must not ask GitHub, from the administrator's browser, for Strapi's newest release. */
export default {
  config: { locales: ['de'], notifications: { releases: false } },
};
