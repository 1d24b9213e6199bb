/**
 * Who may do what: the roles of the staff (`staff-roles.ts` is what each may), the roles of requesters,
 * and what Strapi gives of its own accord and the plugin takes away. `keep-grants.ts` carries grants and
 * layouts over a boot without the plugin.
 */
import type { Core } from '@strapi/strapi';
import type { Feature } from '../kernel/feature';
import { uid } from '../kernel/plugin-id';
import { roleService } from './admin-services';
import { confineAdminTokens } from './confine-admin-tokens';
import { createStaffRolesOnce } from './create-staff-roles';
import { keepGrants, keptRowsTable, restoreGrants } from './keep-grants';
import { closeRegistrationOnce, createRequesterRolesOnce } from './requester-roles';

interface Sync {
  /** What the boot before knew; nothing at the first one. */
  readonly oldContentTypes?: Readonly<Record<string, unknown>> | null;
}

interface SyncHook {
  register(handler: (sync: Sync) => Promise<void>): void;
}

const wentWithoutPlugin = ({ oldContentTypes }: Sync): boolean =>
  oldContentTypes != null &&
  !Object.keys(oldContentTypes).some((known) => known.startsWith(uid('')));

/**
 * Strapi notes what it knows right after this hook. An end in between is no harm: the next boot finds
 * the same, and nothing left to put back.
 */
const restoreAfterAbsence = (strapi: Core.Strapi, restored: () => void): void => {
  const hook = strapi.hook('strapi::content-types.afterSync') as unknown as SyncHook;
  hook.register(async (sync) => {
    if (!wentWithoutPlugin(sync)) return;
    await restoreGrants(strapi);
    restored();
  });
};

/**
 * Strapi's own roles are made after the bootstrap of all plugins. Making them earlier is no way: their
 * conditions are not known then, and Author would get without a condition what it gets for its own only.
 */
const whenRolesStand = (strapi: Core.Strapi, work: () => Promise<void>): void => {
  let isDone = false;
  roleService(strapi).hooks.willResetSuperAdminPermissions.register(async (permissions) => {
    if (!isDone) {
      isDone = true;
      await work();
    }
    return permissions;
  });
};

export const access: Feature = {
  tables: [keptRowsTable],
  register({ strapi }) {
    let isRestored = false;
    restoreAfterAbsence(strapi, () => {
      isRestored = true;
    });
    whenRolesStand(strapi, async () => {
      await createStaffRolesOnce(strapi);
      if (isRestored) await confineAdminTokens(strapi);
      await keepGrants(strapi);
    });
  },
  async bootstrap({ strapi }) {
    await createRequesterRolesOnce(strapi);
    await closeRegistrationOnce(strapi);
  },
};

export { listGrants } from './list-grants';
export { STAFF_ROLES } from './staff-roles';
