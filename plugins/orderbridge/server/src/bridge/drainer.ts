import type { Core } from '@strapi/strapi';
import { getConfig } from '../kernel/config';
import { SECOND } from '../kernel/clock';
import type { createDeliveries } from './deliveries';

/** How long a stop waits for requests under way before it leaves them to their leases. */
const STOP_GRACE_MS = 20 * SECOND;

/**
 * The embedded driver: one loop in the Strapi process. A wake is only a hint, which may be lost or
 * come twice; the poll finds whatever is due.
 */
export const createDrainer = ({
  strapi,
  deliveries,
}: {
  strapi: Core.Strapi;
  deliveries: ReturnType<typeof createDeliveries>;
}) => {
  const { pollMs, maxInFlight } = getConfig(strapi).bridge;
  const woken = new Set<number>();
  const lanes = new Map<number, Set<Promise<void>>>();
  let isStopping = false;
  let running: Promise<void> | undefined;
  let ring: () => void = () => undefined;

  /**
   * Ends after a poll interval or a wake, whichever is first. The loop awaits this promise in its own
   * async context, so a wake from inside a request never carries that request's transaction along.
   */
  const nextTurn = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, woken.size > 0 ? 0 : pollMs);
      ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const runLane = async (linkId: number): Promise<void> => {
    try {
      while (!isStopping && (await deliveries.deliverSome(linkId)));
    } catch (error) {
      strapi.log.error(`[orderbridge] delivery on link ${String(linkId)} failed`, error);
    }
  };

  const openLane = (linkId: number): void => {
    const open = lanes.get(linkId) ?? new Set();
    lanes.set(linkId, open);
    if (open.size >= maxInFlight) return;
    const lane = runLane(linkId).finally(() => open.delete(lane));
    open.add(lane);
  };

  const loop = async (): Promise<void> => {
    while (!isStopping) {
      const hinted = [...woken];
      woken.clear();
      try {
        const due = hinted.length > 0 ? hinted : await deliveries.findDueLinks();
        for (const linkId of due) openLane(linkId);
      } catch (error) {
        strapi.log.error('[orderbridge] looking for due messages failed', error);
      }
      await nextTurn();
    }
  };

  return {
    start(): void {
      running ??= loop();
    },

    wake(linkId: number): void {
      woken.add(linkId);
      ring();
    },

    /** Takes up no more work and waits for what is under way. */
    async stop(): Promise<void> {
      isStopping = true;
      ring();
      await running;
      const underWay = [...lanes.values()].flatMap((open) => [...open]);
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise((resolve) => {
        timer = setTimeout(resolve, STOP_GRACE_MS);
      });
      await Promise.race([Promise.all(underWay), grace]);
      clearTimeout(timer);
    },
  };
};
