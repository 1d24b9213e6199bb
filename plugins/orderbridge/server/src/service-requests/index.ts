/**
 * Service requests: help, issues and changes that consumers ask for. They are opened by a task
 * (`open-request.ts`), moved by one function (`move-request.ts`) through verbs of the staff and of the
 * consumer, and shown to the consumer as mirrors.
 */
import { hasRole } from '../kernel/config';
import type { Feature } from '../kernel/feature';
import { displayNameOf } from '../kernel/permissions';
import { adminRoute } from '../kernel/routes';
import { registerOrderedCheck } from '../producers';
import { serviceRequestTypes } from './content-types';
import { serviceRequestController } from './controller';
import { wasEverAskedFor } from './open-request';
import { STAFF_VERBS } from './request-actions';
import { createResolutionCodesOnce, keepCodesUnique } from './resolution-codes';
import { serviceRequestsService } from './service';

const NAME = 'service-request';
const PATH = '/service-requests';

export const serviceRequests: Feature = {
  contentTypes: serviceRequestTypes,
  services: [serviceRequestsService],
  controllers: { [NAME]: serviceRequestController },
  actions: ['read', 'add-work-note', ...STAFF_VERBS].map((right) => ({
    uid: `${NAME}.${right}`,
    displayName: displayNameOf(right),
    subCategory: 'service requests',
  })),
  routes: [
    adminRoute('GET', PATH, `${NAME}.find`, `${NAME}.read`),
    adminRoute('GET', `${PATH}/by-state`, `${NAME}.countByState`, `${NAME}.read`),
    adminRoute('GET', `${PATH}/:documentId`, `${NAME}.findOne`, `${NAME}.read`),
    adminRoute(
      'POST',
      `${PATH}/:documentId/work-notes`,
      `${NAME}.addWorkNote`,
      `${NAME}.add-work-note`,
    ),
    ...STAFF_VERBS.map((verb) =>
      adminRoute('POST', `${PATH}/:documentId/${verb}`, `${NAME}.${verb}`, `${NAME}.${verb}`),
    ),
  ],
  register({ strapi }) {
    registerOrderedCheck(strapi, wasEverAskedFor);
    keepCodesUnique(strapi);
  },
  async bootstrap({ strapi }) {
    if (hasRole(strapi, 'provider')) await createResolutionCodesOnce(strapi);
  },
};

export { onServiceRequestMoved, type MovedServiceRequest } from './move-request';
export { serviceRequestsService } from './service';
