import { defineService } from '../kernel/service';
import { createClaims } from './claims';
import { createCommands } from './commands';
import { createDeliveries } from './deliveries';
import { createDrainer } from './drainer';
import { createEgress } from './egress';
import { createEndpoint } from './endpoint';
import { createHeartbeat } from './heartbeat';
import { createLinks } from './links';
import { createOutbox } from './outbox';
import { createReceiver } from './receiver';

/** The bridge of one instance: its parts, tied together once. */
export const bridgeService = defineService('bridge', ({ strapi }) => {
  const egress = createEgress({ strapi });
  const links = createLinks({ strapi });
  const claims = createClaims({ strapi });
  const deliveries = createDeliveries({ strapi, claims, links, egress });
  const drainer = createDrainer({ strapi, deliveries });
  const wake = (linkId: number) => {
    drainer.wake(linkId);
  };
  const outbox = createOutbox({ links, wake });
  const commands = createCommands({ strapi, links, outbox });
  const receiver = createReceiver({ strapi });
  const endpoint = createEndpoint({ strapi, links, receiver, onContact: wake });
  const heartbeat = createHeartbeat({ strapi, links, egress });

  return {
    egress,
    links,
    endpoint,
    greet: heartbeat.greetConnection,
    enqueue: outbox.enqueue,
    sendCommand: commands.send,
    settleCommand: commands.settle,
    commandsAbout: commands.about,

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
