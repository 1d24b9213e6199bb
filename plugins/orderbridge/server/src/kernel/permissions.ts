import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from './plugin-id';

/** A right of the admin panel: `order.approve` becomes `plugin::orderbridge.order.approve`. */
export interface AdminAction {
  readonly uid: string;
  readonly displayName: string;
  readonly subCategory: string;
}

/** How the right to use a verb is called: `request-cancel` becomes "Request cancel". */
export const displayNameOf = (verb: string): string => {
  const words = verb.replace(/-/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

interface ActionProvider {
  registerMany(actions: readonly Record<string, string>[]): Promise<void>;
}

/** Makes the plugin's rights known, so that roles can be given them. A failure stops the boot. */
export const registerAdminActions = async (
  strapi: Core.Strapi,
  actions: readonly AdminAction[],
): Promise<void> => {
  const { actionProvider } = strapi.service('admin::permission') as {
    actionProvider: ActionProvider;
  };
  await actionProvider.registerMany(
    actions.map((action) => ({ section: 'plugins', pluginName: PLUGIN_ID, ...action })),
  );
};
