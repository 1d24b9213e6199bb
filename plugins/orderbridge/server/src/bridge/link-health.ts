import type { Core } from '@strapi/strapi';
import { getConfig, now } from '../kernel/config';
import { rowsOf } from '../kernel/transaction';
import { linkRepository, TABLES, toIso, type LinkRow } from './tables';

/** Whether messages get through, as an admin sees it. */
export interface LinkHealth {
  readonly live: boolean;
  readonly state: LinkRow['state'];
  /** Of one that is paused: an admin here, or the peer, which has ended it. */
  readonly pausedBy: LinkRow['pausedBy'];
  readonly lastContactAt: string | null;
  readonly lastError: string | null;
  readonly lastErrorAt: string | null;
  readonly waitingMessages: number;
  readonly blockedStreams: number;
}

/** A connection counts as live while its last contact is younger than this many heartbeats. */
const LIVE_HEARTBEATS = 3;

/** Of something that may never have happened: that is noted as 0. */
const toIsoOrNull = (ms: number | string): string | null => (Number(ms) === 0 ? null : toIso(ms));

/** How a connection is. */
export const readHealth = async (
  strapi: Core.Strapi,
  connectionId: number,
): Promise<LinkHealth | null> => {
  const table = (name: string) => strapi.db.getConnection(name);
  const link = await linkRepository.findOne(strapi, { connectionId });
  if (link === null) return null;
  const waiting = await rowsOf<{ count: number | string }>(
    // By the streams that have something to send, which are few; the outbox is long.
    table(`${TABLES.outbox} as o`)
      .join(`${TABLES.streamsOut} as s`, 's.id', 'o.stream_id')
      .where({ 's.link_id': link.id, 's.pending': true, 'o.state': 'pending' })
      .count({ count: '*' }),
  );
  const blocked = await rowsOf<{ count: number | string }>(
    table(TABLES.streamsOut)
      .where({ link_id: link.id, pending: true })
      .whereNotNull('blocked_reason')
      .count({ count: '*' }),
  );
  const age = now(strapi).getTime() - Number(link.lastOkAt);
  return {
    live:
      link.state === 'active' &&
      link.consecutiveFailures === 0 &&
      // A webhook receiver is not asked whether it is there, so silence says nothing about it.
      (link.kind === 'webhook'
        ? Number(link.lastErrorAt) <= Number(link.lastOkAt) || Number(link.lastErrorAt) === 0
        : age < LIVE_HEARTBEATS * getConfig(strapi).bridge.heartbeatMs),
    state: link.state,
    pausedBy: link.pausedBy,
    lastContactAt: toIsoOrNull(link.lastOkAt),
    lastError: link.lastError,
    lastErrorAt: toIsoOrNull(link.lastErrorAt),
    waitingMessages: Number(waiting[0]?.count ?? 0),
    blockedStreams: Number(blocked[0]?.count ?? 0),
  };
};
