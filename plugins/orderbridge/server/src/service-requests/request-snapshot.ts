import type { ServiceRequestSnapshot } from '../../../shared/messages';
import type { ServiceRequestMirrorRow, ServiceRequestRow } from './content-types';

type Header = Pick<ServiceRequestRow, 'number' | 'kind' | 'state' | 'version' | 'name'>;
type Resolved = Pick<ServiceRequestRow, 'resolutionCode' | 'resolutionLabel' | 'resolutionNotes'>;
type Whole = Header & Resolved & Pick<ServiceRequestRow, 'answers'>;

/** What both sides hold of a service request but what was answered and how it was resolved. */
export const toServiceRequestHeader = ({
  number,
  kind,
  state,
  version,
  name,
}: Header): Omit<ServiceRequestSnapshot, 'answers' | 'resolution'> => ({
  number,
  kind,
  state,
  version,
  name,
});

const toResolution = ({
  resolutionCode: code,
  resolutionLabel: label,
  resolutionNotes: notes,
}: Resolved): ServiceRequestSnapshot['resolution'] =>
  code === null ? null : { code, label: label ?? code, notes: notes ?? '' };

/** What both sides hold of a service request, and what of it crosses the bridge. */
export const toServiceRequestSnapshot = (row: Whole): ServiceRequestSnapshot => ({
  ...toServiceRequestHeader(row),
  answers: [...row.answers],
  resolution: toResolution(row),
});

/** What the provider last told of a service request. */
export const snapshotOfMirror = (mirror: ServiceRequestMirrorRow): ServiceRequestSnapshot => ({
  ...toServiceRequestHeader(mirror),
  answers: mirror.answers,
  resolution: mirror.resolution,
});
