import { labelAnswers, type Answers } from '../../../shared/form';
import type { ServiceRequestSnapshot } from '../../../shared/messages';
import {
  INITIAL_SERVICE_REQUEST_STATE,
  type ServiceRequestKind,
} from '../../../shared/service-request-states';
import type { ConnectionRef } from '../connections';
import { recordStateChanges, type Actor } from '../history';
import { nextNumber } from '../kernel/sequence';
import { rowsOf, type Transaction } from '../kernel/transaction';
import type { OrderableRevision } from '../producers';
import { serviceRequests } from './content-types';
import { toServiceRequestSnapshot } from './request-snapshot';

export interface NewServiceRequest {
  readonly connection: ConnectionRef;
  readonly actor: Actor;
  readonly producer: OrderableRevision;
  /** Checked and completed. */
  readonly answers: Answers;
}

export interface OpenedServiceRequest {
  readonly id: number;
  readonly snapshot: ServiceRequestSnapshot;
}

const PREFIXES: Readonly<Record<ServiceRequestKind, string>> = {
  help: 'HLP',
  issue: 'ISS',
  change: 'CHG',
};
const NUMBER_DIGITS = 7;

const mintNumber = async (transaction: Transaction, kind: ServiceRequestKind): Promise<string> => {
  const count = await nextNumber(transaction, `service-request-${kind}`);
  return `${PREFIXES[kind]}${String(count).padStart(NUMBER_DIGITS, '0')}`;
};

const kindOf = ({ kind, name }: OrderableRevision): ServiceRequestKind => {
  if (kind === 'order') throw new Error(`"${name}" is ordered: it opens no service request`);
  return kind;
};

/** Opens a service request as it was asked for, with its history; it waits for somebody to take it. */
export const openServiceRequest = async (
  transaction: Transaction,
  { connection, actor, producer, answers }: NewServiceRequest,
): Promise<OpenedServiceRequest> => {
  const kind = kindOf(producer);
  const state = INITIAL_SERVICE_REQUEST_STATE;
  const version = 1;
  const values = {
    number: await mintNumber(transaction, kind),
    kind,
    state,
    version,
    name: producer.name,
    answers: labelAnswers(producer.form, answers),
    resolutionCode: null,
    resolutionLabel: null,
    resolutionNotes: null,
  };
  const { id, documentId } = await serviceRequests.insertOne(transaction, {
    ...values,
    identity: producer.identity,
    revision: producer.revision,
    openedAt: transaction.now,
    connection: connection.id,
    consumer: connection.consumerId,
  });
  recordStateChanges(transaction, [
    {
      subjectType: 'service-request',
      subjectId: documentId,
      from: null,
      to: state,
      actor,
      deed: { verb: 'open', side: 'consumer', version },
    },
  ]);
  return { id, snapshot: toServiceRequestSnapshot(values) };
};

/** Whether anything was ever asked for over a producer. */
export const wasEverAskedFor = async (
  transaction: Transaction,
  identity: string,
): Promise<boolean> => {
  const rows = await rowsOf<{ id: number }>(
    transaction.table('orderbridge_service_requests').where({ identity }).select('id').limit(1),
  );
  return rows.length > 0;
};
