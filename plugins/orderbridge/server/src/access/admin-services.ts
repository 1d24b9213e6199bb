import type { Core } from '@strapi/strapi';

/** The admin's permissions, roles and rights as far as they are used here; Strapi leaves them untyped. */
export interface AdminPermission {
  readonly action: string;
  readonly subject?: string | null;
  readonly properties?: { readonly fields?: readonly string[] };
}

export interface AdminRole {
  readonly id: number;
  readonly code: string;
}

interface RegisteredAction {
  readonly actionId: string;
  readonly subjects?: readonly string[] | null;
}

interface PermissionService {
  readonly actionProvider: { get(actionId: string): RegisteredAction | undefined };
}

interface RoleService {
  readonly hooks: {
    /** Called once the roles that Strapi itself makes are there, and before it tidies grants up. */
    readonly willResetSuperAdminPermissions: {
      register(handler: (permissions: unknown) => Promise<unknown>): void;
    };
  };
  findOne(where: Record<string, unknown>): Promise<AdminRole | null>;
  exists(where: Record<string, unknown>): Promise<boolean>;
  getSuperAdmin(): Promise<AdminRole | null>;
  create(role: Record<'name' | 'code' | 'description', string>): Promise<AdminRole>;
  addPermissions(roleId: number, permissions: readonly AdminPermission[]): Promise<unknown>;
}

interface ContentTypeService {
  /** One permission for each action and type, with every field of the type, of components too. */
  getPermissionsWithNestedFields(actions: readonly RegisteredAction[]): AdminPermission[];
}

export const permissionService = (strapi: Core.Strapi) =>
  strapi.service('admin::permission') as PermissionService;
export const roleService = (strapi: Core.Strapi) =>
  strapi.service('admin::role') as unknown as RoleService;
export const contentTypeService = (strapi: Core.Strapi) =>
  strapi.service('admin::content-type') as ContentTypeService;
