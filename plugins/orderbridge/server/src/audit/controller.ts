import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { readListQuery, type ListDefinition } from '../kernel/list-query';
import { toPage } from '../kernel/pagination';
import { auditEntries, OUTCOMES, type AuditEntryRow } from './content-types';

const AUDIT_LIST: ListDefinition = {
  fields: {
    at: { type: 'moment', filterable: true, sortable: true },
    actorKind: { type: 'text', filterable: true },
    actorId: { type: 'text', filterable: true },
    actorName: { type: 'text', filterable: true, sortable: true },
    action: { type: 'text', filterable: true, sortable: true },
    subjectType: { type: 'text', filterable: true, sortable: true },
    subjectId: { type: 'text', filterable: true },
    subjectName: { type: 'text', filterable: true, sortable: true },
    outcome: { type: 'choice', values: OUTCOMES, filterable: true, sortable: true },
    code: { type: 'text', filterable: true, sortable: true },
    via: { type: 'text', filterable: true },
    ip: { type: 'text', filterable: true },
  },
  defaultOrder: [{ id: 'desc' }],
};

const toView = (row: AuditEntryRow) => ({
  documentId: row.documentId,
  at: row.at,
  actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
  action: row.action,
  subject:
    row.subjectType === null
      ? null
      : { type: row.subjectType, documentId: row.subjectId, name: row.subjectName },
  outcome: row.outcome,
  code: row.code,
  fields: row.fields,
  via: row.via,
  ip: row.ip,
});

export const auditController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context) {
    const query = readListQuery(ctx, AUDIT_LIST);
    const { where, orderBy, offset, limit, withCount } = query;
    const rows = await auditEntries.findMany(strapi, where, { orderBy, offset, limit });
    const total = withCount ? await auditEntries.count(strapi, where) : undefined;
    ctx.body = toPage(query, { rows: rows.map(toView), total });
  },
});
