import type { ServiceRequestSnapshot } from '../../../shared/messages';
import {
  doesServiceRequestVerbNeedReason,
  serviceRequestTargetOf,
  type ServiceRequestState,
  type ServiceRequestVerb,
} from '../../../shared/service-request-states';
import { assigneeOf, recordStateChanges, type ToldDeed, type VerbInput } from '../history';
import { getConfig } from '../kernel/config';
import { OrderbridgeError } from '../kernel/errors';
import { createListeners } from '../kernel/listeners';
import { invalidField } from '../kernel/parse';
import type { Transaction } from '../kernel/transaction';
import { serviceRequests, type ServiceRequestRow } from './content-types';
import { judgeVerb } from './request-actions';
import { toServiceRequestSnapshot } from './request-snapshot';
import { valuesOfMove } from './request-values';
import { findResolution, type ProposedResolution, type Resolution } from './resolution-codes';

export interface ServiceRequestVerbInput extends VerbInput {
  /** For `propose-solution`. */
  readonly resolution?: ProposedResolution | undefined;
}

/** What the others are told of a service request that has changed. */
export interface MovedServiceRequest extends ToldDeed {
  readonly serviceRequestId: number;
  readonly from: ServiceRequestState;
  readonly snapshot: ServiceRequestSnapshot;
}

const listeners = createListeners<MovedServiceRequest>();

/** Tells a feature of each change of a service request, inside the transaction that makes it. */
export const onServiceRequestMoved = listeners.add;

const changedMeanwhile = ({ number, state, version }: ServiceRequestRow) =>
  new OrderbridgeError(
    'service_request.version_conflict',
    `${number} has changed meanwhile: it is ${state}.`,
    { state, version },
  );

/** The request as it stands, held until the change is over: of several people, one acts at a time. */
const hold = async (
  transaction: Transaction,
  where: { readonly id: number } | { readonly documentId: string },
  expectedVersion: number | undefined,
): Promise<ServiceRequestRow> => {
  const id = await serviceRequests.lock(transaction, where);
  const request =
    id === undefined
      ? null
      : await serviceRequests.findOne(transaction.strapi, { id }, { populate: ['consumer'] });
  if (request === null) {
    throw new OrderbridgeError('service_request.not_found', 'There is no such service request.');
  }
  if (expectedVersion !== undefined && expectedVersion !== request.version) {
    throw changedMeanwhile(request);
  }
  return request;
};

/** Where a verb takes a request that takes it. */
const findTarget = (
  { strapi, now: at }: Transaction,
  request: ServiceRequestRow,
  verb: ServiceRequestVerb,
  { side, reason }: ServiceRequestVerbInput,
): ServiceRequestState => {
  const { number, state, version } = request;
  const { reopenWithinMs } = getConfig(strapi);
  const judged = judgeVerb(verb, request, { side, at, reopenWithinMs });
  if (!judged.allowed) throw new OrderbridgeError(judged.code, judged.reason, { state, version });
  if (doesServiceRequestVerbNeedReason(verb, side) && reason === undefined) {
    throw invalidField('reason', 'say why');
  }
  const to = serviceRequestTargetOf(verb, state);
  if (to === undefined) throw new Error(`${number} does not know where "${verb}" leads`);
  return to;
};

const readResolution = (
  { strapi }: Transaction,
  resolution: ProposedResolution | undefined,
): Promise<Resolution> => {
  if (resolution === undefined)
    throw invalidField('resolution', 'say how the request was resolved');
  return findResolution(strapi, resolution);
};

/**
 * The one way in which a service request changes: a compare-and-swap on its row, its history, and the
 * news for who listens, in the caller's transaction.
 *
 * @returns the request as it is now.
 * @throws `service_request.not_found`; with the current state and version
 * `service_request.version_conflict`, `service_request.illegal_transition` and
 * `service_request.too_late_to_reopen`; `request.forbidden` for a verb of the other side,
 * `request.invalid` without the reason or the resolution that the verb asks for,
 * `service_request.resolution_code_unknown`
 */
export const moveServiceRequest = async (
  transaction: Transaction,
  where: { readonly id: number } | { readonly documentId: string },
  verb: ServiceRequestVerb,
  input: ServiceRequestVerbInput,
): Promise<ServiceRequestRow> => {
  const { actor, side, reason, expectedVersion, causation, commentId } = input;
  const request = await hold(transaction, where, expectedVersion);
  const { id, state: from, version } = request;
  const to = findTarget(transaction, request, verb, input);
  const resolution =
    verb === 'propose-solution' ? await readResolution(transaction, input.resolution) : undefined;
  const changed = {
    state: to,
    version: version + 1,
    ...valuesOfMove({ from, to }, { at: transaction.now, resolution }),
    ...(verb === 'assign' && { assigneeId: actor.id, assigneeName: actor.name }),
  };
  const swapped = await serviceRequests.update(transaction, { id, state: from, version }, changed);
  if (swapped !== 1) throw changedMeanwhile(request);
  // A solution that is rejected stands nowhere but in the histories of both sides.
  const said =
    reason ??
    (resolution && `${resolution.resolutionLabel ?? ''}: ${resolution.resolutionNotes ?? ''}`);
  recordStateChanges(transaction, [
    {
      subjectType: 'service-request',
      subjectId: request.documentId,
      from,
      to,
      actor,
      reason: said,
      deed: { verb, side, version: version + 1 },
    },
  ]);
  const moved: ServiceRequestRow = { ...request, ...changed };
  await listeners.tell(transaction, {
    serviceRequestId: id,
    from,
    snapshot: toServiceRequestSnapshot(moved),
    assignee: assigneeOf(moved),
    actor,
    side,
    verb,
    reason: said,
    causation,
    commentId,
  });
  return moved;
};
