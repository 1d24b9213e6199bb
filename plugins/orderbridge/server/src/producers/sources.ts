import type { Core } from '@strapi/strapi';
import type { CatalogSnapshot } from '../../../shared/catalog-snapshot';
import { isOnExchange } from '../../../shared/catalog-snapshot';
import { OrderbridgeError } from '../kernel/errors';
import type { Transaction } from '../kernel/transaction';
import type { ProducerRow, Source } from './content-types';
import { READY_MADE } from './ready-made';

/** What of a source is published now. */
export interface CurrentSource {
  readonly catalogVersionId: number | null;
  readonly snapshot: CatalogSnapshot;
}

type SourceLookup = (transaction: Transaction, source: Source) => Promise<CurrentSource | null>;
type OrderedCheck = (transaction: Transaction, identity: string) => Promise<boolean>;

const lookups = new WeakMap<Core.Strapi, SourceLookup>();
const orderedChecks = new WeakMap<Core.Strapi, OrderedCheck[]>();

/** Tells where to ask for what a document of the catalogue says now. */
export const registerSourceLookup = (strapi: Core.Strapi, lookup: SourceLookup): void => {
  lookups.set(strapi, lookup);
};

/** Adds a place to ask whether something was ever ordered or requested over a producer. */
export const registerOrderedCheck = (strapi: Core.Strapi, check: OrderedCheck): void => {
  orderedChecks.set(strapi, [...(orderedChecks.get(strapi) ?? []), check]);
};

/** @throws `producer.source_not_published` */
export const findCurrentSource = async (
  transaction: Transaction,
  { sourceType, sourceId, name }: ProducerRow,
): Promise<CurrentSource> => {
  const readyMade = READY_MADE.find(({ kind }) => kind === sourceId);
  if (sourceType === 'ready-made' && readyMade) {
    return { catalogVersionId: null, snapshot: readyMade.snapshot };
  }
  const lookup = lookups.get(transaction.strapi);
  const current = await lookup?.(transaction, { type: sourceType, documentId: sourceId });
  if (current == null || !isOnExchange(current.snapshot.orderable)) {
    throw new OrderbridgeError(
      'producer.source_not_published',
      `What "${name}" was made from is not published on the exchange; publish it first.`,
    );
  }
  return current;
};

export const wasEverOrdered = async (
  transaction: Transaction,
  identity: string,
): Promise<boolean> => {
  for (const check of orderedChecks.get(transaction.strapi) ?? []) {
    if (await check(transaction, identity)) return true;
  }
  return false;
};
