/** An attribute as Strapi takes it, with what the content manager says at its field. */
export type DescribedAttribute = Readonly<Record<string, unknown>> & {
  readonly label?: string;
  readonly help?: string;
  /** `false` where people only look at it: the plugin writes it. */
  readonly editable?: boolean;
  /** Where the content manager is not to read it at all: of a relation it would show whole rows. */
  readonly hidden?: true;
};

interface Described {
  readonly attributes: Readonly<Record<string, DescribedAttribute>>;
  readonly mainField: string;
  readonly list?: readonly string[] | undefined;
  readonly edit?: readonly (readonly string[])[] | undefined;
  readonly readOnly: readonly string[];
  readonly bulkable: boolean;
}

const COLUMNS = 12;
/** Fields that the content manager shows over the whole width only. */
const FULL_WIDTH = new Set(['component', 'json', 'richtext', 'blocks', 'dynamiczone']);

/** `minQuantity` becomes `Min quantity`. */
const toLabel = (name: string): string => {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/**
 * Takes the labels and descriptions off the attributes and makes of them, and of the rows and columns
 * that were asked for, the configuration that the content manager starts with.
 */
export const describeLayout = ({
  attributes,
  mainField,
  list,
  edit,
  readOnly,
  bulkable,
}: Described): {
  attributes: Record<string, Record<string, unknown>>;
  config: Record<string, unknown>;
} => {
  const bare: Record<string, Record<string, unknown>> = {};
  const metadatas: Record<string, object> = {};
  const hiddenAttributes: Record<string, { hidden: true }> = {};
  for (const [
    name,
    { label = toLabel(name), help, editable = true, hidden, ...attribute },
  ] of Object.entries(attributes)) {
    if (hidden) hiddenAttributes[name] = { hidden };
    bare[name] = attribute;
    metadatas[name] = {
      edit: {
        label,
        ...(help !== undefined && { description: help }),
        ...((!editable || readOnly.includes(name)) && { editable: false }),
      },
      list: { label },
    };
  }
  const sizeOf = (name: string, inRow: number) =>
    FULL_WIDTH.has(String(attributes[name]?.['type'])) ? COLUMNS : Math.floor(COLUMNS / inRow);
  return {
    attributes: bare,
    config: {
      settings: {
        mainField,
        defaultSortBy: mainField,
        defaultSortOrder: 'ASC',
        pageSize: 20,
        searchable: true,
        filterable: true,
        bulkable,
      },
      layouts: {
        ...(list && { list: ['id', ...list] }),
        ...(edit && {
          edit: edit.map((row) => row.map((name) => ({ name, size: sizeOf(name, row.length) }))),
        }),
      },
      metadatas,
      attributes: hiddenAttributes,
    },
  };
};
