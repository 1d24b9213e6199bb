import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import { PLUGIN_ID } from './plugin-id';
import { findJsonDefect } from './plain-json';

/** Refuses documents of the plugin that no database can store, before a database says so with a 500. */
export const refuseUnstorable = (strapi: Core.Strapi): void => {
  const middleware: Modules.Documents.Middleware.Middleware = (context, next) => {
    const { data } = context.params as { data?: unknown };
    const isOwn = context.uid.startsWith(`plugin::${PLUGIN_ID}.`);
    const defect = isOwn && data !== undefined ? findJsonDefect(data) : undefined;
    if (defect === undefined) return next();
    throw new errors.ValidationError(`This cannot be stored: ${defect}.`, {
      code: 'request.invalid',
    });
  };
  strapi.documents.use(middleware);
};
