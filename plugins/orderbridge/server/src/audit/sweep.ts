import type { Core } from '@strapi/strapi';
import { HOUR } from '../kernel/clock';
import { getConfig } from '../kernel/config';
import { rowsOf, type Transaction } from '../kernel/transaction';

const TABLE = 'orderbridge_audit_entries';
const SWEEP_EVERY_MS = HOUR;
/** What one sweep deletes at most: it is part of somebody's request. */
const MAX_SWEPT_ROWS = 500;

const sweep = async (transaction: Transaction, keptMs: number): Promise<boolean> => {
  const until = new Date(transaction.now.getTime() - keptMs);
  const old = transaction
    .table(TABLE)
    .where('at', '<', until)
    .orderBy('at')
    .limit(MAX_SWEPT_ROWS)
    .select('id');
  const isPostgres = transaction.strapi.db.dialect.client === 'postgres';
  // What another node is sweeping is left to it.
  const free = isPostgres ? old.forUpdate().skipLocked() : old;
  const ids = (await rowsOf<{ id: number }>(free)).map(({ id }) => id);
  if (ids.length > 0) await transaction.table(TABLE).whereIn('id', ids).delete();
  return ids.length < MAX_SWEPT_ROWS;
};

const sweptAt = new WeakMap<Core.Strapi, number>();

/**
 * Deletes what is older than entries are to be kept, where that is limited: each process once an hour,
 * and with every entry while there is more than one sweep takes.
 */
export const sweepNowAndThen = (transaction: Transaction): void => {
  const { strapi, now: at } = transaction;
  const { auditKeptMs } = getConfig(strapi);
  if (auditKeptMs === undefined) return;
  if (at.getTime() < (sweptAt.get(strapi) ?? 0) + SWEEP_EVERY_MS) return;
  transaction.beforeCommit('audit.sweep', async () => {
    if (await sweep(transaction, auditKeptMs)) sweptAt.set(strapi, at.getTime());
  });
};
