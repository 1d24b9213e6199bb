import { recordAct } from '../audit';
import { OrderbridgeError } from '../kernel/errors';
import { defineService } from '../kernel/service';
import { inTransaction } from '../kernel/transaction';
import { consumers, memberships } from './content-types';

export type MembershipSubject = { readonly user: number } | { readonly apiToken: number };

const USER = 'plugin::users-permissions.user';
const API_TOKEN = 'admin::api-token';

/** Says for which consumer a user or an API token acts; each acts for one. */
export const membershipsService = defineService('memberships', ({ strapi }) => ({
  /**
   * @throws `consumer.not_found`, `membership.subject_not_found`, `membership.exists`
   */
  async create(consumerDocumentId: string, subject: MembershipSubject) {
    const consumer = await consumers.findOne(strapi, { documentId: consumerDocumentId });
    if (consumer === null) {
      throw new OrderbridgeError('consumer.not_found', 'There is no such consumer.');
    }
    const [uid, id] = 'user' in subject ? [USER, subject.user] : [API_TOKEN, subject.apiToken];
    if ((await strapi.db.query(uid).count({ where: { id } })) === 0) {
      throw new OrderbridgeError('membership.subject_not_found', 'There is no such user or token.');
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
}));
