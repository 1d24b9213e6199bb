import { errors } from '@strapi/utils';
import type { Core, Modules, UID } from '@strapi/strapi';
import { PLUGIN_ID } from './plugin-id';
import { findJsonDefect } from './plain-json';
import { fitToColumns, type AttributesOf } from './column-values';

type Data = Readonly<Record<string, unknown>>;

const refuse = (defect: string): never => {
  throw new errors.ValidationError(`This cannot be stored: ${defect}.`, {
    code: 'request.invalid',
  });
};

/** Refuses documents of the plugin that no database can store, before a database says so with a 500. */
export const refuseUnstorable = (strapi: Core.Strapi): void => {
  const attributesOf: AttributesOf = (uid) => strapi.getModel(uid as UID.Schema).attributes;
  const middleware: Modules.Documents.Middleware.Middleware = (context, next) => {
    const params = context.params as { data?: Data };
    const isOwn = context.uid.startsWith(`plugin::${PLUGIN_ID}.`);
    if (!isOwn || typeof params.data !== 'object') return next();
    const defect = findJsonDefect(params.data);
    if (defect !== undefined) return refuse(defect);
    const fitted = fitToColumns(params.data, { uid: context.uid, attributesOf });
    if ('defect' in fitted) return refuse(fitted.defect);
    params.data = fitted.data;
    return next();
  };
  strapi.documents.use(middleware);
};
