/** What the plugin is called in addresses, translation keys and rights. */
export const PLUGIN_ID = 'orderbridge';
