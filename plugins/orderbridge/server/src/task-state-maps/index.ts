/**
 * Which state a task shows for each state of its order, as data that admins edit: one default, and a map
 * for each connection that differs. `check-maps.ts` keeps every save sound, `service.ts` answers while
 * orders move, `preview.ts` says before a save what it would change.
 */
import type { Core } from '@strapi/strapi';
import { DEFAULT_TASK_STATE_BY_ORDER_STATE } from '../../../shared/task-states';
import { hasRole } from '../kernel/config';
import type { Feature } from '../kernel/feature';
import { adminRoute } from '../kernel/routes';
import { inTransaction } from '../kernel/transaction';
import { checkMaps, lockMaps } from './check-maps';
import { TASK_STATE_MAP, taskStateMaps as maps, taskStateMapTypes } from './content-types';
import { taskStateMapController } from './controller';
import { byAttribute } from './map-states';
import { taskStateMapsService } from './service';

/** Makes the default where there is none: what the plugin ships, for admins to edit. */
const ensureDefault = (strapi: Core.Strapi): Promise<void> =>
  inTransaction(strapi, async (transaction) => {
    // Of several nodes that boot at once, one makes it and the others find it.
    await lockMaps(transaction);
    if ((await maps.count(strapi, { connection: null })) > 0) return;
    const states = byAttribute((state) => DEFAULT_TASK_STATE_BY_ORDER_STATE[state]);
    await strapi
      .documents(TASK_STATE_MAP)
      .create({ data: { name: 'Default', ...states } as never });
  });

const PREVIEW = 'task-state-map.preview';

export const taskStateMaps: Feature = {
  contentTypes: taskStateMapTypes,
  services: [taskStateMapsService],
  controllers: { 'task-state-map': taskStateMapController },
  actions: [{ uid: PREVIEW, displayName: 'Preview', subCategory: 'task state maps' }],
  routes: [adminRoute('POST', '/task-state-maps/preview', PREVIEW, PREVIEW)],
  register({ strapi }) {
    checkMaps(strapi, () => {
      taskStateMapsService.from(strapi).forget();
    });
  },
  async bootstrap({ strapi }) {
    if (hasRole(strapi, 'provider')) await ensureDefault(strapi);
  },
};

export { taskStateMapsService } from './service';
