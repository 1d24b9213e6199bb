import { PLUGIN_ID, uid } from '../kernel/plugin-id';
import type { Grants, TypeGrant } from './staff-roles';

/** One right, and the type that it is about where it is one of the content manager. */
export interface Grant {
  readonly action: string;
  readonly subject: string | null;
  /** The fields that it is limited to, where it is. */
  readonly fields?: readonly string[];
}

const EXPLORER = 'plugin::content-manager.explorer.';
export const PUBLISH = `${EXPLORER}publish`;

const explorerGrants = (grant: TypeGrant): readonly Omit<Grant, 'subject'>[] => {
  const to = (name: string) => ({ action: EXPLORER + name });
  if (grant === 'read') return [to('read')];
  if (grant === 'manage') {
    return [to('create'), to('read'), to('update'), to('delete'), { action: PUBLISH }];
  }
  if ('see' in grant) return [{ ...to('read'), fields: grant.see }];
  return [to('read'), { ...to('update'), fields: grant.edit }];
};

/** What a role has in the words of Strapi. */
export const listGrants = ({ actions, types }: Grants): Grant[] => [
  ...actions.map((action) => ({
    action: action.includes('::') ? action : `plugin::${PLUGIN_ID}.${action}`,
    subject: null,
  })),
  ...Object.entries(types).flatMap(([type, grant]) =>
    explorerGrants(grant).map((explorer) => ({
      ...explorer,
      subject: type.includes('::') ? type : uid(type),
    })),
  ),
];

/** Two grants of one key are the same right. */
export const grantKey = ({ action, subject }: Pick<Grant, 'action' | 'subject'>): string =>
  `${action} ${subject ?? ''}`;
