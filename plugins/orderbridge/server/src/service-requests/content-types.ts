import type { LabelledAnswer } from '../../../shared/form';
import type { ServiceRequestSnapshot } from '../../../shared/messages';
import {
  SERVICE_REQUEST_KINDS,
  SERVICE_REQUEST_STATES,
  type ServiceRequestKind,
  type ServiceRequestState,
} from '../../../shared/service-request-states';
import {
  boolean,
  contentType,
  integer,
  json,
  longText,
  moment,
  oneOf,
  reference,
  text,
} from '../kernel/schema';
import { createRepository, type StoredRow } from '../kernel/repository';
import { uid } from '../kernel/plugin-id';

interface Named {
  readonly id: number;
  readonly documentId: string;
  readonly name: string;
}

export interface ServiceRequestRow extends StoredRow {
  readonly number: string;
  readonly kind: ServiceRequestKind;
  readonly state: ServiceRequestState;
  /** Counts the changes; who decides on what they saw sends it along. */
  readonly version: number;
  /** What the item was called that it was asked for by. */
  readonly name: string;
  readonly answers: readonly LabelledAnswer[];
  readonly identity: string;
  readonly revision: number;
  /** The admin user who answers for it. */
  readonly assigneeId: string | null;
  readonly assigneeName: string | null;
  /** The solution that stands; nothing once it has been rejected or the request goes on. */
  readonly resolutionCode: string | null;
  readonly resolutionLabel: string | null;
  readonly resolutionNotes: string | null;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  /** When it was last closed or cancelled; nothing while it is open. */
  readonly closedAt: string | null;
  readonly connection?: Named | null;
  readonly consumer?: Named | null;
}

/** What both sides hold. */
const sharedAttributes = () => ({
  number: text({ required: true }),
  kind: oneOf(SERVICE_REQUEST_KINDS, { required: true }),
  state: oneOf(SERVICE_REQUEST_STATES, { required: true }),
  version: integer({ required: true }),
  name: text({ required: true }),
  /** Values with their labels, as they were when the request was made. */
  answers: json({ required: true }),
  connection: reference('connection'),
});

const serviceRequest = contentType({
  singularName: 'service-request',
  pluralName: 'service-requests',
  displayName: 'Service request',
  description: 'Help, an issue or a change that a consumer asks for; the verbs of the API move it',
  owned: true,
  shownTo: 'provider',
  mainField: 'number',
  list: ['number', 'name', 'state', 'openedAt', 'assigneeName'],
  attributes: {
    ...sharedAttributes(),
    identity: text({ required: true }),
    revision: integer({ required: true }),
    consumer: reference('consumer'),
    assigneeId: text(),
    assigneeName: text(),
    resolutionCode: text(),
    resolutionLabel: text(),
    resolutionNotes: longText(),
    openedAt: moment({ required: true }),
    resolvedAt: moment(),
    closedAt: moment(),
  },
  unique: [['number']],
  indexes: [
    ['opened_at', 'id'],
    ['state', 'opened_at'],
    ['assignee_id', 'opened_at'],
    ['consumer_id', 'opened_at'],
    ['identity'],
  ],
});

export interface ServiceRequestMirrorRow extends StoredRow, ServiceRequestSnapshot {
  readonly connection?: Named | null;
}

const serviceRequestMirror = contentType({
  singularName: 'service-request-mirror',
  pluralName: 'service-request-mirrors',
  displayName: 'Service request at the provider',
  description: 'The provider’s service request as it was last told of',
  owned: true,
  shownTo: 'consumer',
  mainField: 'number',
  list: ['number', 'name', 'state'],
  attributes: { ...sharedAttributes(), resolution: json() },
  unique: [['connection_id', 'number']],
});

export interface ResolutionCodeRow extends StoredRow {
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
}

const resolutionCode = contentType({
  singularName: 'resolution-code',
  pluralName: 'resolution-codes',
  displayName: 'Resolution code',
  description: 'How a service request can have been resolved; agents choose one with each solution',
  shownTo: 'provider',
  mainField: 'name',
  list: ['code', 'name', 'active'],
  edit: [['name', 'code'], ['description'], ['active']],
  attributes: {
    code: text({
      required: true,
      unique: true,
      maxLength: 64,
      regex: '^[a-z][a-z0-9_]*$',
      help: 'For programs: small letters, digits and underscores; requests keep the one they got',
    }),
    name: text({ required: true, maxLength: 255, help: 'What agents and consumers read' }),
    description: longText({ help: 'When to choose it' }),
    active: boolean({ default: true, required: true, help: 'Whether new solutions can have it' }),
  },
  unique: [['code']],
});

export const serviceRequestTypes = [serviceRequest, serviceRequestMirror, resolutionCode];
export const serviceRequests = createRepository<ServiceRequestRow>(uid('service-request'));
export const serviceRequestMirrors = createRepository<ServiceRequestMirrorRow>(
  uid('service-request-mirror'),
);
export const RESOLUTION_CODE = uid('resolution-code');
export const resolutionCodes = createRepository<ResolutionCodeRow>(RESOLUTION_CODE);
