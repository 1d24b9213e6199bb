import { defineService } from '../kernel/service';
import type { Transaction } from '../kernel/transaction';
import { createClaims } from './claims';
import { createCommands } from './commands';
import { createDeliveries } from './deliveries';
import { createDrainer } from './drainer';
import { createEgress } from './egress';
import { createEndpoint } from './endpoint';
import { createHeartbeat } from './heartbeat';
import { createLinkKeys } from './link-keys';
import { createLinkSwitch } from './link-switch';
import { createLinks } from './links';
import { createOpenLinks, type Standing } from './open-links';
import { createOutbox } from './outbox';
import { createParkedStreams } from './parked-streams';
import { createReceiver } from './receiver';
import { createSubscriptions } from './subscriptions';

/** The bridge of one instance: its parts, tied together once. */
export const bridgeService = defineService('bridge', ({ strapi }) => {
  const egress = createEgress({ strapi });
  const keys = createLinkKeys({ strapi });
  const subscriptions = createSubscriptions({ strapi });
  const wake = (linkId: number) => {
    drainer.wake(linkId);
  };
  const links = createLinks({ strapi, keys, wake });
  const open = createOpenLinks({ strapi });
  const states = createLinkSwitch({ strapi, links, keys, wake });
  const claims = createClaims({ strapi });
  const deliveries = createDeliveries({ strapi, claims, links, states, keys, egress });
  const drainer = createDrainer({ strapi, deliveries });
  const outbox = createOutbox({ links, open, subscriptions, wake });
  const commands = createCommands({ strapi, links, open, outbox });
  const receiver = createReceiver({ strapi, open });
  const endpoint = createEndpoint({ strapi, links, keys, receiver, onContact: wake });
  const heartbeat = createHeartbeat({ strapi, links, states, keys, egress });

  return {
    egress,
    links,
    states,
    keys,
    parked: createParkedStreams({ strapi, wake }),
    subscriptions,
    endpoint,
    greet: heartbeat.greetConnection,
    enqueue: outbox.enqueue,
    sendCommand: commands.send,
    settleCommand: commands.settle,
    commandsAbout: commands.about,
    findEnded: (...asked: Parameters<typeof open.findEnded>) => open.findEnded(...asked),
    /** Ids of all connections over which nobody hears anything: they have ended, here or at the other side. */
    findUnheard: async (): Promise<number[]> => [
      ...(await open.findEnded(undefined, { orLeft: true })),
    ],

    /**
     * Holds a connection open until the change is over: who ends it waits, and comes after the change.
     *
     * @returns how it stands
     */
    hold: async (transaction: Transaction, connectionId: number): Promise<Standing> => {
      const { id } = await links.fixedOf(transaction, connectionId);
      return (await open.hold(transaction, [id]))(id) ?? 'ended';
    },

    start(): void {
      drainer.start();
      heartbeat.start();
    },

    async stop(): Promise<void> {
      await heartbeat.stop();
      await drainer.stop();
      egress.close();
    },
  };
});
