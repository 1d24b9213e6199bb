import { errors } from '@strapi/utils';
import type { Core, Modules, UID } from '@strapi/strapi';
import { fitToColumns, type AttributesOf } from './column-values';
import { findJsonDefect } from './plain-json';
import { PLUGIN_ID } from './plugin-id';

type Middleware = Modules.Documents.Middleware.Middleware;
type Data = Readonly<Record<string, unknown>>;

const refuse = (defect: string): never => {
  throw new errors.ValidationError(`This cannot be stored: ${defect}.`, {
    code: 'request.invalid',
  });
};

/** What is written of a type of the plugin. */
const dataOf = ({ uid, params }: Parameters<Middleware>[0]): Data | undefined => {
  const { data } = params as { data?: unknown };
  const isOwn = uid.startsWith(`plugin::${PLUGIN_ID}.`);
  return isOwn && typeof data === 'object' && data !== null ? (data as Data) : undefined;
};

/**
 * Refuses documents of the plugin that no database can store, before a database says so with a 500. It
 * stands before all other middlewares: nobody has to read what is nested without end.
 */
export const refuseUnstorable = (strapi: Core.Strapi): void => {
  const middleware: Middleware = (context, next) => {
    const defect = findJsonDefect(dataOf(context));
    return defect === undefined ? next() : refuse(defect);
  };
  strapi.documents.use(middleware);
};

/**
 * Refuses what would not fit into its column. It stands behind the features, which say of their own fields
 * what is wrong with them in their own words.
 */
export const fitWrites = (strapi: Core.Strapi): void => {
  const attributesOf: AttributesOf = (uid) => strapi.getModel(uid as UID.Schema).attributes;
  const middleware: Middleware = (context, next) => {
    const data = dataOf(context);
    if (data === undefined) return next();
    const fitted = fitToColumns(data, { uid: context.uid, attributesOf });
    if ('defect' in fitted) return refuse(fitted.defect);
    (context.params as { data?: unknown }).data = fitted.data;
    return next();
  };
  strapi.documents.use(middleware);
};
