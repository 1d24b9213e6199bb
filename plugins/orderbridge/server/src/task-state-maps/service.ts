import type { OrderState } from '../../../shared/order-states';
import type { SharedTaskState } from '../../../shared/task-states';
import { now } from '../kernel/config';
import { defineService } from '../kernel/service';
import { findMap } from './find-map';
import type { TaskStateMap } from './map-states';
import { previewMap, type MapDraft } from './preview';

/** How long a map is kept in memory: what another node changes is seen this much later. */
const MAPS_KEPT_MS = 5_000;

/** What a task shows for its order. */
export const taskStateMapsService = defineService('taskStateMaps', ({ strapi }) => {
  let kept = new Map<number, { map: TaskStateMap; until: number }>();

  return {
    /** What a task of a connection shows for an order in this state, by the maps as they are now. */
    async taskStateOf(connectionId: number, state: OrderState): Promise<SharedTaskState> {
      const at = now(strapi).getTime();
      const known = kept.get(connectionId);
      if (known && known.until > at) return known.map[state];
      // Held before the read: what a save makes obsolete meanwhile must not be kept after it.
      const memory = kept;
      const map = await findMap(strapi, connectionId);
      memory.set(connectionId, { map, until: at + MAPS_KEPT_MS });
      return map[state];
    },

    /** To be called when a change of a map is durable. */
    forget(): void {
      kept = new Map();
    },

    preview: (draft: MapDraft) => previewMap(strapi, draft),
  };
});
