/**
 * Who may order what: criteria over consumers, and the entitlements that they come to. Grants are
 * reconciled by difference (`service.ts`), never deleted and made again.
 */
import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import { catalogItemActivation, catalogItemWithdrawn } from '../../../shared/messages';
import { registerMessageType } from '../bridge';
import type { Feature } from '../kernel/feature';
import { PLUGIN_ID } from '../kernel/plugin-id';
import { audienceTypes, CRITERIA } from './content-types';
import { findRuleDefect } from './match-consumer';
import { audienceService } from './service';

/** Refuses a rule that cannot be evaluated when it is saved, not when somebody is waiting for it. */
const checkRules = (strapi: Core.Strapi): void => {
  const middleware: Modules.Documents.Middleware.Middleware = (context, next) => {
    const isWrite = context.action === 'create' || context.action === 'update';
    const { data } = context.params as { data?: { rule?: unknown } };
    if (context.uid !== CRITERIA || !isWrite || data?.rule === undefined) return next();
    const defect = findRuleDefect(data.rule);
    if (defect === undefined) return next();
    throw new errors.ValidationError(`The rule cannot be used: ${defect}`, {
      code: 'criteria.invalid_rule',
      errors: [{ path: ['rule'], message: defect, name: 'ValidationError' }],
    });
  };
  strapi.documents.use(middleware);
};

/** Makes the criteria that everybody meets, once; who deletes it does not get it back. */
const createAllConsumersOnce = async (strapi: Core.Strapi): Promise<void> => {
  const own = { type: 'plugin', name: PLUGIN_ID, key: 'all-consumers-created' };
  if ((await strapi.store.get(own)) !== null) return;
  await strapi.documents(CRITERIA).create({
    data: { name: 'All consumers', description: 'Everybody who is connected', rule: true } as never,
  });
  await strapi.store.set({ ...own, value: true });
};

export const audience: Feature = {
  contentTypes: audienceTypes,
  services: [audienceService],
  register({ strapi }) {
    checkRules(strapi);
    registerMessageType(strapi, {
      type: 'catalog_item.activated',
      sentBy: 'consumer',
      schema: catalogItemActivation,
      apply: ({ transaction, link, data }) =>
        audienceService.from(strapi).mirrorActivation(transaction, link.connectionId, data, PEER),
    });
    registerMessageType(strapi, {
      type: 'catalog_item.deactivated',
      sentBy: 'consumer',
      schema: catalogItemWithdrawn,
      apply: ({ transaction, link, data: { identity } }) =>
        audienceService
          .from(strapi)
          .mirrorActivation(transaction, link.connectionId, { identity, revision: null }, PEER),
    });
  },
  bootstrap: ({ strapi }) => createAllConsumersOnce(strapi),
};

const PEER = { kind: 'peer', id: null, name: 'Consumer' } as const;

export { lockAudience } from './lock';
export { audienceService, outdatedRevision, type OfferedProducer } from './service';
