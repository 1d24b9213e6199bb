/** Prints, as JSON, every route of the plugin that Strapi's router has, and ends. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { applyInstanceEnv } from '../../scripts/instance-env.mjs';
import { untilDatabaseIsQuiet } from '../../scripts/quiet-database.mjs';
import { ROOT } from '../../scripts/setup.mjs';

applyInstanceEnv({ nodeEnv: 'production' });
const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');
const strapi = await createStrapi({ appDir: ROOT, distDir: path.join(ROOT, 'dist') }).load();

// Strapi puts its router together when it begins to listen.
strapi.server.mount();
const routes = strapi.server
  .listRoutes()
  .filter(({ path: address }) => /^(?:\/api)?\/orderbridge(?:\/|$)/.test(address))
  .flatMap(({ path: address, methods }) =>
    methods
      // Koa's router answers HEAD wherever it answers GET.
      .filter((method) => method !== 'HEAD')
      .map((method) => ({ method, path: address })),
  );
process.send(routes);

await untilDatabaseIsQuiet(strapi);
await strapi.destroy();
process.disconnect();
process.exit(0);
