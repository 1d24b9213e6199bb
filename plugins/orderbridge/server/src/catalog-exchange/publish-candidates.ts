import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';
import { uid } from '../kernel/plugin-id';
import { OrderbridgeError } from '../kernel/errors';
import { inTransaction } from '../kernel/transaction';
import type { Candidate } from './candidates';
import type { Change } from './compare-candidates';
import { asObject } from './tm-forum/json-fields';
import { findPublished, hasDrafts } from './stored-catalog';

interface NotPublished {
  readonly candidate: Candidate;
  readonly code: string;
  readonly message: string;
}

const reasonOf = (error: unknown): { code: string; message: string } => {
  if (error instanceof OrderbridgeError) return { code: error.code, message: error.message };
  if (!(error instanceof errors.ApplicationError)) throw error;
  const { code } = asObject(error.details);
  return {
    code: typeof code === 'string' ? code : 'import.not_published',
    message: String(error.message),
  };
};

/**
 * Publishes what its file calls active and is new, has changed or is not published, each in a
 * transaction of its own, in the order in which things are made of each other.
 */
export const publishCandidates = async (
  strapi: Core.Strapi,
  ordered: readonly (readonly [Candidate, Change])[],
): Promise<{ published: Candidate[]; notPublished: NotPublished[] }> => {
  const published: Candidate[] = [];
  const notPublished: NotPublished[] = [];
  const before = new Map<string, ReadonlySet<string>>();
  for (const [candidate, change] of ordered) {
    const { type, target, isActive } = candidate;
    const { documentId } = target;
    if (!isActive || documentId === null || !hasDrafts(strapi, type)) continue;
    const known = before.get(type) ?? (await findPublished(strapi, type));
    before.set(type, known);
    if (change === 'unchanged' && known.has(documentId)) continue;
    try {
      await inTransaction(strapi, () =>
        strapi
          .documents(uid(type) as 'plugin::orderbridge.product-offering')
          .publish({ documentId }),
      );
      published.push(candidate);
    } catch (error) {
      notPublished.push({ candidate, ...reasonOf(error) });
    }
  }
  return { published, notPublished };
};
