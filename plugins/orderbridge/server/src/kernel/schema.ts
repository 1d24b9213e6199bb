import type { ComponentDefinition, ContentTypeDefinition } from './feature';
import { describeLayout, type DescribedAttribute as Attribute } from './layout';
import { PLUGIN_ID, uid } from './plugin-id';

// Every attribute is made by a call: Strapi changes attribute objects in place, so one object that
// stands in two fields stops the boot with "duplicate column name".
export const text = (options: Attribute = {}): Attribute => ({ type: 'string', ...options });
export const longText = (options: Attribute = {}): Attribute => ({ type: 'text', ...options });
export const integer = (options: Attribute = {}): Attribute => ({ type: 'integer', ...options });
/** A floating-point number: Strapi's `decimal` keeps two digits only. */
export const number = (options: Attribute = {}): Attribute => ({ type: 'float', ...options });
export const boolean = (options: Attribute = {}): Attribute => ({ type: 'boolean', ...options });
export const json = (options: Attribute = {}): Attribute => ({ type: 'json', ...options });
export const moment = (options: Attribute = {}): Attribute => ({ type: 'datetime', ...options });
export const oneOf = (values: readonly string[], options: Attribute = {}): Attribute => ({
  type: 'enumeration',
  enum: [...values],
  ...options,
});
export const repeated = (component: string, options: Attribute = {}): Attribute => ({
  type: 'component',
  component: `${PLUGIN_ID}.${component}`,
  repeatable: true,
  ...options,
});

/** A foreign-key column on this table, with no inverse on the other side. */
export const reference = (target: string, options: Attribute = {}): Attribute => ({
  type: 'relation',
  relation: 'manyToOne',
  target: target.includes('::') ? target : uid(target),
  useJoinTable: false,
  ...options,
});

/** A relation that people edit, kept in a join table as Strapi does by default. */
export const relation = (
  kind: 'oneToOne' | 'manyToOne' | 'oneToMany' | 'manyToMany',
  target: string,
  options: Attribute = {},
): Attribute => ({
  type: 'relation',
  relation: kind,
  target: target.includes('::') ? target : uid(target),
  ...options,
});

interface ContentTypeOptions {
  readonly singularName: string;
  readonly pluralName: string;
  readonly displayName: string;
  readonly description: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly draftAndPublish?: boolean;
  /** The field that names a document in lists and relations. */
  readonly mainField?: string;
  /** Columns of the list view. */
  readonly list?: readonly string[];
  /** Rows of the edit view; a field that stands in none is not shown there. */
  readonly edit?: readonly (readonly string[])[];
  readonly owned?: ContentTypeDefinition['owned'];
  readonly shownTo?: 'provider' | 'consumer';
  /** Columns that are unique together. */
  readonly unique?: readonly (readonly string[])[];
  readonly indexes?: readonly (readonly string[])[];
}

const snake = (name: string): string => name.replace(/-/g, '_');

/** A content type of the plugin, with the layout that the content manager starts with. */
export const contentType = (options: ContentTypeOptions): ContentTypeDefinition => {
  const { mainField = 'id', owned, shownTo } = options;
  const collectionName = `${PLUGIN_ID}_${snake(options.pluralName)}`;
  const index = (columns: readonly string[], type?: 'unique') => ({
    name: `${collectionName}_${columns.join('_')}`.slice(0, 60),
    columns: [...columns],
    ...(type && { type }),
  });
  const readOnly = Object.keys(options.attributes).filter(
    (name) => owned === true || (owned !== undefined && !owned.includes(name)),
  );
  const { attributes, config } = describeLayout({
    ...options,
    mainField,
    readOnly,
    bulkable: owned === undefined,
  });
  return {
    ...(owned !== undefined && { owned }),
    ...(shownTo !== undefined && { shownTo }),
    schema: {
      kind: 'collectionType',
      collectionName,
      info: {
        singularName: options.singularName,
        pluralName: options.pluralName,
        displayName: options.displayName,
        description: options.description,
      },
      options: { draftAndPublish: options.draftAndPublish ?? false },
      pluginOptions: {},
      attributes,
      indexes: [
        ...(options.unique ?? []).map((columns) => index(columns, 'unique')),
        ...(options.indexes ?? []).map((columns) => index(columns)),
      ],
      config,
    },
  };
};

/** A component of the plugin, with the layout that it has inside the edit views. */
export const component = (options: {
  readonly name: string;
  readonly displayName: string;
  readonly icon?: string;
  readonly mainField: string;
  readonly edit?: readonly (readonly string[])[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}): ComponentDefinition => {
  const { name, displayName, icon } = options;
  return {
    name,
    displayName,
    ...(icon !== undefined && { icon }),
    ...describeLayout({ ...options, readOnly: [], bulkable: false }),
  };
};
