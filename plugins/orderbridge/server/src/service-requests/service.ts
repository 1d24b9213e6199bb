import type { Action } from '../../../shared/actions';
import type { ServiceRequestSnapshot } from '../../../shared/messages';
import {
  SERVICE_REQUEST_STATES,
  type ServiceRequestVerb,
} from '../../../shared/service-request-states';
import { recordAct, type Subject } from '../audit';
import { bridgeService } from '../bridge';
import type { Staff } from '../connections';
import {
  assigneeOf,
  findStateChanges,
  toHistoryView,
  type Assignee,
  type HistoryView,
} from '../history';
import { getConfig, now } from '../kernel/config';
import { countByState } from '../kernel/count-by-state';
import { OrderbridgeError } from '../kernel/errors';
import { findPage } from '../kernel/find-page';
import type { ListQuery } from '../kernel/list-query';
import { defineService } from '../kernel/service';
import { inTransaction, rowsOf, type Transaction } from '../kernel/transaction';
import { workNotesService, type WorkNoteView } from '../work-notes';
import { serviceRequests, type ServiceRequestRow } from './content-types';
import { whereOfView, type ServiceRequestViewName } from './list-requests';
import { findServiceRequestMirror, mirrorServiceRequest } from './mirror-request';
import { moveServiceRequest, type ServiceRequestVerbInput } from './move-request';
import { openServiceRequest } from './open-request';
import { serviceRequestActions } from './request-actions';
import { toServiceRequestHeader, toServiceRequestSnapshot } from './request-snapshot';

/** A service request in a list. */
export interface ServiceRequestSummary extends Omit<
  ServiceRequestSnapshot,
  'answers' | 'resolution'
> {
  readonly documentId: string;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  readonly closedAt: string | null;
  readonly consumer: { readonly documentId: string; readonly name: string } | null;
  readonly assignee: Assignee | null;
  readonly actions: readonly Action[];
}

export interface ServiceRequestView
  extends ServiceRequestSummary, Pick<ServiceRequestSnapshot, 'answers' | 'resolution'> {}

/** A service request with what staff alone sees of it. */
export interface WholeServiceRequest extends ServiceRequestView {
  readonly task: { readonly documentId: string; readonly number: string } | null;
  readonly history: readonly HistoryView[];
  readonly workNotes: readonly WorkNoteView[];
}

const TASKS = 'orderbridge_provider_tasks';
const SERVICE_REQUESTS = 'orderbridge_service_requests';

const subjectOf = ({ documentId, number }: ServiceRequestRow): Subject => ({
  type: 'service-request',
  documentId,
  name: number,
});

/** What a list shows: answers and notes can be long, and stay where they are. */
const SUMMARY_COLUMNS = [
  'documentId',
  'number',
  'kind',
  'state',
  'version',
  'name',
  'openedAt',
  'resolvedAt',
  'closedAt',
  'assigneeId',
  'assigneeName',
] as const satisfies (keyof ServiceRequestRow)[];
type SummaryRow = Pick<ServiceRequestRow, (typeof SUMMARY_COLUMNS)[number] | 'consumer'>;

export const serviceRequestsService = defineService('serviceRequests', ({ strapi }) => {
  const toSummary = (row: SummaryRow, staff: Staff): ServiceRequestSummary => ({
    documentId: row.documentId,
    ...toServiceRequestHeader(row),
    openedAt: row.openedAt,
    resolvedAt: row.resolvedAt,
    closedAt: row.closedAt,
    consumer: row.consumer
      ? { documentId: row.consumer.documentId, name: row.consumer.name }
      : null,
    assignee: assigneeOf(row),
    actions: serviceRequestActions(row, staff, {
      at: now(strapi),
      reopenWithinMs: getConfig(strapi).reopenWithinMs,
    }),
  });

  const toView = (row: ServiceRequestRow, staff: Staff): ServiceRequestView => {
    const { answers, resolution } = toServiceRequestSnapshot(row);
    return { ...toSummary(row, staff), answers, resolution };
  };

  const find = async (documentId: string): Promise<ServiceRequestRow> => {
    const row = await serviceRequests.findOne(strapi, { documentId }, { populate: ['consumer'] });
    if (row === null) {
      throw new OrderbridgeError('service_request.not_found', 'There is no such service request.');
    }
    return row;
  };

  return {
    open: openServiceRequest,
    mirror: mirrorServiceRequest,

    /** Holds a request until the change is over. */
    async hold(transaction: Transaction, id: number): Promise<void> {
      await serviceRequests.lock(transaction, { id });
    },

    /**
     * Takes a request through a verb, in the caller's transaction.
     *
     * @throws what {@link moveServiceRequest} refuses
     */
    async act(
      transaction: Transaction,
      requestId: number,
      verb: ServiceRequestVerb,
      input: ServiceRequestVerbInput,
    ): Promise<void> {
      await moveServiceRequest(transaction, { id: requestId }, verb, input);
    },

    /**
     * Takes a request through a verb of the staff.
     *
     * @throws what {@link moveServiceRequest} refuses
     */
    perform: (
      documentId: string,
      verb: ServiceRequestVerb,
      {
        staff,
        ...input
      }: Omit<ServiceRequestVerbInput, 'actor' | 'side'> & { readonly staff: Staff },
    ): Promise<ServiceRequestView> =>
      inTransaction(strapi, async (transaction) => {
        const asked = { ...input, actor: staff.actor, side: 'provider' as const };
        const request = await moveServiceRequest(transaction, { documentId }, verb, asked);
        recordAct(transaction, subjectOf(request));
        return toView(request, staff);
      }),

    /** @throws `service_request.not_found` */
    async addWorkNote(documentId: string, body: string, { actor }: Staff): Promise<WorkNoteView> {
      const request = await find(documentId);
      return inTransaction(strapi, (transaction) => {
        recordAct(transaction, subjectOf(request));
        return workNotesService.from(strapi).add(transaction, {
          subjectType: 'service-request',
          subjectId: documentId,
          actor,
          body,
        });
      });
    },

    /** @throws `service_request.not_found` */
    async get(documentId: string, staff: Staff): Promise<WholeServiceRequest> {
      const row = await find(documentId);
      const [task] = await rowsOf<{ document_id: string; number: string }>(
        strapi.db
          .getConnection(TASKS)
          .where({ service_request_id: row.id })
          .select('document_id', 'number')
          .limit(1),
      );
      const history = await findStateChanges(strapi, 'service-request', documentId);
      return {
        ...toView(row, staff),
        task: task ? { documentId: task.document_id, number: task.number } : null,
        workNotes: await workNotesService.from(strapi).list('service-request', documentId),
        history: history.map(toHistoryView),
      };
    },

    async list(query: ListQuery, name: ServiceRequestViewName | undefined, staff: Staff) {
      const viewed = whereOfView(name, {
        adminId: staff.actor.id,
        ended:
          name === 'waiting-for-consumer' ? await bridgeService.from(strapi).findUnheard() : [],
      });
      const { rows, total } = await findPage(strapi, serviceRequests, query, {
        where: { $and: [query.where, viewed] },
        select: SUMMARY_COLUMNS,
        populate: ['consumer'],
        relations: ['consumer', 'connection'],
      });
      return { total, rows: rows.map((row) => toSummary(row, staff)) };
    },

    countByState: () => countByState(strapi, SERVICE_REQUESTS, SERVICE_REQUEST_STATES),

    findMirror: (connectionId: number, number: string): Promise<ServiceRequestSnapshot | null> =>
      findServiceRequestMirror(strapi, connectionId, number),

    /** The service request behind a task, on the provider. */
    async findSnapshot(
      requestId: number,
    ): Promise<(ServiceRequestSnapshot & { documentId: string }) | null> {
      const row = await serviceRequests.findOne(strapi, { id: requestId });
      return row && { documentId: row.documentId, ...toServiceRequestSnapshot(row) };
    },
  };
});
