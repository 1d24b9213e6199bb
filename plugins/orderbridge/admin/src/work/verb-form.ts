import { needsReason, ORDER_VERB_NAMES, type OrderVerb } from '../../../shared/order-verbs';
import {
  doesServiceRequestVerbNeedReason,
  serviceRequestVerbsOf,
  type ServiceRequestVerb,
} from '../../../shared/service-request-states';
import type { VerbBody } from './work-queries';
import type { ParentPath } from './work-types';

/** What is asked of somebody who uses a verb. */
export interface VerbForm {
  readonly reason: 'needed' | 'offered' | 'none';
  readonly takesStart: boolean;
  readonly takesResolution: boolean;
}

export interface VerbInput {
  readonly reason: string;
  /** As a field for date and time has it: `2026-12-01T09:00`, in the zone of whoever looks. */
  readonly startAt: string;
  readonly code: string;
  readonly notes: string;
}

export const EMPTY_INPUT: VerbInput = { reason: '', startAt: '', code: '', notes: '' };

const isOrderVerb = (verb: string): verb is OrderVerb =>
  (ORDER_VERB_NAMES as readonly string[]).includes(verb);

const isServiceRequestVerb = (verb: string): verb is ServiceRequestVerb =>
  (serviceRequestVerbsOf('provider') as readonly string[]).includes(verb);

const asksForReason = (path: ParentPath, verb: string): boolean =>
  path === 'orders'
    ? isOrderVerb(verb) && needsReason(verb, 'provider')
    : isServiceRequestVerb(verb) && doesServiceRequestVerbNeedReason(verb, 'provider');

/** The verbs among the actions of an order or a service request: the others have places of their own. */
export const isVerb = (path: ParentPath, action: string): boolean =>
  path === 'orders' ? isOrderVerb(action) : isServiceRequestVerb(action);

export const formOf = (path: ParentPath, verb: string): VerbForm => {
  const takesResolution = path === 'service-requests' && verb === 'propose-solution';
  const offered = takesResolution ? 'none' : 'offered';
  return {
    reason: asksForReason(path, verb) ? 'needed' : offered,
    takesStart: path === 'orders' && verb === 'schedule',
    takesResolution,
  };
};

/** Whether everything that the verb needs has been filled in. */
export const isComplete = (form: VerbForm, input: VerbInput): boolean =>
  (form.reason !== 'needed' || input.reason.trim() !== '') &&
  (!form.takesStart || !Number.isNaN(Date.parse(input.startAt))) &&
  (!form.takesResolution || (input.code !== '' && input.notes.trim() !== ''));

/** The body of the call, decided on just the version that was seen. */
export const toBody = (form: VerbForm, input: VerbInput, version: number): VerbBody => ({
  expectedVersion: version,
  ...(input.reason.trim() !== '' && { reason: input.reason.trim() }),
  ...(form.takesStart && { startAt: new Date(input.startAt).toISOString() }),
  ...(form.takesResolution && { resolution: { code: input.code, notes: input.notes.trim() } }),
});
