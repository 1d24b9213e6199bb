import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { ServiceDefinition } from './service';
import type { AdminAction } from './permissions';
import type { PluginRoute } from './routes';

/** A content type as Strapi takes it, and whether the plugin alone may write it. */
export interface ContentTypeDefinition {
  readonly schema: {
    readonly info: Readonly<
      Record<'singularName' | 'pluralName' | 'displayName' | 'description', string>
    >;
  } & Record<string, unknown>;
  /**
   * Owned types are written by domain services only. `true`: no field may be edited by people; a
   * list: these fields may, everything else and creating and deleting may not.
   */
  readonly owned?: true | readonly string[];
  /** The roles whose instances show the type in the content manager; all, where none is named. */
  readonly shownTo?: 'provider' | 'consumer';
}

/** A table that no API reaches. Strapi creates and migrates it with its own schema sync. */
export interface TableModel {
  readonly uid: string;
  readonly tableName: string;
  readonly singularName: string;
  readonly attributes: Record<string, unknown>;
  readonly indexes?: readonly { name: string; columns: string[]; type?: 'unique' }[];
}

export interface ComponentDefinition {
  readonly name: string;
  readonly displayName: string;
  readonly icon?: string;
  readonly attributes: Record<string, unknown>;
  /** Layout and labels in the content manager. */
  readonly config: Record<string, unknown>;
}

export type Controller = Record<string, (ctx: Context) => unknown>;

/** What one feature brings to the plugin. */
export interface Feature {
  readonly contentTypes?: readonly ContentTypeDefinition[];
  readonly components?: readonly ComponentDefinition[];
  readonly tables?: readonly TableModel[];
  readonly services?: readonly Pick<ServiceDefinition<unknown>, 'name' | 'create'>[];
  readonly controllers?: Readonly<Record<string, (context: { strapi: Core.Strapi }) => Controller>>;
  readonly routes?: readonly PluginRoute[];
  readonly actions?: readonly AdminAction[];
  /** Ties the feature to others and to Strapi, before the database is there. */
  register?(context: { strapi: Core.Strapi }): void;
  /** Runs once the database is there. */
  bootstrap?(context: { strapi: Core.Strapi }): void | Promise<void>;
  /** Ends whatever the feature runs in the background, and waits for it. */
  destroy?(context: { strapi: Core.Strapi }): void | Promise<void>;
}
