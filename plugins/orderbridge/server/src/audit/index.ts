/**
 * Who did what, or was refused it: one entry for each act of a person or an application, written with
 * the act. `acts.ts` is how a feature notes one, `edits.ts` how edits of documents leave theirs, and
 * `refusals.ts` how refusals do.
 */
import type { Feature } from '../kernel/feature';
import { adminRoute } from '../kernel/routes';
import { auditEntry } from './content-types';
import { auditController } from './controller';
import { followRefusals } from './refusals';

export const audit: Feature = {
  contentTypes: [auditEntry],
  controllers: { 'audit-entry': auditController },
  actions: [{ uid: 'audit.read', displayName: 'Read', subCategory: 'audit' }],
  routes: [adminRoute('GET', '/audit-entries', 'audit-entry.find', 'audit.read')],
  register: ({ strapi }) => {
    followRefusals(strapi);
  },
};

export { recordAct, recordActOfPeer, type Subject } from './acts';
export { followEdits } from './edits';
