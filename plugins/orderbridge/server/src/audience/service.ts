import { defineService } from '../kernel/service';
import { endRevision, mirrorActivation } from './activation';
import {
  assertOrderable,
  countActiveGrants,
  findActiveGrant,
  findActiveGrants,
  findConnectionOfGrant,
} from './orderable';
import { previewCriteria, previewOffer } from './preview';
import { reconcile } from './reconcile';

/** Who may order what, for the features that offer, order and show it. */
export const audienceService = defineService('audience', ({ strapi }) => ({
  reconcile,
  endRevision,
  mirrorActivation,
  assertOrderable,

  preview: (change: { rule: unknown; criteria?: string | undefined }) =>
    previewCriteria(strapi, change),
  previewOffer,

  /** What a consumer's webhook connections may order, for its applications. */
  findActiveGrants: (consumerId: number, page: { offset: number; limit: number }) =>
    findActiveGrants(strapi, consumerId, page),
  countActiveGrants: (consumerId: number) => countActiveGrants(strapi, consumerId),
  findActiveGrant: (consumerId: number, documentId: string) =>
    findActiveGrant(strapi, consumerId, documentId),
  findConnectionOfGrant: (consumerId: number, documentId: string) =>
    findConnectionOfGrant(strapi, consumerId, documentId),
}));
