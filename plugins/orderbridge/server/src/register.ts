import type { Core } from '@strapi/strapi';
import { followEdits } from './audit';
import { BODY_LIMITS, DEFAULT_MAX_BODY_BYTES } from './body-limits';
import { FEATURES } from './features';
import { assertSoundTables } from './check-tables';
import { hasRole } from './kernel/config';
import { registerComponents } from './kernel/components';
import { guardDoor } from './kernel/door';
import { idempotencyTable } from './kernel/idempotency';
import { withholdKnownLayouts } from './kernel/known-layouts';
import { guardOwnedTypes } from './kernel/owned-types';
import { uid } from './kernel/plugin-id';
import { sequenceModel } from './kernel/sequence';
import { fitWrites, refuseUnstorable } from './kernel/storable';

interface ModelRegistry {
  add(model: unknown): void;
}

const hideTypesOfOtherRoles = (strapi: Core.Strapi) => {
  for (const { schema, shownTo } of FEATURES.flatMap(({ contentTypes }) => contentTypes ?? [])) {
    if (shownTo === undefined || hasRole(strapi, shownTo)) continue;
    const { pluginOptions } = strapi.contentType(uid(schema.info.singularName));
    Object.assign(pluginOptions ?? {}, {
      'content-manager': { visible: false },
      'content-type-builder': { visible: false },
    });
  }
};

/** Everything that must stand before Strapi looks at the database. */
export const register = ({ strapi }: { strapi: Core.Strapi }): void => {
  assertSoundTables();
  registerComponents(
    strapi,
    FEATURES.flatMap(({ components }) => components ?? []),
  );
  const models: ModelRegistry = strapi.get('models');
  for (const table of [
    idempotencyTable,
    sequenceModel,
    ...FEATURES.flatMap(({ tables }) => tables ?? []),
  ]) {
    models.add({ ...table, lifecycles: {} });
  }
  withholdKnownLayouts(strapi);
  hideTypesOfOtherRoles(strapi);
  refuseUnstorable(strapi);
  guardOwnedTypes(
    strapi,
    FEATURES.flatMap(({ contentTypes }) => contentTypes ?? []),
  );
  for (const feature of FEATURES) feature.register?.({ strapi });
  fitWrites(strapi);
  followEdits(strapi);
  // After the features: the bridge has a door of its own, and reads its requests itself.
  guardDoor(strapi, { limits: BODY_LIMITS, defaultMaxBytes: DEFAULT_MAX_BODY_BYTES });
};
