import type { Core } from '@strapi/strapi';
import { writeDocument } from './tm-forum/documents';
import { asList, isObject, withSortedKeys, type Fields } from './tm-forum/json-fields';
import { kindOf, type Kind } from './tm-forum/kinds';
import { isTarget, type Target } from './tm-forum/references';
import { CATALOG_TYPES, type CatalogType } from './tm-forum/shapes';
import { loadFields, loadStoredDocuments, type StoredDocument } from './stored-catalog';

/** The catalogue in the words of TM Forum: a list of documents for each kind that it has. */
export type CatalogExport = Readonly<Partial<Record<Kind, readonly Fields[]>>>;

interface Loaded extends StoredDocument {
  readonly id: string;
  readonly fields: Fields;
}

const loadAll = async (strapi: Core.Strapi): Promise<Loaded[]> => {
  const stored = await loadStoredDocuments(strapi);
  const loaded: Loaded[] = [];
  for (const type of CATALOG_TYPES) {
    const documents = stored.filter(({ target }) => target.type === type);
    const all = await loadFields(
      strapi,
      type,
      documents.map(({ target }) => target.documentId),
    );
    for (const document of documents) {
      const { documentId } = document.target;
      const fields = all.get(documentId);
      if (fields) loaded.push({ ...document, id: document.externalId ?? documentId, fields });
    }
  }
  return loaded;
};

type Find = (link: unknown) => Loaded | undefined;

const findPart = (owner: Loaded, name: string, find: Find): Loaded | undefined => {
  const parts = [
    ...asList(owner.fields['relationships']),
    ...asList(owner.fields['bundledOfferings']),
  ].filter(isObject);
  for (const part of parts) {
    const target = find(Object.values(part).find(isTarget));
    const own = part['name'] ?? target?.fields['sku'] ?? target?.name;
    if (target && own === name) return target;
  }
  return undefined;
};

const specificationOf = (document: Loaded, find: Find): Loaded =>
  find(document.fields['productSpecification']) ?? document;

/** The input type of a characteristic that an offering narrows, also of one of its components. */
const findValueType = (offering: Loaded, use: Fields, find: Find): unknown => {
  const { component, characteristic } = use;
  const path = typeof component === 'string' && component !== '' ? component.split('/') : [];
  let owner: Loaded | undefined = offering;
  for (const name of path) {
    owner =
      owner && (findPart(owner, name, find) ?? findPart(specificationOf(owner, find), name, find));
  }
  const specification = owner && specificationOf(owner, find);
  return asList(specification?.fields['characteristics'])
    .filter(isObject)
    .find(({ name }) => name === characteristic)?.['valueType'];
};

const byNameAndId = (one: Fields, other: Fields): number => {
  const [first, second] = [one, other].map(({ name, id }) => JSON.stringify([name ?? '', id]));
  return (first ?? '') < (second ?? '') ? -1 : 1;
};

/** Links to many have no order, and an export has one. */
const LINK_LISTS = ['category', 'productOfferingPrice'];

const withSortedLinks = (tmf: Fields, type: CatalogType): Fields => {
  if (type !== 'product-offering' && type !== 'catalog') return tmf;
  const lists = LINK_LISTS.filter((key) => key in tmf);
  return {
    ...tmf,
    ...Object.fromEntries(
      lists.map((key) => [key, asList(tmf[key]).filter(isObject).sort(byNameAndId)]),
    ),
  };
};

/**
 * The drafts of the whole catalogue as TM Forum documents, in an order that does not change. What is
 * unknown to TM Forum stands under `x-orderbridge`; importing it makes the same catalogue.
 */
export const exportCatalog = async (strapi: Core.Strapi): Promise<CatalogExport> => {
  const all = await loadAll(strapi);
  const byId = new Map(all.map((each) => [`${each.target.type} ${each.target.documentId}`, each]));
  const find: Find = (link) =>
    isTarget(link) ? byId.get(`${link.type} ${String(link.documentId)}`) : undefined;
  const writeReference = (link: unknown): Fields => {
    const { documentId } = link as Target;
    const document = find(link);
    const name = document?.name;
    return { id: document?.id ?? documentId, ...(name != null && { name }) };
  };

  const kinds: Partial<Record<Kind, Fields[]>> = {};
  for (const document of all) {
    const { id, fields, target } = document;
    const tmf = writeDocument(
      { id, type: target.type, fields },
      { writeReference, findValueType: (use) => findValueType(document, use, find) },
    );
    const kind = kindOf(target.type, fields['extensions']);
    (kinds[kind] ??= []).push(withSortedLinks(tmf, target.type));
  }
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, documents]) => [
      kind,
      documents.sort(byNameAndId).map((document) => withSortedKeys(document) as Fields),
    ]),
  );
};
