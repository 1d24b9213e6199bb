import type { Core } from '@strapi/strapi';
import { diffForms, type FormDiff } from '../../../shared/form-diff';
import type { Form } from '../../../shared/form';
import type { CatalogItemMessage } from '../../../shared/messages';
import type { ProducerState } from '../../../shared/producer-states';
import { audienceService, lockAudience } from '../audience';
import { recordAct, type Subject } from '../audit';
import { connectionsService } from '../connections';
import { recordStateChanges, type Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import { uid } from '../kernel/plugin-id';
import { defineService } from '../kernel/service';
import { inTransaction, type Transaction } from '../kernel/transaction';
import {
  PRODUCER,
  producers,
  WITH_RELATIONS,
  type ProducerRow,
  type Source,
} from './content-types';
import { assertUsable, toItem } from './contents';
import { followPublish, followRetirement, type PublishedSource } from './follow-catalog';
import { findOffersOfCriteria, reconcileGrants, type GrantScope } from './grants';
import { createOrderableFinder } from './orderable';
import { insertDraft, moveRevision, revisionsOf } from './revisions';
import { findCurrentSource, wasEverOrdered } from './sources';

/** What a verb leaves behind. */
export interface RevisionView {
  readonly documentId: string;
  readonly identity: string;
  readonly revision: number;
  readonly state: ProducerState;
}

export interface RevisionDiff extends FormDiff {
  readonly from: number;
  readonly to: number;
}

const toView = (
  { documentId, identity, revision }: Pick<ProducerRow, 'documentId' | 'identity' | 'revision'>,
  state: ProducerState,
): RevisionView => ({ documentId, identity, revision, state });

const subjectOf = ({ documentId, name }: Pick<ProducerRow, 'documentId' | 'name'>): Subject => ({
  type: 'remote-record-producer',
  documentId,
  name,
});

const find = async (strapi: Core.Strapi, documentId: string): Promise<ProducerRow> => {
  const row = await producers.findOne(strapi, { documentId }, WITH_RELATIONS);
  if (row === null) throw new OrderbridgeError('producer.not_found', 'There is no such producer.');
  return row;
};

const illegal = ({ state, revision, name }: ProducerRow, message: string) =>
  new OrderbridgeError(
    'producer.illegal_transition',
    `Revision ${String(revision)} of "${name}" is ${state}: ${message}.`,
    { from: state },
  );

const assertPublishable = (row: ProducerRow): void => {
  if ((row.criteria ?? []).length === 0) {
    throw new OrderbridgeError(
      'producer.criteria_missing',
      `Add consumer criteria to "${row.name}" first: they say who can order this.`,
    );
  }
  assertUsable(row);
};

export const producersService = defineService('producers', ({ strapi }) => {
  const findRevision = (identity: string, revision: number): Promise<ProducerRow | null> =>
    producers.findOne(strapi, { identity, revision }, { populate: ['catalogVersion'] });

  const publishOne = async (
    transaction: Transaction,
    documentId: string,
    actor: Actor,
  ): Promise<RevisionView> => {
    const row = await find(strapi, documentId);
    assertPublishable(row);
    const published = await producers.findOne(strapi, {
      identity: row.identity,
      state: 'published',
    });
    await moveRevision(transaction, row, 'published', actor);
    recordAct(transaction, subjectOf(row));
    if (published) await moveRevision(transaction, published, 'inactive', actor);
    return toView(row, 'published');
  };

  const addCriteria = async (documentIds: readonly string[], criteria: readonly string[]) => {
    if (criteria.length === 0) return;
    const rows = (await strapi.db.query(uid('consumer-criteria')).findMany({
      where: { documentId: { $in: criteria } },
      select: ['id'],
    })) as { id: number }[];
    if (rows.length < new Set(criteria).size) {
      throw new OrderbridgeError('criteria.not_found', 'There are no such criteria.');
    }
    for (const documentId of documentIds) {
      const { id } = await find(strapi, documentId);
      await strapi.db.query(PRODUCER).update({
        where: { id },
        data: { criteria: { connect: rows.map((row) => ({ id: row.id })) } },
      });
    }
  };

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
     * @param criteria document ids of criteria that are added to each of them first
     * @throws `producer.not_found`, `producer.illegal_transition`, `producer.criteria_missing`,
     * `producer.form_invalid`, `producer.form_too_large`, `criteria.not_found`
     */
    publish: (
      documentIds: readonly string[],
      { actor, criteria = [] }: { actor: Actor; criteria?: readonly string[] },
    ): Promise<RevisionView[]> =>
      inTransaction(strapi, async (transaction) => {
        await lockAudience(transaction);
        await addCriteria(documentIds, criteria);
        const views: RevisionView[] = [];
        for (const documentId of documentIds) {
          views.push(await publishOne(transaction, documentId, actor));
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
        const row = await find(strapi, documentId);
        if (row.state !== 'published' && row.state !== 'retired') {
          throw illegal(row, 'only a published or retired one can be checked out');
        }
        const rows = await revisionsOf(strapi, { identity: row.identity });
        const draft = rows.find(({ state }) => state === 'draft');
        if (draft) {
          throw new OrderbridgeError(
            'producer.draft_exists',
            `Revision ${String(draft.revision)} of "${draft.name}" is a draft already.`,
            { revision: draft.revision, documentId: draft.documentId },
          );
        }
        const living = rows.find(({ state }) => state === 'published');
        if (row.state === 'retired' && living) {
          throw illegal(row, `check out revision ${String(living.revision)}, which is published`);
        }
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
        const row = await find(strapi, documentId);
        await moveRevision(transaction, row, 'archived', actor);
        recordAct(transaction, subjectOf(row));
        const connections = await connectionsService.from(strapi).findConsumerConnections();
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
        const row = await find(strapi, documentId);
        const rows = await revisionsOf(strapi, { identity: row.identity });
        const living = rows.filter(({ state }) => state !== 'retired' && state !== 'archived');
        if (living.length === 0) throw illegal(row, 'nothing of it is left to retire');
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
        const row = await find(strapi, documentId);
        const rows = await revisionsOf(strapi, { identity: row.identity });
        const living = rows.find(({ state }) => state !== 'retired' && state !== 'archived');
        if (living) throw illegal(living, 'retire it first');
        if (await wasEverOrdered(transaction, row.identity)) {
          throw new OrderbridgeError(
            'producer.in_use',
            `"${row.name}" has been ordered, so it is kept.`,
          );
        }
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
     * What a person has to look at before a revision is published: its form against that of another.
     *
     * @param revision to compare with; by default the published one, else the one before
     * @throws `producer.not_found`
     */
    async diff(documentId: string, revision?: number): Promise<RevisionDiff> {
      const row = await find(strapi, documentId);
      const rows = await revisionsOf(strapi, { identity: row.identity });
      const others = rows.filter((each) => each.revision !== row.revision);
      const other =
        revision === undefined
          ? (others.find(({ state }) => state === 'published') ??
            others.find((each) => each.revision < row.revision))
          : others.find((each) => each.revision === revision);
      if (other === undefined) {
        const text =
          revision === undefined
            ? 'There is no other revision to compare with.'
            : `There is no revision ${String(revision)} to compare with.`;
        throw new OrderbridgeError('producer.not_found', text);
      }
      return { from: other.revision, to: row.revision, ...diffForms(other.form, row.form) };
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
