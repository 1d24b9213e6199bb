import type { Form } from '../../../shared/form';
import type { CatalogItemMessage } from '../../../shared/messages';
import { audienceService } from '../audience';
import { recordAct } from '../audit';
import { connectionsService, lockAudience, type Staff } from '../connections';
import { recordStateChanges, type Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import { defineService } from '../kernel/service';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { diffRevisions, type RevisionDiff } from './compare-revisions';
import { PRODUCER, producers, type ProducerRow, type Source } from './content-types';
import { toItem } from './contents';
import { assertAllowed, findProducer, subjectOf } from './find-producer';
import { followPublish, followRetirement, type PublishedSource } from './follow-catalog';
import { findOffersOfCriteria, reconcileGrants, type GrantScope } from './grants';
import { refuseArchive, refuseCheckout, refuseDelete, refuseRetire } from './judge-producer';
import { createOrderableFinder } from './orderable';
import { previewPublish, type PublishPreview } from './preview-publish';
import { findCriteria, publishOne } from './publish-one';
import { insertDraft, moveRevision, outlinesOf } from './revisions';
import { findCurrentSource, wasEverOrdered } from './sources';
import {
  toView,
  viewProducer,
  type MadeRevision,
  type ProducerView,
  type RevisionView,
} from './view-producer';

export const producersService = defineService('producers', ({ strapi }) => {
  const findRevision = (identity: string, revision: number): Promise<ProducerRow | null> =>
    producers.findOne(strapi, { identity, revision }, { populate: ['catalogVersion'] });

  return {
    /** The form of a revision that something was ordered by, whatever has become of it since. */
    async formOf(identity: string, revision: number): Promise<Form> {
      const row = await findRevision(identity, revision);
      if (row === null) {
        throw new OrderbridgeError('producer.not_found', 'There is no such producer.');
      }
      return row.form;
    },

    /** Follows a publish in the catalogue: makes and changes drafts, and what is offered already. */
    async syncWithCatalog(transaction: Transaction, published: PublishedSource): Promise<void> {
      await lockAudience(transaction);
      const identities = await followPublish(transaction, published);
      if (identities.length > 0) await reconcileGrants(transaction, { identities });
    },

    /** Ends every revision of what is no longer published. */
    async retireSource(transaction: Transaction, source: Source): Promise<void> {
      await lockAudience(transaction);
      const identities = await followRetirement(transaction, source);
      if (identities.length > 0) await reconcileGrants(transaction, { identities });
    },

    /**
     * Offers drafts to whoever their criteria entitle, all or none; the revisions published before
     * become inactive.
     *
     * @param options.criteria document ids of criteria that are added to each of them first
     * @param options.seen the digest of the preview of the one draft, where somebody has looked at it
     * @throws `criteria.not_found`, and what {@link publishOne} refuses
     */
    publish: (
      documentIds: readonly string[],
      {
        actor,
        criteria = [],
        seen,
      }: { actor: Actor; criteria?: readonly string[]; seen?: string | undefined },
    ): Promise<RevisionView[]> =>
      inTransaction(strapi, async (transaction) => {
        await lockAudience(transaction);
        const added = await findCriteria(strapi, criteria);
        const views: RevisionView[] = [];
        for (const documentId of documentIds) {
          views.push(await publishOne(transaction, documentId, { actor, criteria: added, seen }));
        }
        await reconcileGrants(transaction, { identities: views.map(({ identity }) => identity) });
        return views;
      }),

    /**
     * Makes the draft of the next revision beside what is published, or after a retirement, from what
     * the catalogue says now.
     *
     * @throws `producer.not_found`, `producer.illegal_transition`, `producer.draft_exists`,
     * `producer.source_not_published`
     */
    checkout: (documentId: string, actor: Actor): Promise<RevisionView> =>
      inTransaction(strapi, async (transaction) => {
        await lockAudience(transaction);
        const row = await findProducer(strapi, documentId);
        assertAllowed(refuseCheckout(row, await outlinesOf(strapi, { identity: row.identity })));
        const current = await findCurrentSource(transaction, row);
        const made = await insertDraft(transaction, {
          ...current,
          identity: row.identity,
          kind: row.kind,
          source: { type: row.sourceType, documentId: row.sourceId },
          criteria: row.criteria ?? [],
          overrides: row.overrides ?? [],
          actor,
        });
        recordAct(transaction, subjectOf({ ...made, name: row.name }));
        return toView({ ...made, identity: row.identity }, 'draft');
      }),

    /**
     * Ends an old revision for the consumers that still have it active.
     *
     * @throws `producer.not_found`, `producer.illegal_transition`
     */
    archive: (documentId: string, actor: Actor): Promise<RevisionView> =>
      inTransaction(strapi, async (transaction) => {
        await lockAudience(transaction);
        const row = await findProducer(strapi, documentId);
        assertAllowed(refuseArchive(row));
        await moveRevision(transaction, row, 'archived', actor);
        recordAct(transaction, subjectOf(row));
        const connections = await connectionsService.from(strapi).findOpenConsumerConnections();
        await audienceService
          .from(strapi)
          .endRevision(transaction, row.identity, row.revision, connections);
        return toView(row, 'archived');
      }),

    /**
     * Ends the whole set: every revision that is not archived, for every consumer.
     *
     * @throws `producer.not_found`, `producer.illegal_transition` where nothing of it is alive
     */
    retire: (documentId: string, actor: Actor): Promise<RevisionView> =>
      inTransaction(strapi, async (transaction) => {
        await lockAudience(transaction);
        const row = await findProducer(strapi, documentId);
        const rows = await outlinesOf(strapi, { identity: row.identity });
        assertAllowed(refuseRetire(row, rows));
        const living = rows.filter(({ state }) => state !== 'retired' && state !== 'archived');
        for (const each of living) await moveRevision(transaction, each, 'retired', actor);
        recordAct(transaction, subjectOf(row));
        await reconcileGrants(transaction, { identities: [row.identity] });
        const [newest] = living;
        return toView(newest ?? row, 'retired');
      }),

    /**
     * Deletes a retired producer with all its revisions, where nothing was ever ordered over it.
     *
     * @throws `producer.not_found`, `producer.illegal_transition`, `producer.in_use`
     */
    delete: (documentId: string, actor: Actor): Promise<{ identity: string }> =>
      inTransaction(strapi, async (transaction) => {
        await lockAudience(transaction);
        const row = await findProducer(strapi, documentId);
        const rows = await outlinesOf(strapi, { identity: row.identity });
        assertAllowed(refuseDelete(row, rows, await wasEverOrdered(transaction, row.identity)));
        for (const each of rows) {
          await strapi.db.query(PRODUCER).delete({ where: { id: each.id } });
        }
        recordAct(transaction, subjectOf(row));
        recordStateChanges(
          transaction,
          rows.map((each) => ({
            subjectType: 'remote-record-producer',
            subjectId: each.documentId,
            from: each.state,
            to: 'deleted',
            actor,
          })),
        );
        return { identity: row.identity };
      }),

    /**
     * A revision with what somebody may do with it, and why not the rest.
     *
     * @throws `producer.not_found`
     */
    get: (documentId: string, staff: Staff): Promise<ProducerView> =>
      inTransaction(strapi, async (transaction) =>
        viewProducer(transaction, await findProducer(strapi, documentId), staff),
      ),

    /** The revisions that were made of a document of the catalogue, the newest first. */
    async findMadeOf({ type, documentId }: Source): Promise<MadeRevision[]> {
      const rows = await outlinesOf(strapi, { sourceType: type, sourceId: documentId });
      return rows.map((row) => ({ ...toView(row, row.state), name: row.name }));
    },

    /**
     * What the publish of a revision would do, by the very plan that it would carry out. It changes
     * nothing.
     *
     * @param criteria document ids of criteria that would be added to it first
     * @throws `producer.not_found`, `criteria.not_found`
     */
    previewPublish: (documentId: string, criteria: readonly string[]): Promise<PublishPreview> =>
      inTransaction(strapi, async (transaction) =>
        previewPublish(
          transaction,
          await findProducer(strapi, documentId),
          await findCriteria(strapi, criteria),
        ),
      ),

    /**
     * What a person has to look at before a revision is published: its form against that of another.
     *
     * @throws what {@link diffRevisions} refuses
     */
    async diff(documentId: string, revision?: number): Promise<RevisionDiff> {
      const row = await findProducer(strapi, documentId);
      const revisions = await outlinesOf(strapi, { identity: row.identity });
      return diffRevisions(strapi, row, revisions, revision);
    },

    reconcile: (transaction: Transaction, scope: GrantScope): Promise<void> =>
      reconcileGrants(transaction, scope),

    findOffersOfCriteria: (criteria: string) => findOffersOfCriteria(strapi, criteria),

    /**
     * What a consumer of a language is sent of a revision.
     *
     * @throws `producer.not_found`
     */
    async itemFor(
      identity: string,
      revision: number,
      language: string | null,
    ): Promise<CatalogItemMessage> {
      const row = await findRevision(identity, revision);
      if (row === null)
        throw new OrderbridgeError('producer.not_found', 'There is no such revision.');
      return toItem(row, language);
    },

    /** A revision that has been offered, as an order needs it. */
    findOffered: createOrderableFinder(findRevision),
  };
});
