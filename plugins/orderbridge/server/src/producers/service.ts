import { randomUUID } from 'node:crypto';
import type { Form } from '../../../shared/form';
import { isOnExchange, type OfferingSnapshot } from '../../../shared/offering-snapshot';
import { PRODUCER_TRANSITIONS, type ProducerState } from '../../../shared/producer-states';
import { audienceService, lockAudience, type OfferedProducer } from '../audience';
import { connectionsService, type ConnectionRow } from '../connections';
import { assertFormCompiles } from '../forms';
import { recordStateChanges, SYSTEM, type Actor } from '../history';
import { digestOf } from '../kernel/digest';
import { OrderbridgeError } from '../kernel/errors';
import { nextNumber } from '../kernel/sequence';
import { defineService } from '../kernel/service';
import { inTransaction, rowsOf, type Transaction } from '../kernel/transaction';
import { PRODUCER, producers, type ProducerRow } from './content-types';
import { deriveForm } from './derive-form';

/** The latest publish of an offering, as the catalogue hands it on. */
export interface PublishedOffering {
  readonly offeringId: string;
  readonly catalogVersionId: number;
  readonly snapshot: OfferingSnapshot;
}

/** What an order takes over from the revision that it orders. */
export interface OrderableRevision {
  readonly identity: string;
  readonly revision: number;
  readonly name: string;
  readonly form: Form;
  readonly offeringId: string;
  readonly catalogVersionId: number | null;
}

const TABLE = 'orderbridge_remote_record_producers';
/** Revisions whose frozen part is kept in memory. */
const MAX_FROZEN = 1_000;

const WITH_RELATIONS = { populate: ['criteria', 'catalogVersion'] };

const toOffered = (row: ProducerRow): OfferedProducer => ({
  identity: row.identity,
  revision: row.revision,
  name: row.name,
  description: row.description,
  form: row.form,
  rules: (row.criteria ?? []).map(({ rule }) => rule),
});

export const producersService = defineService('producers', ({ strapi }) => {
  const frozen = new Map<string, Omit<OrderableRevision, 'name'>>();

  const revisionsOf = (where: { identity: string } | { offeringId: string }) =>
    producers.findMany(strapi, where, { ...WITH_RELATIONS, orderBy: { revision: 'desc' } });

  const consumerConnections = () => connectionsService.from(strapi).findConsumerConnections();

  /** Brings the grants of one identity in line with what of it is published now. */
  const reconcile = async (
    transaction: Transaction,
    identity: string,
    connections?: readonly ConnectionRow[],
  ): Promise<void> => {
    const published = await producers.findOne(
      strapi,
      { identity, state: 'published' },
      WITH_RELATIONS,
    );
    await audienceService
      .from(strapi)
      .reconcile(
        transaction,
        identity,
        published && toOffered(published),
        connections ?? (await consumerConnections()),
      );
  };

  const move = async (
    transaction: Transaction,
    row: ProducerRow,
    to: ProducerState,
    actor: Actor,
  ): Promise<void> => {
    const allowed = PRODUCER_TRANSITIONS[row.state] as readonly ProducerState[];
    const moved =
      allowed.includes(to) &&
      (await producers.update(transaction, { id: row.id, state: row.state }, { state: to })) === 1;
    if (!moved) {
      throw new OrderbridgeError(
        'producer.illegal_transition',
        `Revision ${String(row.revision)} of "${row.name}" is ${row.state}.`,
        { from: row.state, to },
      );
    }
    recordStateChanges(transaction, [
      {
        subjectType: 'remote-record-producer',
        subjectId: row.documentId,
        from: row.state,
        to,
        actor,
      },
    ]);
  };

  /** The criteria are a relation that people edit, so this one row goes through the query engine. */
  const insertDraft = async (
    transaction: Transaction,
    offering: PublishedOffering,
    { identity, criteria }: { identity: string; criteria: readonly { readonly id: number }[] },
  ): Promise<void> => {
    const { offeringId, catalogVersionId, snapshot } = offering;
    const revision = await nextNumber(transaction, `producer/${identity}`);
    const documentId = randomUUID();
    await strapi.db.query(PRODUCER).create({
      data: {
        documentId,
        identity,
        revision,
        state: 'draft',
        name: snapshot.name,
        description: snapshot.description,
        offeringId,
        form: deriveForm(snapshot),
        catalogVersion: catalogVersionId,
        criteria: criteria.map(({ id }) => id),
        publishedAt: transaction.now,
      } as never,
    });
    recordStateChanges(transaction, [
      {
        subjectType: 'remote-record-producer',
        subjectId: documentId,
        from: null,
        to: 'draft',
        actor: SYSTEM,
      },
    ]);
  };

  const retireAll = async (
    transaction: Transaction,
    rows: readonly ProducerRow[],
  ): Promise<void> => {
    const living = rows.filter(({ state }) => state !== 'retired' && state !== 'archived');
    for (const row of living) await move(transaction, row, 'retired', SYSTEM);
    const [first] = rows;
    if (first) await reconcile(transaction, first.identity);
  };

  return {
    /**
     * Follows a publish in the catalogue: a first publish makes a draft, a changed form the draft of
     * the next revision, a changed name reaches what is offered at once.
     */
    async syncWithOffering(transaction: Transaction, offering: PublishedOffering): Promise<void> {
      const { offeringId, catalogVersionId, snapshot } = offering;
      await lockAudience(transaction);
      const rows = await revisionsOf({ offeringId });
      if (!isOnExchange(snapshot.orderable)) return retireAll(transaction, rows);

      const [newest] = rows;
      if (newest === undefined) {
        return insertDraft(transaction, offering, { identity: randomUUID(), criteria: [] });
      }
      const texts = { name: snapshot.name, description: snapshot.description };
      for (const row of rows.filter(({ state }) => state === 'published')) {
        await producers.update(transaction, { id: row.id }, texts);
      }
      const draft = rows.find(({ state }) => state === 'draft');
      const isRetired = newest.state === 'retired';
      const isChanged = newest.catalogVersion?.hash !== digestOf(snapshot.orderable);
      if (draft !== undefined) {
        await producers.update(
          transaction,
          { id: draft.id, state: 'draft' },
          { ...texts, form: deriveForm(snapshot), catalogVersion: catalogVersionId },
        );
      } else if (isChanged || isRetired) {
        await insertDraft(transaction, offering, {
          identity: newest.identity,
          criteria: newest.criteria ?? [],
        });
      }
      await reconcile(transaction, newest.identity);
    },

    /** Ends every revision of an offering that is no longer published. */
    async retireOffering(transaction: Transaction, offeringId: string): Promise<void> {
      await lockAudience(transaction);
      await retireAll(transaction, await revisionsOf({ offeringId }));
    },

    /**
     * Offers a draft to whoever its criteria entitle; the revision published before becomes inactive.
     *
     * @throws `producer.not_found`, `producer.illegal_transition`, `producer.criteria_missing`,
     * `producer.form_invalid`
     */
    publish: (documentId: string, actor: Actor) =>
      inTransaction(strapi, async (transaction) => {
        await lockAudience(transaction);
        const row = await producers.findOne(strapi, { documentId }, WITH_RELATIONS);
        if (row === null) {
          throw new OrderbridgeError('producer.not_found', 'There is no such producer.');
        }
        if ((row.criteria ?? []).length === 0) {
          throw new OrderbridgeError(
            'producer.criteria_missing',
            'Add consumer criteria first: they say who can order this.',
          );
        }
        assertFormCompiles(row.form);
        const published = await producers.findOne(strapi, {
          identity: row.identity,
          state: 'published',
        });
        await move(transaction, row, 'published', actor);
        if (published) await move(transaction, published, 'inactive', actor);
        await reconcile(transaction, row.identity);
        return { documentId, identity: row.identity, revision: row.revision, state: 'published' };
      }),

    /** Brings grants in line after criteria or a consumer have changed, for one identity or all. */
    async reconcilePublished(
      transaction: Transaction,
      where: { identity?: string } = {},
      connections?: readonly ConnectionRow[],
    ): Promise<void> {
      await lockAudience(transaction);
      const published = await producers.findMany(
        strapi,
        { ...where, state: 'published' },
        { orderBy: { identity: 'asc' } },
      );
      for (const { identity } of published) await reconcile(transaction, identity, connections);
    },

    /** A revision with all that it says, or nothing. */
    findRevision: (identity: string, revision: number): Promise<ProducerRow | null> =>
      producers.findOne(strapi, { identity, revision }, { populate: ['catalogVersion'] }),

    /**
     * A revision that has been offered, as an order needs it. All of it but its name is frozen from
     * the moment it is published, and is kept in memory.
     */
    async findOffered(
      transaction: Transaction,
      identity: string,
      revision: number,
    ): Promise<OrderableRevision | null> {
      const [row] = await rowsOf<{ name: string }>(
        transaction
          .table(TABLE)
          .where({ identity, revision })
          .whereIn('state', ['published', 'inactive'])
          .select('name'),
      );
      if (row === undefined) return null;
      const key = `${identity}/${String(revision)}`;
      const known = frozen.get(key);
      if (known) return { ...known, name: row.name };
      const producer = await this.findRevision(identity, revision);
      if (producer === null) return null;
      const { form, offeringId, catalogVersion } = producer;
      const part = {
        identity,
        revision,
        form,
        offeringId,
        catalogVersionId: catalogVersion?.id ?? null,
      };
      const [oldest] = frozen.keys();
      if (frozen.size >= MAX_FROZEN && oldest !== undefined) frozen.delete(oldest);
      frozen.set(key, part);
      return { ...part, name: row.name };
    },
  };
});
