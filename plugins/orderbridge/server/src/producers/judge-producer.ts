import { withRight, type Action } from '../../../shared/actions';
import { PRODUCER_VERBS, type ProducerVerb } from '../../../shared/producer-states';
import type { Staff } from '../connections';
import { OrderbridgeError, refusalOf, toAction } from '../kernel/errors';
import type { ProducerRow } from './content-types';
import { assertUsable } from './contents';

type Revision = Pick<ProducerRow, 'documentId' | 'name' | 'revision' | 'state'>;

/** Why something cannot be done, or nothing where it can. */
type Refusal = OrderbridgeError | undefined;

const illegal = ({ state, revision, name }: Revision, message: string): OrderbridgeError =>
  new OrderbridgeError(
    'producer.illegal_transition',
    `Revision ${String(revision)} of "${name}" is ${state}: ${message}.`,
    { from: state },
  );

const isAlive = ({ state }: Revision): boolean => state !== 'retired' && state !== 'archived';

/** A draft with a form that can be sent; criteria can be given along with the publish. */
export const refusePublish = async (row: ProducerRow): Promise<Refusal> =>
  row.state === 'draft'
    ? refusalOf(() => {
        assertUsable(row);
      })
    : illegal(row, 'only a draft can be published');

/** Nobody would be offered it. */
export const refuseWithoutCriteria = ({ name }: Revision, criteria: number): Refusal =>
  criteria > 0
    ? undefined
    : new OrderbridgeError(
        'producer.criteria_missing',
        `Add consumer criteria to "${name}" first: they say who can order this.`,
      );

/** @param revisions all of the producer; whether what it is made of is published is asked besides */
export const refuseCheckout = (row: Revision, revisions: readonly Revision[]): Refusal => {
  if (row.state !== 'published' && row.state !== 'retired') {
    return illegal(row, 'only a published or retired one can be checked out');
  }
  const draft = revisions.find(({ state }) => state === 'draft');
  if (draft) {
    return new OrderbridgeError(
      'producer.draft_exists',
      `Revision ${String(draft.revision)} of "${draft.name}" is a draft already.`,
      { revision: draft.revision, documentId: draft.documentId },
    );
  }
  const living = revisions.find(({ state }) => state === 'published');
  return row.state === 'retired' && living
    ? illegal(row, `check out revision ${String(living.revision)}, which is published`)
    : undefined;
};

/** What is published is retired, or replaced by the next revision. */
export const refuseArchive = (row: Revision): Refusal =>
  row.state === 'inactive' ? undefined : illegal(row, 'only an inactive one can be archived');

/** @param revisions all of the producer: they are retired together */
export const refuseRetire = (row: Revision, revisions: readonly Revision[]): Refusal =>
  revisions.some(isAlive) ? undefined : illegal(row, 'nothing of it is left to retire');

/** @param revisions all of the producer: they are deleted together */
export const refuseDelete = (
  { name }: Revision,
  revisions: readonly Revision[],
  isOrdered: boolean,
): Refusal => {
  const living = revisions.find(isAlive);
  if (living) return illegal(living, 'retire it first');
  return isOrdered
    ? new OrderbridgeError('producer.in_use', `"${name}" has been ordered, so it is kept.`)
    : undefined;
};

/** What a producer's verbs depend on besides its own row. */
export interface ProducerFacts {
  readonly revisions: readonly Revision[];
  readonly isOrdered: boolean;
  /** Why nothing can be made of its source now. */
  readonly sourceRefusal: Refusal;
}

/** What somebody of the staff may do with a revision as it stands, and why not the rest. */
export const producerActions = async (
  row: ProducerRow,
  { revisions, isOrdered, sourceRefusal }: ProducerFacts,
  { may }: Staff,
): Promise<Action<ProducerVerb>[]> => {
  const refusals: Readonly<Record<ProducerVerb, Refusal>> = {
    publish: await refusePublish(row),
    checkout: refuseCheckout(row, revisions) ?? sourceRefusal,
    archive: refuseArchive(row),
    retire: refuseRetire(row, revisions),
    delete: refuseDelete(row, revisions, isOrdered),
  };
  return PRODUCER_VERBS.map((verb) =>
    withRight(toAction(verb, refusals[verb]), may(`remote-record-producer.${verb}`)),
  );
};
