/**
 * Who is tied to whom: consumers, the connections to their instances or webhook receivers, and the
 * memberships that say for which consumer a user or a token acts. A pairing begins in `invite.ts` and
 * is taken up in `accept-invitation.ts`; every connection begins with `open-connection.ts`. What is done
 * with one then, its end among it, is in `connection-verbs.ts`, the renewal of keys in `key-rotation.ts`.
 */
import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import { bridgeService } from '../bridge';
import type { Feature } from '../kernel/feature';
import { uid } from '../kernel/plugin-id';
import { countAgainst } from '../kernel/rate-limits';
import { adminRoute } from '../kernel/routes';
import { confineTokens } from './confine-tokens';
import { connectionRows, connectionTables, connectionTypes, memberships } from './content-types';
import { connectionController, membershipController } from './controller';
import { registerKeyMessages } from './key-rotation';
import { dropOrphanedMemberships, followDeletions, membershipsService } from './memberships';
import { connectionsService } from './service';

const subCategory = 'connections';
const CONSUMER = uid('consumer');
const MANAGE = 'membership.manage';
const PAIR = 'connection.pair';
const PAUSE = 'connection.pause';
const CONNECTION = '/connections/:documentId';

/** A consumer that has a connection or a member stays: its orders and grants would be nobody's. */
const keepConnectedConsumers = (strapi: Core.Strapi): void => {
  const middleware: Modules.Documents.Middleware.Middleware = async (context, next) => {
    if (context.uid !== CONSUMER || context.action !== 'delete') return next();
    const { documentId } = context.params as unknown as { documentId: string };
    const used =
      (await connectionRows.count(strapi, { consumer: { documentId } })) +
      (await memberships.count(strapi, { consumer: { documentId } }));
    if (used > 0) {
      const message = 'This consumer has connections or members, so it cannot be deleted.';
      throw new errors.ValidationError(message, { code: 'consumer.in_use' });
    }
    return next();
  };
  strapi.documents.use(middleware);
};

export const connections: Feature = {
  contentTypes: connectionTypes,
  tables: connectionTables,
  services: [connectionsService, membershipsService],
  controllers: { connection: connectionController, membership: membershipController },
  actions: [
    { uid: 'connection.read', displayName: 'Read', subCategory },
    { uid: PAIR, displayName: 'Invite and accept invitations', subCategory },
    { uid: PAUSE, displayName: 'Pause and resume', subCategory },
    { uid: 'connection.release', displayName: 'Release what is parked', subCategory },
    { uid: 'connection.rotate-keys', displayName: 'Rotate keys', subCategory },
    { uid: 'connection.end', displayName: 'End', subCategory },
    { uid: MANAGE, displayName: 'Manage memberships', subCategory },
  ],
  routes: [
    adminRoute('GET', '/connections', 'connection.find', 'connection.read'),
    adminRoute('GET', CONNECTION, 'connection.findOne', 'connection.read'),
    adminRoute('GET', '/consumers/:documentId', 'connection.findConsumer', 'connection.read'),
    adminRoute('POST', '/connections/invitations', 'connection.invite', PAIR),
    adminRoute('POST', '/connections/accept-invitation', 'connection.accept', PAIR),
    adminRoute('POST', '/connections/webhooks', 'connection.openWebhook', PAIR),
    adminRoute('PATCH', `${CONNECTION}/webhook`, 'connection.changeWebhook', PAIR),
    adminRoute('POST', `${CONNECTION}/webhook-secret`, 'connection.replaceWebhookSecret', PAIR),
    adminRoute('GET', `${CONNECTION}/parked-streams`, 'connection.findParked', 'connection.read'),
    adminRoute('POST', `${CONNECTION}/pause`, 'connection.pause', PAUSE),
    adminRoute('POST', `${CONNECTION}/resume`, 'connection.resume', PAUSE),
    adminRoute('POST', `${CONNECTION}/release`, 'connection.release', 'connection.release'),
    adminRoute(
      'POST',
      `${CONNECTION}/rotate-keys`,
      'connection.rotateKeys',
      'connection.rotate-keys',
    ),
    adminRoute('POST', `${CONNECTION}/end`, 'connection.end', 'connection.end'),
    adminRoute('GET', '/memberships', 'membership.find', MANAGE),
    adminRoute('POST', '/memberships', 'membership.create', MANAGE),
    adminRoute('POST', '/memberships/tokens', 'membership.createToken', MANAGE),
    adminRoute('DELETE', '/memberships/:documentId', 'membership.remove', MANAGE),
    adminRoute('POST', '/memberships/:documentId/revoke', 'membership.revoke', MANAGE),
  ],
  register({ strapi }) {
    keepConnectedConsumers(strapi);
    registerKeyMessages(strapi);
    bridgeService.from(strapi).endpoint.add(/^\/pairings$/, async ({ body, network }) => {
      await countAgainst(strapi, 'pairingsPerMinute', network);
      return { status: 200, body: await connectionsService.from(strapi).answerPairing(body) };
    });
    confineTokens(strapi);
  },
  async bootstrap({ strapi }) {
    followDeletions(strapi);
    await dropOrphanedMemberships(strapi);
  },
};

export { lockAudience } from './audience-lock';
export {
  connectionsService,
  onConnectionEnded,
  onConnectionOpened,
  type ConnectionRef,
} from './service';
export {
  assertOwnSystem,
  findAdmin,
  findCaller,
  findStaff,
  mayInContentManager,
  type Caller,
  type Staff,
} from './callers';
export { notOver, over } from './over';
export type { ConnectionRow } from './content-types';
