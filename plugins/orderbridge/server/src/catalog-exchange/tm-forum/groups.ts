import {
  asList,
  asObject,
  readFlag,
  readObjects,
  readText,
  restOf,
  type Fields,
} from './json-fields';
import {
  keepWord,
  readCommon,
  readExtensions,
  writeCommon,
  type Belonging,
  type ReadDocument,
} from './document-fields';
import { OWN } from './own-fields';
import { readReference, Reference, type WriteReference } from './references';

const CATALOG_WORDS: Readonly<Record<string, string>> = {
  product: 'Product',
  service: 'Service',
  resource: 'Resource',
};

const catalogTypeOf = (word: string | null, kindWord: unknown): string | undefined => {
  const said = `${word ?? ''} ${typeof kindWord === 'string' ? kindWord : ''}`.toLowerCase();
  return Object.keys(CATALOG_WORDS).find((type) => said.includes(type));
};

const references = (tmf: Fields, key: string, type: Reference['type']): readonly Reference[] =>
  readObjects(tmf, key).flatMap((entry) => readReference(entry, type) ?? []);

export const readCatalog = (tmf: Fields): ReadDocument => {
  const word = readText(tmf, 'catalogType');
  const catalogType = catalogTypeOf(word, tmf['@type']) ?? 'product';
  return {
    fields: {
      ...readCommon(tmf),
      catalogType,
      categories: references(tmf, 'category', 'category'),
      extensions: readExtensions(tmf, ['catalogType', 'category'], {
        ...keepWord('catalogType', word, CATALOG_WORDS[catalogType] ?? ''),
        ...keepWord('@type', tmf['@type'], 'Catalog'),
      }),
    },
    unsaid: tmf['category'] === undefined ? ['categories'] : [],
    belongsTo: [],
    usedValues: [],
  };
};

export const writeCatalog = (fields: Fields, writeReference: WriteReference): Fields => {
  const extensions = asObject(fields['extensions']);
  const { catalogType } = fields;
  const kept = extensions['catalogType'];
  const isKept = typeof kept === 'string' && catalogTypeOf(kept, '') === catalogType;
  const categories = asList(fields['categories']).map(writeReference);
  return {
    ...restOf(extensions, [OWN]),
    '@type': extensions['@type'] ?? 'Catalog',
    ...writeCommon(fields, extensions),
    catalogType: isKept ? kept : CATALOG_WORDS[String(catalogType)],
    category: categories.length === 0 ? undefined : categories,
  };
};

const CHILD_LISTS = ['subCategory', 'category'] as const;

const belonging = (attribute: Belonging['attribute']) => (owner: Reference) => ({
  owner,
  attribute,
});

export const readCategory = (tmf: Fields): ReadDocument => {
  const parentId = readText(tmf, 'parentId');
  const isRoot = readFlag(tmf, 'isRoot');
  const parent = parentId === null ? null : new Reference('category', parentId, null);
  return {
    fields: {
      ...readCommon(tmf),
      parent,
      extensions: readExtensions(tmf, ['isRoot', 'parentId', 'productOffering', ...CHILD_LISTS], {
        ...(isRoot !== null && isRoot !== (parent === null) && { isRoot }),
        ...keepWord('@type', tmf['@type'], 'Category'),
      }),
    },
    unsaid: parentId === null ? ['parent'] : [],
    belongsTo: [
      ...CHILD_LISTS.flatMap((key) => references(tmf, key, 'category')).map(belonging('parent')),
      ...references(tmf, 'productOffering', 'product-offering').map(belonging('categories')),
    ],
    usedValues: [],
  };
};

export const writeCategory = (fields: Fields, writeReference: WriteReference): Fields => {
  const extensions = asObject(fields['extensions']);
  const { parent } = fields;
  return {
    ...restOf(extensions, [OWN]),
    '@type': extensions['@type'] ?? 'Category',
    ...writeCommon(fields, extensions),
    isRoot: extensions['isRoot'] ?? parent === null,
    parentId: parent === null ? undefined : writeReference(parent)['id'],
  };
};
