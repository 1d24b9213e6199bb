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
  const { pollMs } = getConfig(strapi).bridge;
  const woken = new Set<number>();
  const draining = new Map<number, Promise<void>>();
  const again = new Set<number>();
  let isStopping = false;
  let polledAt = -Infinity;
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

  const drain = async (linkId: number): Promise<void> => {
    try {
      while (!isStopping && (await deliveries.deliverSome(linkId)));
    } catch (error) {
      strapi.log.error(`[orderbridge] delivery on link ${String(linkId)} failed`, error);
    }
  };

  /**
   * One turn after the other for each link: while a request is under way, what comes up meanwhile
   * gathers, and the next request takes it all.
   */
  const startDraining = (linkId: number): void => {
    if (draining.has(linkId)) {
      again.add(linkId);
      return;
    }
    const run = drain(linkId).finally(() => {
      draining.delete(linkId);
      // The wake may have come after the last look for something to send.
      if (again.delete(linkId) && !isStopping) startDraining(linkId);
    });
    draining.set(linkId, run);
  };

  const loop = async (): Promise<void> => {
    while (!isStopping) {
      const hinted = [...woken];
      woken.clear();
      for (const linkId of hinted) startDraining(linkId);
      // Wakes of one link must not keep the others' retries from being looked for.
      const at = performance.now();
      try {
        if (at - polledAt >= pollMs) {
          polledAt = at;
          for (const linkId of await deliveries.findDueLinks()) startDraining(linkId);
        }
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
      const underWay = [...draining.values()];
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise((resolve) => {
        timer = setTimeout(resolve, STOP_GRACE_MS);
      });
      await Promise.race([Promise.all(underWay), grace]);
      clearTimeout(timer);
    },
  };
};
