import type { Core } from '@strapi/strapi';
import { inTransaction } from '../kernel/transaction';

const TASKS = 'orderbridge_provider_tasks';
const COMMENTS = 'orderbridge_task_comments';

/** Gives the rows of an earlier version what they did not have: Strapi adds columns and leaves them empty. */
export const fillIn = (strapi: Core.Strapi): Promise<void> =>
  inTransaction(strapi, async (transaction) => {
    await transaction
      .table(TASKS)
      .whereNull('moved_at')
      .update({
        moved_at: transaction.raw('coalesce(??, ??, ??)', [
          'ended_at',
          'updated_at',
          'requested_at',
        ]),
      });
    await transaction.table(COMMENTS).whereNull('version').update({ version: 1 });
  });
