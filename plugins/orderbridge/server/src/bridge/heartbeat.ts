import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { PROTOCOL_VERSION } from '../../../shared/messages';
import { getConfig, now } from '../kernel/config';
import type { createEgress } from './egress';
import type { createLinkKeys } from './link-keys';
import type { createLinkSwitch } from './link-switch';
import type { createLinks } from './links';
import { audienceOf, sourceOf } from './outbox';
import { saysEnded } from './outcomes';
import { sign } from './signature';
import { ENDED_STATES, type LinkRow } from './tables';

const handshakeAddress = (endpoint: string) => endpoint.replace(/\/messages$/, '/handshake');

/**
 * Tells the peers of idle connections that this side is there, at the start and then in intervals, so
 * that both know whether a connection is live, and a peer that had given up sends again.
 */
export const createHeartbeat = ({
  strapi,
  links,
  states,
  keys,
  egress,
}: {
  strapi: Core.Strapi;
  links: ReturnType<typeof createLinks>;
  states: ReturnType<typeof createLinkSwitch>;
  keys: ReturnType<typeof createLinkKeys>;
  egress: ReturnType<typeof createEgress>;
}) => {
  const { heartbeatMs } = getConfig(strapi).bridge;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let isGreeting = false;

  const fail = (link: LinkRow, reason: string) =>
    links.noteFailure(link, reason, { isUnreachable: true });

  const greet = async (link: LinkRow): Promise<void> => {
    const at = now(strapi);
    const id = `shake_${randomUUID()}`;
    const body = JSON.stringify({
      specversion: PROTOCOL_VERSION,
      id,
      source: sourceOf(link.role, link.key),
      audience: audienceOf(link.key),
      time: at.toISOString(),
    });
    try {
      const secrets = await keys.secretsOf(link.id, 'out');
      // It has ended since it was read.
      if (secrets.length === 0) return;
      const answer = await egress.post(handshakeAddress(link.endpoint), body, {
        headers: { ...sign({ id, body, at }, secrets) },
      });
      if (saysEnded(answer, link.kind)) await states.pauseForPeer(link);
      if (answer.status === 200) await links.noteContact(link);
      else await fail(link, `the peer answered ${String(answer.status)} to a handshake`);
    } catch (error) {
      await fail(link, error instanceof Error ? error.message : String(error));
    }
  };

  const greetIdle = async ({ all }: { all: boolean }): Promise<void> => {
    isGreeting = true;
    try {
      const at = now(strapi).getTime();
      const active = await links.findActive();
      const idle = active.filter(
        ({ kind, lastOkAt }) =>
          kind === 'instance' && (all || at - Number(lastOkAt) >= heartbeatMs / 2),
      );
      await Promise.all(idle.map(greet));
    } catch (error) {
      strapi.log.error('[orderbridge] handshakes failed', error);
    } finally {
      isGreeting = false;
    }
  };

  return {
    /** Makes this side heard on one link, as after a pairing: the peer may have tried before it was open. */
    greetConnection: async (connectionId: number): Promise<void> => {
      const link = await links.findByConnection(connectionId);
      if (link && !ENDED_STATES.includes(link.state)) await greet(link);
    },

    start(): void {
      underWay = greetIdle({ all: true });
      timer = setInterval(() => {
        // A round that is still under way stands for this one.
        if (isGreeting) return;
        underWay = greetIdle({ all: false });
      }, heartbeatMs);
    },

    async stop(): Promise<void> {
      clearInterval(timer);
      await underWay;
    },
  };
};
