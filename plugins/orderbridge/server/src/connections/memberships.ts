import type { Core } from '@strapi/strapi';
import { recordAct } from '../audit';
import { cutText } from '../kernel/cut-text';
import { OrderbridgeError } from '../kernel/errors';
import type { ListDefinition, ListQuery } from '../kernel/list-query';
import { defineService } from '../kernel/service';
import { inTransaction } from '../kernel/transaction';
import { consumerRights } from './consumer-routes';
import { consumers, memberships, type MembershipRow } from './content-types';

export type MembershipSubject = { readonly user: number } | { readonly apiToken: number };

const USER = 'plugin::users-permissions.user';
const API_TOKEN = 'admin::api-token';
const TABLE = 'orderbridge_memberships';

/** Strapi's own service of the tokens of the content API. */
interface TokenService {
  exists(where: { name: string }): Promise<boolean>;
  create(attributes: {
    name: string;
    description: string;
    type: 'custom';
    permissions: string[];
    lifespan: number | null;
  }): Promise<{ id: number; name: string; accessKey: string; expiresAt: string | number | null }>;
  revoke(id: number): Promise<unknown>;
}

const tokensOf = (strapi: Core.Strapi): TokenService =>
  strapi.service('admin::api-token-content-api') as unknown as TokenService;

/** A token that Strapi made for its admin API opens nothing here. Old tokens have no kind. */
const isContentApiToken = { $or: [{ kind: 'content-api' }, { kind: { $null: true } }] };

/** What the list of memberships can be filtered by. */
export const MEMBERSHIP_LIST: ListDefinition = {
  fields: {
    documentId: { type: 'text', filterable: true },
    'consumer.documentId': { type: 'text', filterable: true },
    'consumer.name': { type: 'text', filterable: true },
  },
  defaultOrder: [{ id: 'desc' }],
};

const POPULATE = {
  consumer: { select: ['id', 'documentId', 'name'] },
  user: { select: ['id', 'username'] },
  apiToken: { select: ['id', 'name', 'type', 'lastUsedAt', 'expiresAt'] },
};

const toView = ({ documentId, consumer, user, apiToken }: MembershipRow) => ({
  documentId,
  consumer: consumer ? { documentId: consumer.documentId, name: consumer.name } : null,
  user: user ? { id: user.id, username: user.username } : null,
  apiToken: apiToken
    ? {
        id: apiToken.id,
        name: apiToken.name,
        type: apiToken.type,
        lastUsedAt: apiToken.lastUsedAt,
        expiresAt: apiToken.expiresAt,
      }
    : null,
});

const toSubject = ({ documentId, consumer }: MembershipRow) => ({
  type: 'membership',
  documentId,
  name: consumer?.name ?? null,
});

/**
 * Takes away the memberships of users and tokens that are gone, wherever they were deleted. The database
 * itself has untied them (its foreign keys are set to null), so that whoever gets the same id later
 * inherits nothing; what is left says nothing of anybody and would keep the consumer.
 */
export const dropOrphanedMemberships = (strapi: Core.Strapi): Promise<void> =>
  inTransaction(strapi, async (transaction) => {
    await transaction.table(TABLE).whereNull('user_id').whereNull('api_token_id').delete();
  });

/** Drops them whenever Strapi has deleted a user or a token, in the same transaction. */
export const followDeletions = (strapi: Core.Strapi): void => {
  const drop = () => dropOrphanedMemberships(strapi);
  strapi.db.lifecycles.subscribe({
    models: [USER, API_TOKEN],
    afterDelete: drop,
    afterDeleteMany: drop,
  });
};

/** Says for which consumer a user or an API token acts; each acts for one. */
export const membershipsService = defineService('memberships', ({ strapi }) => {
  const findConsumer = async (documentId: string) => {
    const consumer = await consumers.findOne(strapi, { documentId });
    if (consumer === null) {
      throw new OrderbridgeError('consumer.not_found', 'There is no such consumer.');
    }
    return consumer;
  };

  /** Takes one away, after `end` has done what has to go with it. */
  const remove = async (documentId: string, end: (row: MembershipRow) => Promise<void> | void) =>
    inTransaction(strapi, async (transaction) => {
      const row = await memberships.findOne(strapi, { documentId }, { populate: POPULATE });
      if (row === null) {
        throw new OrderbridgeError('membership.not_found', 'There is no such membership.');
      }
      await end(row);
      await transaction.table(TABLE).where({ document_id: documentId }).delete();
      recordAct(transaction, toSubject(row));
      return toView(row);
    });

  return {
    async list({ where, orderBy, offset, limit, withCount }: ListQuery) {
      const rows = await memberships.findMany(strapi, where, {
        populate: POPULATE,
        orderBy,
        offset,
        limit,
      });
      const total = withCount ? await memberships.count(strapi, where) : undefined;
      return { rows: rows.map(toView), total };
    },

    /**
     * @throws `consumer.not_found`, `membership.subject_not_found`, `membership.exists`
     */
    async create(consumerDocumentId: string, subject: MembershipSubject) {
      const consumer = await findConsumer(consumerDocumentId);
      const count =
        'user' in subject
          ? await strapi.db.query(USER).count({ where: { id: subject.user } })
          : await strapi.db
              .query(API_TOKEN)
              .count({ where: { id: subject.apiToken, ...isContentApiToken } });
      if (count === 0) {
        throw new OrderbridgeError(
          'membership.subject_not_found',
          'There is no such user or token.',
        );
      }
      return inTransaction(strapi, async (transaction) => {
        if ((await memberships.count(strapi, subject)) > 0) {
          throw new OrderbridgeError('membership.exists', 'The user or token acts for a consumer.');
        }
        const { documentId } = await memberships.insertOne(transaction, {
          consumer: consumer.id,
          ...subject,
        });
        recordAct(transaction, { type: 'membership', documentId, name: consumer.name });
        return { documentId, consumer: consumerDocumentId, ...subject };
      });
    },

    /**
     * Makes an API token that acts for a consumer from its first moment: the token and its membership are
     * there together or not at all.
     *
     * @returns the membership and the token's access key, which is shown here and never again.
     * @throws `consumer.not_found`, `membership.token_name_taken`
     */
    createToken: async (input: { consumer: string; name: string; lifespan: number | null }) =>
      inTransaction(strapi, async (transaction) => {
        const consumer = await findConsumer(input.consumer);
        const { name, lifespan } = input;
        const tokens = tokensOf(strapi);
        if (await tokens.exists({ name })) {
          const text = `There is an API token of the name "${name}" already.`;
          throw new OrderbridgeError('membership.token_name_taken', text);
        }
        const { id, accessKey } = await tokens.create({
          name,
          description: cutText(`Acts for ${consumer.name}`),
          type: 'custom',
          permissions: consumerRights(strapi),
          lifespan,
        });
        // Strapi keeps keys so that its settings can show them again; this one is the consumer's alone.
        await strapi.db.query(API_TOKEN).update({ where: { id }, data: { encryptedKey: null } });
        const membership = { consumer: consumer.id, apiToken: id };
        const { id: membershipId } = await memberships.insertOne(transaction, membership);
        const row = await memberships.findOne(strapi, { id: membershipId }, { populate: POPULATE });
        if (row === null) throw new Error('The membership is gone before it was made');
        recordAct(transaction, toSubject(row));
        return { ...toView(row), accessKey };
      }),

    /**
     * Takes the membership of a user away. That of a token stays while the token is there: without it,
     * the token would be one of the provider's own systems, and reach whatever its permissions allow.
     *
     * @throws `membership.not_found`, `membership.revoke_instead`
     */
    remove: (documentId: string) =>
      remove(documentId, ({ apiToken }) => {
        if (!apiToken) return;
        throw new OrderbridgeError(
          'membership.revoke_instead',
          `The token "${apiToken.name}" would not act for a consumer any more, but for you. Revoke it.`,
        );
      }),

    /**
     * Takes a membership away, and deletes the token that it is of; a user stays.
     *
     * @throws `membership.not_found`
     */
    revoke: (documentId: string) =>
      remove(documentId, async ({ apiToken }) => {
        if (apiToken) await tokensOf(strapi).revoke(apiToken.id);
      }),
  };
});
