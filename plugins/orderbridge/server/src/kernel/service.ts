import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from './plugin-id';

export interface ServiceContext {
  readonly strapi: Core.Strapi;
}

/** A service of the plugin together with the typed way to it. */
export interface ServiceDefinition<Service> {
  readonly name: string;
  readonly create: (context: ServiceContext) => Service;
  /** The one instance that Strapi holds of this service. */
  from(strapi: Core.Strapi): Service;
}

export const defineService = <Service>(
  name: string,
  create: (context: ServiceContext) => Service,
): ServiceDefinition<Service> => ({
  name,
  create,
  from: (strapi) => strapi.plugin(PLUGIN_ID).service<Service & object>(name),
});
