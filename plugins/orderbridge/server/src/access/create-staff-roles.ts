import type { Core, UID } from '@strapi/strapi';
import { getConfig, type Role as Side } from '../kernel/config';
import { PLUGIN_ID, uid } from '../kernel/plugin-id';
import { inTransaction } from '../kernel/transaction';
import {
  contentTypeService,
  permissionService,
  roleService,
  type AdminPermission,
  type AdminRole,
} from './admin-services';
import { grantKey, listGrants, PUBLISH, type Grant } from './list-grants';
import { lockAccess } from './lock';
import { STAFF_ROLES, type StaffRole } from './staff-roles';

/** Strapi's own roles, to which it gives everything that it shows when it makes them. */
const ROLES_OF_STRAPI = ['strapi-editor', 'strapi-author'];

const takeAwayDefaultGrants = async (strapi: Core.Strapi): Promise<void> => {
  await strapi.db.query('admin::permission').deleteMany({
    where: { role: { code: { $in: ROLES_OF_STRAPI } }, subject: { $startsWith: uid('') } },
  });
};

/** An admin may have a role of that name already, which stays theirs. */
const createRole = async (
  strapi: Core.Strapi,
  { code, name, description }: StaffRole,
): Promise<AdminRole> => {
  const roles = roleService(strapi);
  const isTaken = await roles.exists({ name });
  return roles.create({ code, name: isTaken ? `${name} (Orderbridge)` : name, description });
};

/** Strapi keeps with a right of the content manager all fields that it reaches. */
const toPermissions = (
  strapi: Core.Strapi,
  { action, subject, fields }: Grant,
): AdminPermission[] => {
  const registered = permissionService(strapi).actionProvider.get(action);
  // Not every host has the upload plugin; that the plugin's own rights are there, a test proves.
  if (registered === undefined) return [];
  if (subject === null) return [{ action, subject }];
  if (action === PUBLISH) {
    const { options } = strapi.contentType(subject as UID.ContentType);
    if (!options.draftAndPublish) return [];
  }
  return contentTypeService(strapi)
    .getPermissionsWithNestedFields([{ ...registered, subjects: [subject] }])
    .map((permission) =>
      fields === undefined ? permission : { ...permission, properties: { fields } },
    );
};

const grantsAt = (role: StaffRole, sides: readonly Side[]): Map<string, Grant> =>
  new Map(
    sides.flatMap((side) => listGrants(role.grants[side])).map((grant) => [grantKey(grant), grant]),
  );

/**
 * Creates the roles of the staff with their grants, and takes from Editor and Author what Strapi gave
 * them of the plugin's types: once, so that whatever admins make of it afterwards stays. Where the
 * instance gets another side later, the roles that are still there get the grants of that side.
 */
export const createStaffRolesOnce = async (strapi: Core.Strapi): Promise<void> => {
  const own = { type: 'plugin', name: PLUGIN_ID, key: 'staff-roles-created' };
  const findGiven = async () => ((await strapi.store.get(own)) ?? []) as Side[];
  const findAdded = (given: readonly Side[]) =>
    getConfig(strapi).roles.filter((side) => !given.includes(side));
  if (findAdded(await findGiven()).length === 0) return;

  await inTransaction(strapi, async (transaction) => {
    // Of several nodes that boot at once, one makes them and the others find that it did.
    await lockAccess(transaction);
    const given = await findGiven();
    const added = findAdded(given);
    if (added.length === 0) return;

    const isFirst = given.length === 0;
    if (isFirst) await takeAwayDefaultGrants(strapi);
    for (const staffRole of STAFF_ROLES) {
      const found = await roleService(strapi).findOne({ code: staffRole.code });
      if (found === null && !isFirst) continue;
      const role = found ?? (await createRole(strapi, staffRole));
      // What came with another side may have been taken away since: that is decided.
      const decided = grantsAt(staffRole, given);
      const grants = [...grantsAt(staffRole, added).values()].filter(
        (grant) => !decided.has(grantKey(grant)),
      );
      await roleService(strapi).addPermissions(
        role.id,
        grants.flatMap((grant) => toPermissions(strapi, grant)),
      );
    }
    await strapi.store.set({ ...own, value: [...given, ...added] });
  });
};
