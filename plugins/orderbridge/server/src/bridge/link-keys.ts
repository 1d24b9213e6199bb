import type { Core } from '@strapi/strapi';
import { now } from '../kernel/config';
import { createKeptValues } from '../kernel/kept-values';
import type { Transaction } from '../kernel/transaction';
import { decryptSecret, encryptSecret } from './secrets';
import { MAX_SIGNATURES } from './signature';
import { linkKeyRepository, linkRepository, TABLES, type LinkKeyRow } from './tables';

type Direction = LinkKeyRow['direction'];

/** How long decrypted secrets are kept in memory before the database is asked again. */
const SECRETS_KEPT_MS = 10_000;

/** The secrets of links, which lie encrypted in a table of their own. */
export const createLinkKeys = ({ strapi }: { strapi: Core.Strapi }) => {
  const kept = createKeptValues<string, readonly string[]>({ strapi, keptMs: SECRETS_KEPT_MS });
  const keyOf = (linkId: number, direction: Direction) => `${String(linkId)}/${direction}`;

  const add = async (
    transaction: Transaction,
    linkId: number,
    secrets: readonly (readonly [Direction, string])[],
  ): Promise<void> => {
    await linkKeyRepository.insert(
      transaction,
      secrets.map(([direction, secret]) => ({
        linkId,
        direction,
        secret: encryptSecret(strapi, secret),
        state: 'current',
        createdAt: transaction.now.getTime(),
      })),
    );
  };

  const readSecrets = async (linkId: number, direction: Direction): Promise<string[]> => {
    const rows = await linkKeyRepository.findMany(
      strapi,
      {
        linkId,
        direction,
        $or: [{ state: 'current' }, { expiresAt: { $gt: now(strapi).getTime() } }],
      },
      // A receiver may look at so many signatures and no more.
      { orderBy: { id: 'desc' }, limit: MAX_SIGNATURES },
    );
    return rows.map(({ secret }) => decryptSecret(strapi, secret));
  };

  return {
    add,

    /**
     * The secrets that are good in a direction, the newest first; what another node has changed is seen
     * a moment later.
     */
    async secretsOf(linkId: number, direction: Direction): Promise<readonly string[]> {
      const key = keyOf(linkId, direction);
      const found = await kept.ofAll([key], async () => {
        const secrets = await readSecrets(linkId, direction);
        return new Map<string, readonly string[]>(secrets.length > 0 ? [[key, secrets]] : []);
      });
      return found.get(key) ?? [];
    },

    /**
     * Replaces the secret that this side signs with. The old one signs on beside it for `overlapMs`, so
     * that the receiver can change its own meanwhile; without an overlap every old one ends at once.
     */
    async replace(
      transaction: Transaction,
      linkId: number,
      { secret, overlapMs }: { secret: string; overlapMs: number },
    ): Promise<void> {
      // Of two who replace it at once, the second retires what the first has made.
      await linkRepository.lock(transaction, { id: linkId });
      const at = transaction.now.getTime();
      const old = () =>
        transaction.table(TABLES.linkKeys).where({ link_id: linkId, direction: 'out' });
      if (overlapMs === 0) {
        await old().delete();
      } else {
        await old().where('expires_at', '<=', at).delete();
        await old()
          .where({ state: 'current' })
          .update({ state: 'retired', expires_at: at + overlapMs });
      }
      await add(transaction, linkId, [['out', secret]]);
      transaction.afterCommit(() => {
        kept.forget(keyOf(linkId, 'out'));
      });
    },
  };
};
