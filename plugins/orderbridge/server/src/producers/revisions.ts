import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import {
  applyOverrides,
  keepFittingOverrides,
  type FormOverride,
} from '../../../shared/form-overrides';
import {
  PRODUCER_TRANSITIONS,
  type ProducerKind,
  type ProducerState,
} from '../../../shared/producer-states';
import type { CatalogSnapshot } from '../../../shared/catalog-snapshot';
import { recordStateChanges, type Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import { nextNumber } from '../kernel/sequence';
import type { Transaction } from '../kernel/transaction';
import {
  PRODUCER,
  producers,
  WITH_RELATIONS,
  type ProducerRow,
  type Source,
} from './content-types';
import { accepts, contentHashOf, deriveFrom, optionsOf, textsOf } from './contents';

const SUBJECT = 'remote-record-producer';

/** Every revision of one producer or source, the newest first. */
export const revisionsOf = (
  strapi: Core.Strapi,
  where: { identity: string } | { sourceType: string; sourceId: string },
): Promise<ProducerRow[]> =>
  producers.findMany(strapi, where, { ...WITH_RELATIONS, orderBy: { revision: 'desc' } });

/** A revision without its form: what lists and verbs go by. */
export type RevisionOutline = Pick<
  ProducerRow,
  'id' | 'documentId' | 'identity' | 'revision' | 'state' | 'name'
>;

/** Like {@link revisionsOf}, without what is large. */
export const outlinesOf = (
  strapi: Core.Strapi,
  where: { identity: string } | { sourceType: string; sourceId: string },
): Promise<RevisionOutline[]> =>
  producers.findMany(strapi, where, {
    select: ['id', 'documentId', 'identity', 'revision', 'state', 'name'],
    orderBy: { revision: 'desc' },
  });

/** @throws `producer.illegal_transition` also where somebody else was faster */
export const moveRevision = async (
  transaction: Transaction,
  row: Pick<RevisionOutline, 'id' | 'documentId' | 'revision' | 'state' | 'name'>,
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
    { subjectType: SUBJECT, subjectId: row.documentId, from: row.state, to, actor },
  ]);
};

/** What a revision says, from a snapshot and the overrides that still fit it. */
export const contentsOf = (
  kind: ProducerKind,
  snapshot: CatalogSnapshot,
  overrides: readonly FormOverride[],
) => {
  const { form, derivedHash } = deriveFrom(snapshot, optionsOf({ kind }));
  const kept = keepFittingOverrides(form, overrides, accepts);
  const texts = textsOf(snapshot);
  return {
    ...texts,
    form: applyOverrides(form, kept),
    overrides: kept,
    derivedHash,
    contentHash: contentHashOf(texts, derivedHash, kept),
  };
};

export interface NewDraft {
  readonly identity: string;
  readonly kind: ProducerKind;
  readonly source: Source;
  readonly catalogVersionId: number | null;
  readonly snapshot: CatalogSnapshot;
  /** Of the revision before, whose criteria and overrides it goes on with. */
  readonly criteria: readonly { readonly id: number }[];
  readonly overrides: readonly FormOverride[];
  readonly actor: Actor;
}

/**
 * Makes the draft of the next revision. The criteria are a relation that people edit, so this one row
 * goes through the query engine.
 */
export const insertDraft = async (
  transaction: Transaction,
  { identity, kind, source, catalogVersionId, snapshot, criteria, overrides, actor }: NewDraft,
): Promise<{ documentId: string; revision: number }> => {
  const revision = await nextNumber(transaction, `producer/${identity}`);
  const documentId = randomUUID();
  await transaction.strapi.db.query(PRODUCER).create({
    data: {
      documentId,
      identity,
      revision,
      kind,
      state: 'draft',
      ...contentsOf(kind, snapshot, overrides),
      sourceType: source.type,
      sourceId: source.documentId,
      catalogVersion: catalogVersionId,
      criteria: criteria.map(({ id }) => id),
      publishedAt: transaction.now,
    } as never,
  });
  recordStateChanges(transaction, [
    { subjectType: SUBJECT, subjectId: documentId, from: null, to: 'draft', actor },
  ]);
  return { documentId, revision };
};
