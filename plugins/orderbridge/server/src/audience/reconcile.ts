import { randomUUID } from 'node:crypto';
import type { CatalogItemMessage } from '../../../shared/messages';
import { itemStream } from '../../../shared/streams';
import { bridgeService } from '../bridge';
import type { ConnectionRow } from '../connections';
import { recordStateChanges, SYSTEM } from '../history';
import type { Transaction } from '../kernel/transaction';
import { chunksOf } from '../kernel/chunks';
import { WITHDRAWN } from './activation';
import { ENTITLEMENTS } from './content-types';
import { languageOf, planGrants, type GrantPlan, type OfferedProducer } from './plan-grants';
import { findStandingGrants } from './standing-grants';

/** What grants are to be brought in line with, and for whom. */
export interface Reconciliation {
  /** The producers to look at, as they are published now. */
  readonly producers: readonly OfferedProducer[];
  /** Identities to look at of which nothing is published any more: their grants end. */
  readonly ended?: readonly string[];
  readonly connections: readonly ConnectionRow[];
  /** What a consumer of this language is sent; asked only for what has to be sent, so it may be costly. */
  itemFor(identity: string, language: string | null): Promise<CatalogItemMessage>;
}

type Plan = GrantPlan<OfferedProducer>;
type Offer = Plan['granted'][number];
type Row = Readonly<Record<string, string | number | Date | null>>;

/** Rows of one statement: SQLite takes an insert of no more than 500. */
const ROWS_AT_ONCE = 200;

const isAgain = (offer: Offer): offer is Plan['changed'][number] => 'known' in offer;

/**
 * Writes rows that are there already, many with one statement: an insert that always meets its own row
 * and changes the named columns of it. No row is made by it, so the rest of what it says is not used.
 */
const updateRows = async (
  transaction: Transaction,
  rows: readonly Row[],
  columns: readonly string[],
): Promise<void> => {
  for (const some of chunksOf(rows, ROWS_AT_ONCE)) {
    await transaction
      .table(ENTITLEMENTS)
      .insert(some)
      .onConflict(['connection_id', 'identity'])
      .merge([...columns, 'updated_at']);
  }
};

const toRow = (transaction: Transaction, offer: Offer): Row => {
  const { producer, connection, sentHash } = offer;
  // A receiver of webhooks has no catalogue of its own to take the item into: offered is active.
  const isWebhook = connection.kind === 'webhook';
  return {
    document_id: isAgain(offer) ? offer.known.documentId : randomUUID(),
    created_at: transaction.now,
    updated_at: transaction.now,
    published_at: transaction.now,
    identity: producer.identity,
    connection_id: connection.id,
    grant: 'granted',
    activation: isWebhook ? 'active' : 'pending',
    first_revision: producer.revision,
    offered_revision: producer.revision,
    active_revision: isWebhook ? producer.revision : null,
    sent_hash: sentHash,
  };
};

const OFFER = ['offered_revision', 'sent_hash'];
const ACTIVATION = ['activation', 'active_revision'];

const writeGranted = async (transaction: Transaction, granted: Plan['granted']): Promise<void> => {
  const first: Row[] = [];
  const again: Row[] = [];
  for (const offer of granted) {
    const row = toRow(transaction, offer);
    (isAgain(offer) ? again : first).push(row);
    recordStateChanges(transaction, [
      {
        subjectType: 'entitlement',
        subjectId: String(row['document_id']),
        from: isAgain(offer) ? offer.known.grant : null,
        to: 'granted',
        actor: SYSTEM,
      },
    ]);
  }
  for (const some of chunksOf(first, ROWS_AT_ONCE)) {
    await transaction.table(ENTITLEMENTS).insert(some);
  }
  await updateRows(transaction, again, ['grant', 'first_revision', ...OFFER, ...ACTIVATION]);
};

const writeChanged = async (transaction: Transaction, changed: Plan['changed']): Promise<void> => {
  const rowsOf = (kind: ConnectionRow['kind']) =>
    changed
      .filter(({ connection }) => connection.kind === kind)
      .map((offer) => toRow(transaction, offer));
  await updateRows(transaction, rowsOf('instance'), OFFER);
  await updateRows(transaction, rowsOf('webhook'), [...OFFER, ...ACTIVATION]);
};

const writeWithdrawn = async (
  transaction: Transaction,
  withdrawn: Plan['withdrawn'],
): Promise<void> => {
  for (const some of chunksOf(withdrawn, ROWS_AT_ONCE)) {
    await transaction
      .table(ENTITLEMENTS)
      .whereIn(
        'id',
        some.map(({ known }) => known.id),
      )
      .update({ ...WITHDRAWN, updated_at: transaction.now });
  }
  recordStateChanges(
    transaction,
    withdrawn.map(({ known }) => ({
      subjectType: 'entitlement' as const,
      subjectId: known.documentId,
      from: 'granted',
      to: 'withdrawn',
      actor: SYSTEM,
    })),
  );
};

/** Asks for what is sent once for all consumers of a language. */
const rememberItems = (source: Pick<Reconciliation, 'itemFor'>): Reconciliation['itemFor'] => {
  const known = new Map<string, Promise<CatalogItemMessage>>();
  return (identity, language) => {
    const key = `${identity} ${language ?? ''}`;
    const item = known.get(key) ?? source.itemFor(identity, language);
    known.set(key, item);
    return item;
  };
};

const send = async (
  transaction: Transaction,
  { granted, changed, withdrawn }: Plan,
  itemFor: Reconciliation['itemFor'],
): Promise<void> => {
  const { enqueue } = bridgeService.from(transaction.strapi);
  const tell = (connection: ConnectionRow, type: string, data: { readonly identity: string }) => {
    const stream = itemStream(data.identity);
    enqueue(transaction, { connectionId: connection.id, stream, type, data });
  };
  const itemOf = ({ producer, connection }: Offer) =>
    itemFor(producer.identity, languageOf(connection));
  for (const offer of granted) {
    tell(offer.connection, 'catalog_item.offered', await itemOf(offer));
  }
  for (const offer of changed) {
    tell(offer.connection, 'catalog_item.changed', await itemOf(offer));
  }
  for (const { connection, known } of withdrawn) {
    tell(connection, 'catalog_item.withdrawn', { identity: known.identity });
  }
};

/**
 * Brings the grants between producers and connections in line with the criteria, by difference: what a
 * consumer has keeps its id, and nothing is written or sent where nothing changes.
 */
export const reconcile = async (
  transaction: Transaction,
  reconciliation: Reconciliation,
): Promise<{ granted: number; changed: number; withdrawn: number }> => {
  const { producers, ended, connections } = reconciliation;
  const standing = await findStandingGrants(
    (name) => transaction.table(name),
    [...producers.map(({ identity }) => identity), ...(ended ?? [])],
    connections.map(({ id }) => id),
  );
  const plan = planGrants({ producers, ended, connections }, standing);
  await writeGranted(transaction, plan.granted);
  await writeChanged(transaction, plan.changed);
  if (plan.withdrawn.length > 0) await writeWithdrawn(transaction, plan.withdrawn);
  await send(transaction, plan, rememberItems(reconciliation));
  const { granted, changed, withdrawn } = plan;
  return { granted: granted.length, changed: changed.length, withdrawn: withdrawn.length };
};
