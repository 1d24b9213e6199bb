import type { Core } from '@strapi/strapi';
import { getConfig, now } from '../kernel/config';
import { createKeptValues } from '../kernel/kept-values';
import { inTransaction, type Transaction } from '../kernel/transaction';
import { decryptSecret, encryptSecret } from './secrets';
import { MAX_SIGNATURES } from './signature';
import {
  ENDED_STATES,
  linkKeyRepository,
  linkRepository,
  TABLES,
  toIso,
  type LinkKeyRow,
} from './tables';

type Direction = LinkKeyRow['direction'];
type NewSecrets = readonly (readonly [Direction, string])[];

interface Kept {
  readonly secret: string;
  readonly rotation: string | null;
  readonly isNext: boolean;
  readonly expiresAt: number | null;
}

/** How the keys of a link stand, for people who look at it. */
export interface LinkKeysView {
  /** Since when the newest key that is known to both sides is. */
  readonly renewedAt: string | null;
  /** Until when the keys before it are good yet; null where there are none. */
  readonly oldKeysEndAt: string | null;
  /** Whether the peer has been given keys that it has not used yet. */
  readonly awaitsPeer: boolean;
}

/** How long decrypted secrets are kept in memory before the database is asked again. */
const SECRETS_KEPT_MS = 10_000;

/** The secrets of links, which lie encrypted in a table of their own. */
export const createLinkKeys = ({ strapi }: { strapi: Core.Strapi }) => {
  const kept = createKeptValues<string, readonly Kept[]>({ strapi, keptMs: SECRETS_KEPT_MS });
  const keyOf = (linkId: number, direction: Direction) => `${String(linkId)}/${direction}`;

  const forgetAfterCommit = (transaction: Transaction, linkId: number) => {
    transaction.afterCommit(() => {
      kept.forget(keyOf(linkId, 'in'));
      kept.forget(keyOf(linkId, 'out'));
    });
  };

  const add = async (
    transaction: Transaction,
    linkId: number,
    secrets: NewSecrets,
    { state, rotation }: Pick<LinkKeyRow, 'state' | 'rotation'> = {
      state: 'current',
      rotation: null,
    },
  ): Promise<void> => {
    await linkKeyRepository.insert(
      transaction,
      secrets.map(([direction, secret]) => ({
        linkId,
        direction,
        secret: encryptSecret(strapi, secret),
        state,
        rotation,
        createdAt: transaction.now.getTime(),
      })),
    );
    forgetAfterCommit(transaction, linkId);
  };

  const readSecrets = async (linkId: number, direction: Direction): Promise<Kept[]> => {
    const rows = await linkKeyRepository.findMany(
      strapi,
      {
        linkId,
        direction,
        $or: [{ state: { $ne: 'retired' } }, { expiresAt: { $gt: now(strapi).getTime() } }],
      },
      // A receiver may look at so many signatures and no more.
      { orderBy: { id: 'desc' }, limit: MAX_SIGNATURES },
    );
    return rows.map(({ secret, state, rotation, expiresAt }) => ({
      secret: decryptSecret(strapi, secret),
      rotation,
      isNext: state === 'next',
      expiresAt: expiresAt === null ? null : Number(expiresAt),
    }));
  };

  /** Those that are good at this moment: one that is kept in memory may have ended meanwhile. */
  const goodOf = async (linkId: number, direction: Direction): Promise<readonly Kept[]> => {
    const key = keyOf(linkId, direction);
    const found = await kept.ofAll([key], async () => {
      const secrets = await readSecrets(linkId, direction);
      return new Map<string, readonly Kept[]>(secrets.length > 0 ? [[key, secrets]] : []);
    });
    const at = now(strapi).getTime();
    return (found.get(key) ?? []).filter(({ expiresAt }) => expiresAt === null || expiresAt > at);
  };

  const retire = async (
    transaction: Transaction,
    linkId: number,
    { overlapMs, before }: { overlapMs: number; before: (row: 'in' | 'out') => number | undefined },
  ) => {
    const at = transaction.now.getTime();
    const rows = () => transaction.table(TABLES.linkKeys).where({ link_id: linkId });
    await rows().where('expires_at', '<=', at).delete();
    for (const direction of ['in', 'out'] as const) {
      const first = before(direction);
      if (first === undefined) continue;
      const old = () => rows().where({ direction }).where('id', '<', first);
      if (overlapMs === 0) await old().delete();
      else
        await old()
          .whereNot({ state: 'retired' })
          .update({ state: 'retired', expires_at: at + overlapMs });
    }
  };

  const settleWithin = async (
    transaction: Transaction,
    linkId: number,
    rotation: string,
  ): Promise<void> => {
    // Of two requests that prove it at once, the second finds nothing left to do.
    await linkRepository.lock(transaction, { id: linkId }, { besideReferences: true });
    const link = await linkRepository.findOne(strapi, { id: linkId }, { select: ['state'] });
    const mine = await linkKeyRepository.findMany(strapi, { linkId, rotation, state: 'next' });
    if (mine.length === 0 || link === null || ENDED_STATES.includes(link.state)) return;
    await linkKeyRepository.update(
      transaction,
      { linkId, rotation, state: 'next' },
      { state: 'current' },
    );
    await retire(transaction, linkId, {
      overlapMs: getConfig(strapi).bridge.secretOverlapMs,
      before: (direction) => mine.find((key) => key.direction === direction)?.id,
    });
    forgetAfterCommit(transaction, linkId);
  };

  return {
    add,

    /**
     * The secrets that are good in a direction, the newest first; what another node has changed is seen
     * a moment later.
     */
    async secretsOf(linkId: number, direction: Direction): Promise<readonly string[]> {
      return (await goodOf(linkId, direction)).map(({ secret }) => secret);
    },

    /** Keys that the peer has been given and has not signed with yet. */
    async unprovedOf(linkId: number): Promise<readonly { rotation: string; secret: string }[]> {
      const good = await goodOf(linkId, 'in');
      return good.flatMap(({ isNext, rotation, secret }) =>
        isNext && rotation !== null ? [{ rotation, secret }] : [],
      );
    },

    /**
     * Adds keys of both directions that the peer may not have yet. They are good from now on, beside
     * those that are there, which stay until the peer is known to have the new ones.
     */
    addNext: (
      transaction: Transaction,
      linkId: number,
      rotation: string,
      { out, in: incoming }: { out: string; in: string },
    ): Promise<void> =>
      add(
        transaction,
        linkId,
        [
          ['out', out],
          ['in', incoming],
        ],
        { state: 'next', rotation },
      ),

    /** The peer is known to have these keys: older ones are good for a while yet, and then no more. */
    settleWithin,
    settle: (linkId: number, rotation: string): Promise<void> =>
      inTransaction(strapi, (transaction) => settleWithin(transaction, linkId, rotation)),

    async describe(linkId: number): Promise<LinkKeysView> {
      const rows = await linkKeyRepository.findMany(
        strapi,
        { linkId, direction: 'out' },
        { orderBy: { id: 'desc' }, select: ['id', 'state', 'expiresAt', 'createdAt'] },
      );
      const at = now(strapi).getTime();
      const current = rows.find(({ state }) => state === 'current');
      const ends = rows
        .filter(({ state, expiresAt }) => state === 'retired' && Number(expiresAt) > at)
        .map(({ expiresAt }) => Number(expiresAt));
      return {
        renewedAt: current ? toIso(current.createdAt) : null,
        oldKeysEndAt: ends.length === 0 ? null : toIso(Math.max(...ends)),
        awaitsPeer: rows.some(({ state }) => state === 'next'),
      };
    },

    /** Takes away what this side signs with. */
    async eraseSigning(transaction: Transaction, linkId: number): Promise<void> {
      await transaction
        .table(TABLES.linkKeys)
        .where({ link_id: linkId, direction: 'out' })
        .delete();
      forgetAfterCommit(transaction, linkId);
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
      await linkRepository.lock(transaction, { id: linkId }, { besideReferences: true });
      await add(transaction, linkId, [['out', secret]]);
      const [newest] = await linkKeyRepository.findMany(
        strapi,
        { linkId, direction: 'out' },
        { orderBy: { id: 'desc' }, limit: 1, select: ['id'] },
      );
      await retire(transaction, linkId, {
        overlapMs,
        before: (direction) => (direction === 'out' ? newest?.id : undefined),
      });
    },
  };
};
