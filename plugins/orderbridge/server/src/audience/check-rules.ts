import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import { CRITERIA } from './content-types';
import { findRuleDefect } from './find-rule-defect';

/** The content manager sends what somebody has typed into a JSON field as the text that it is. */
const parseTyped = (rule: unknown): unknown => {
  if (typeof rule !== 'string') return rule;
  try {
    return JSON.parse(rule);
  } catch {
    // No JSON, so no rule: it is refused as the text that it is.
    return rule;
  }
};

/** Refuses a rule that cannot be evaluated when it is saved, not when somebody is waiting for it. */
export const checkRules = (strapi: Core.Strapi): void => {
  const middleware: Modules.Documents.Middleware.Middleware = (context, next) => {
    const isWrite = context.action === 'create' || context.action === 'update';
    const { data } = context.params as { data?: { rule?: unknown } };
    if (context.uid !== CRITERIA || !isWrite || data?.rule === undefined) return next();
    data.rule = parseTyped(data.rule);
    const defect = findRuleDefect(data.rule);
    if (defect === undefined) return next();
    throw new errors.ValidationError(`The rule cannot be used: ${defect}`, {
      code: 'criteria.invalid_rule',
      errors: [{ path: ['rule'], message: defect, name: 'ValidationError' }],
    });
  };
  strapi.documents.use(middleware);
};
