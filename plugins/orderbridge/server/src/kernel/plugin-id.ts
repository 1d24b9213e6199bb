import type { UID } from '@strapi/strapi';

export const PLUGIN_ID = 'orderbridge';

/** The unique id that Strapi knows a content type of this plugin by. */
export const uid = (singularName: string): UID.ContentType =>
  `plugin::${PLUGIN_ID}.${singularName}` as UID.ContentType;
