import { digestOf } from '../kernel/digest';
import { OrderbridgeError } from '../kernel/errors';
import { uid } from '../kernel/plugin-id';
import { defineService } from '../kernel/service';
import { inTransaction, type Transaction } from '../kernel/transaction';
import type { PublishedType } from './content-types';
import { examine, readDocument } from './publish-hook';

/** What can fall behind what it is made of. */
const REPUBLISHED_TYPES = ['product-offering', 'service-specification'] as const;
export type RepublishedType = (typeof REPUBLISHED_TYPES)[number];

interface Republished {
  readonly type: PublishedType;
  readonly documentId: string;
  readonly name: string;
}

interface Behind extends Republished {
  readonly type: RepublishedType;
}

export interface RepublishReport {
  readonly republished: readonly Republished[];
  readonly skipped: readonly (Republished & { readonly code: string; readonly message: string })[];
}

/** A bundle falls behind when an offering of it is republished, so this takes a few rounds. */
const MAX_ROUNDS = 20;

const STRAPI_FIELDS = new Set([
  'id',
  'createdAt',
  'updatedAt',
  'publishedAt',
  'locale',
  'newerSpecificationAvailable',
]);

/** What people wrote of a document, without ids and dates that each copy has of its own. */
const writtenOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(writtenOf);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !STRAPI_FIELDS.has(key))
      .map(([key, inner]) => [key, writtenOf(inner)]),
  );
};

/**
 * Makes sure that what is published can be published again as it is: a draft that says something else is
 * left to its author.
 *
 * @throws `catalog.draft_modified`, `catalog.not_orderable`
 */
export const assertRepublishable = async (
  transaction: Transaction,
  { type, documentId, name }: Behind,
): Promise<void> => {
  const { strapi } = transaction;
  const draft = await readDocument(strapi, type, documentId, 'draft');
  const published = await readDocument(strapi, type, documentId, 'published');
  if (digestOf(writtenOf(draft)) !== digestOf(writtenOf(published))) {
    throw new OrderbridgeError(
      'catalog.draft_modified',
      `"${name}" has a draft that differs from what is published: publish or discard it.`,
    );
  }
  if (draft) {
    const { defects } = await examine(transaction, type, draft);
    if (defects.length > 0) {
      throw new OrderbridgeError(
        'catalog.not_orderable',
        defects.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
        { errors: defects },
      );
    }
  }
};

export const republishingService = defineService('republishing', ({ strapi }) => {
  const findBehind = async (
    type: RepublishedType,
    documentIds: readonly string[] | undefined,
  ): Promise<Behind[]> =>
    (
      (await strapi.db.query(uid(type)).findMany({
        where: {
          publishedAt: { $notNull: true },
          newerSpecificationAvailable: true,
          ...(documentIds && { documentId: { $in: documentIds } }),
        },
        select: ['documentId', 'name'],
        orderBy: { id: 'asc' },
      })) as { documentId: string; name: string }[]
    ).map(({ documentId, name }) => ({ type, documentId, name }));

  const republishOne = ({ type, documentId, name }: Behind): Promise<void> =>
    inTransaction(strapi, async (transaction) => {
      await assertRepublishable(transaction, { type, documentId, name });
      await strapi
        .documents(uid(type) as 'plugin::orderbridge.product-offering')
        .publish({ documentId });
    });

  return {
    /**
     * Publishes again what "newer specification available" is said of, each in a transaction of its
     * own, so that one that cannot be does not hold up the others.
     *
     * @param documentIds of offerings and service specifications; all that are behind, where left out
     */
    async republish(documentIds?: readonly string[]): Promise<RepublishReport> {
      const republished: Republished[] = [];
      const skipped = new Map<string, RepublishReport['skipped'][number]>();
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const behind: Behind[] = [];
        for (const type of REPUBLISHED_TYPES) behind.push(...(await findBehind(type, documentIds)));
        const open = behind.filter(({ documentId }) => !skipped.has(documentId));
        if (open.length === 0) break;
        for (const each of open) {
          try {
            await republishOne(each);
            republished.push(each);
          } catch (error) {
            if (!(error instanceof OrderbridgeError)) throw error;
            const { code, message } = error;
            skipped.set(each.documentId, { ...each, code, message });
          }
        }
      }
      return { republished, skipped: [...skipped.values()] };
    },
  };
});
