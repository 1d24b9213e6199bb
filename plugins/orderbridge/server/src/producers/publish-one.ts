import type { Core } from '@strapi/strapi';
import { recordAct } from '../audit';
import type { Actor } from '../history';
import { OrderbridgeError } from '../kernel/errors';
import { uid } from '../kernel/plugin-id';
import type { Transaction } from '../kernel/transaction';
import { PRODUCER, producers } from './content-types';
import { assertAllowed, findProducer, subjectOf } from './find-producer';
import { refusePublish, refuseWithoutCriteria } from './judge-producer';
import { assertAsSeen } from './preview-publish';
import { moveRevision } from './revisions';
import { toView, type Criteria, type RevisionView } from './view-producer';

/** @throws `criteria.not_found` */
export const findCriteria = async (
  strapi: Core.Strapi,
  documentIds: readonly string[],
): Promise<Criteria> => {
  if (documentIds.length === 0) return [];
  const rows = (await strapi.db.query(uid('consumer-criteria')).findMany({
    where: { documentId: { $in: documentIds } },
    orderBy: { id: 'asc' },
  })) as Criteria;
  if (rows.length < new Set(documentIds).size) {
    throw new OrderbridgeError('criteria.not_found', 'There are no such criteria.');
  }
  return rows;
};

interface Publish {
  readonly actor: Actor;
  /** What it is offered by besides the criteria that it has. */
  readonly criteria: Criteria;
  /** The preview that somebody has seen, where one was. */
  readonly seen?: string | undefined;
}

/**
 * Publishes one draft; the grants are brought in line by whoever calls.
 *
 * @throws `producer.not_found`, `producer.illegal_transition`, `producer.criteria_missing`,
 * `producer.form_invalid`, `producer.form_too_large`, `producer.preview_outdated`
 */
export const publishOne = async (
  transaction: Transaction,
  documentId: string,
  { actor, criteria, seen }: Publish,
): Promise<RevisionView> => {
  const { strapi } = transaction;
  const row = await findProducer(strapi, documentId);
  assertAllowed(await refusePublish(row));
  assertAllowed(refuseWithoutCriteria(row, (row.criteria?.length ?? 0) + criteria.length));
  if (seen !== undefined) await assertAsSeen(transaction, row, criteria, seen);
  if (criteria.length > 0) {
    await strapi.db.query(PRODUCER).update({
      where: { id: row.id },
      data: { criteria: { connect: criteria.map(({ id }) => ({ id })) } },
    });
  }
  const published = await producers.findOne(strapi, {
    identity: row.identity,
    state: 'published',
  });
  await moveRevision(transaction, row, 'published', actor);
  recordAct(transaction, subjectOf(row));
  if (published) await moveRevision(transaction, published, 'inactive', actor);
  return toView(row, 'published');
};
