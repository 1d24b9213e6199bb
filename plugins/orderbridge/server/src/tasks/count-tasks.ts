import type { Core } from '@strapi/strapi';
import { TASK_STATES, type TaskState } from '../../../shared/task-states';
import { toStateCounts, type StateCount } from '../kernel/count-by-state';
import { rowsOf } from '../kernel/transaction';

const TASKS = 'orderbridge_provider_tasks';
const CONNECTIONS = 'orderbridge_connections';

const SIDES = ['provider', 'consumer'] as const;

/** How many tasks stand in a state, on one side of this instance. */
interface TaskCount extends StateCount<TaskState> {
  readonly side: (typeof SIDES)[number];
}

interface Counted {
  readonly connection_id: number;
  readonly state: string;
  readonly count: number | string;
}

/**
 * Counts tasks by side and state. The side of a task is that of its connection: by connections, an index
 * answers alone, where the column of the side would have every task read.
 */
export const countTasks = async (strapi: Core.Strapi): Promise<TaskCount[]> => {
  const counted = await rowsOf<Counted>(
    strapi.db
      .getConnection(TASKS)
      .groupBy('connection_id', 'state')
      .select('connection_id', 'state')
      .count({ count: '*' }),
  );
  const connections = await rowsOf<{ id: number; role: string }>(
    strapi.db.getConnection(CONNECTIONS).select('id', 'role'),
  );
  const sideOf = new Map(connections.map(({ id, role }) => [id, role]));
  return SIDES.flatMap((side) => {
    const totals = new Map<string, number>();
    for (const { connection_id: id, state, count } of counted) {
      if (sideOf.get(id) !== side) continue;
      totals.set(state, (totals.get(state) ?? 0) + Number(count));
    }
    const ofSide = [...totals].map(([state, count]) => ({ state, count }));
    return toStateCounts(TASK_STATES, ofSide).map((each) => ({ side, ...each }));
  });
};
