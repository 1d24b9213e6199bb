import type { Core } from '@strapi/strapi';
import type { Transaction } from '../kernel/transaction';

/** Says what open business rests on a document of the catalogue, as names for people. */
type OpenUseFinder = (transaction: Transaction, documentId: string) => Promise<readonly string[]>;

const finders = new WeakMap<Core.Strapi, OpenUseFinder[]>();

/** Lets a feature keep from being deleted what its open business rests on. */
export const registerOpenUses = (strapi: Core.Strapi, finder: OpenUseFinder): void => {
  finders.set(strapi, [...(finders.get(strapi) ?? []), finder]);
};

export const findOpenUses: OpenUseFinder = async (transaction, documentId) => {
  const names: string[] = [];
  for (const finder of finders.get(transaction.strapi) ?? []) {
    names.push(...(await finder(transaction, documentId)));
  }
  return names;
};
