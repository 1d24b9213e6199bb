import type { Core } from '@strapi/strapi';
import { DEFAULT_TASK_STATE_BY_ORDER_STATE } from '../../../shared/task-states';
import { taskStateMaps } from './content-types';
import { toTaskStateMap, type TaskStateMap } from './map-states';

/**
 * The map that holds for a connection, or the default where none is named: its own, the default where it
 * has none, and what the plugin ships as long as no default was made.
 */
export const findMap = async (
  strapi: Core.Strapi,
  connectionId: number | null,
): Promise<TaskStateMap> => {
  // The query engine joins the transaction of the caller; SQLite has no second connection.
  const rows = await taskStateMaps.findMany(
    strapi,
    { $or: [{ connection: connectionId }, { connection: null }] },
    { populate: ['connection'] },
  );
  const row = rows.find(({ connection }) => connection != null) ?? rows[0];
  return row ? toTaskStateMap(row) : DEFAULT_TASK_STATE_BY_ORDER_STATE;
};
