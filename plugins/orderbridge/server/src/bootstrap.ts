import type { Core } from '@strapi/strapi';
import { bridgeService } from './bridge';
import { FEATURES } from './features';
import { returnLayouts } from './kernel/known-layouts';
import { keepTables } from './kernel/persisted-tables';
import { registerAdminActions } from './kernel/permissions';

/** Everything that needs the database. A failure stops the boot. */
export const bootstrap = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  await returnLayouts(strapi);
  await keepTables(strapi);
  await registerAdminActions(
    strapi,
    FEATURES.flatMap(({ actions }) => actions ?? []),
  );
  for (const feature of FEATURES) await feature.bootstrap?.({ strapi });
  // Messages may move only when every feature stands.
  bridgeService.from(strapi).start();
};
