import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { DAY, HOUR } from './clock';
import { now } from './config';
import { OrderbridgeError } from './errors';
import type { TableModel } from './feature';
import { createRepository } from './repository';
import { rowsOf, type Transaction } from './transaction';

/** Who sends something again does so within minutes; a day also covers a queue that was stopped. */
const KEPT_MS = DAY;
const SWEEP_EVERY_MS = HOUR;
/** What one sweep deletes at most: it is part of somebody's request. */
const MAX_SWEPT_ROWS = 500;

const HEADER = 'Idempotency-Key';
const TABLE = 'orderbridge_idempotency_keys';

const required = () => ({ type: 'string', column: { notNullable: true } });

export const idempotencyTable: TableModel = {
  uid: 'plugin::orderbridge.idempotency-key-table',
  tableName: TABLE,
  singularName: 'idempotency-key-table',
  attributes: {
    id: { type: 'increments' },
    scope: required(),
    key: required(),
    digest: required(),
    /** Nothing in it while the request is under way. */
    status: { type: 'integer' },
    /** The answer as JSON. */
    body: { type: 'text' },
    /** Milliseconds since 1970. */
    expiresAt: { type: 'biginteger', column: { notNullable: true } },
  },
  indexes: [
    { name: `${TABLE}_scope_key`, columns: ['scope', 'key'], type: 'unique' },
    { name: `${TABLE}_expires_at`, columns: ['expires_at'] },
  ],
};

interface KeyRow {
  readonly id: number;
  readonly scope: string;
  readonly key: string;
  readonly digest: string;
  readonly status: number | null;
  readonly body: string | null;
  readonly expiresAt: number | string;
}

const keys = createRepository<KeyRow>(idempotencyTable.uid);

export interface IdempotentRequest {
  /** Who asks and for what, in at most 255 characters: one key may stand in several scopes. */
  readonly scope: string;
  readonly key: string;
  /** Of the request's body: the same key with another one is a mistake of the sender. */
  readonly digest: string;
}

export interface StoredAnswer {
  readonly status: number;
  /** Anything that JSON can say. */
  readonly body: unknown;
}

export interface IdempotentAnswer extends StoredAnswer {
  /** Whether this is what an earlier request was answered; nothing was done this time. */
  readonly isReplay: boolean;
}

/** A string of Structured Fields (RFC 8941, 3.3.3), which is what the draft says that a key is. */
const QUOTED = /^"(?<text>(?:[ !#-[\]-~]|\\["\\])*)"$/;
const VISIBLE_ASCII = /^[!-~]{1,255}$/;

/** Without quotation marks, for many clients send a bare key. */
const unquote = (header: string): string | undefined =>
  header.startsWith('"')
    ? QUOTED.exec(header)?.groups?.['text']?.replace(/\\(["\\])/g, '$1')
    : header;

/**
 * The header `Idempotency-Key` of a request, or nothing where there is none.
 *
 * @throws `request.invalid`
 */
export const readIdempotencyKey = (ctx: Context): string | undefined => {
  const header = ctx.headers['idempotency-key'];
  if (header === undefined) return undefined;
  const key = typeof header === 'string' ? unquote(header) : undefined;
  if (key !== undefined && VISIBLE_ASCII.test(key)) return key;
  const message = 'takes one key of 1 to 255 visible ASCII characters, bare or in quotation marks';
  throw new OrderbridgeError('request.invalid', `${HEADER} ${message}.`, {
    errors: [{ path: [HEADER], message }],
  });
};

const replay = (row: KeyRow, { digest }: IdempotentRequest): IdempotentAnswer => {
  if (row.digest !== digest) {
    throw new OrderbridgeError(
      'request.idempotency_key_reused',
      'Another request was sent with this idempotency key; use a new key for a new request.',
    );
  }
  // Nobody but the request itself can see its key before it is answered.
  if (row.status === null) throw new Error(`idempotency key ${row.key}: asked for within itself`);
  return { status: row.status, body: JSON.parse(row.body ?? 'null'), isReplay: true };
};

/**
 * What a request was answered the first time, or nothing. It saves a request that is sent again what
 * comes before the change; that it has no effect twice rests on {@link answerOnce} alone.
 *
 * @throws `request.idempotency_key_reused` where the body is another one
 */
export const findAnswer = async (
  strapi: Core.Strapi,
  request: IdempotentRequest,
): Promise<IdempotentAnswer | undefined> => {
  const { scope, key } = request;
  const row = await keys.findOne(strapi, { scope, key });
  const isLive = row !== null && Number(row.expiresAt) > now(strapi).getTime();
  return isLive ? replay(row, request) : undefined;
};

/**
 * Takes the key, and answers the id of its row; nothing, where a live row has it. On PostgreSQL this
 * waits for whoever is taking the same key, and takes it over if that change is rolled back; on SQLite
 * changes happen one after the other anyway.
 */
const claim = async (
  transaction: Transaction,
  { scope, key, digest }: IdempotentRequest,
): Promise<number | undefined> => {
  const at = transaction.now.getTime();
  const fresh = { digest, status: null, body: null, expires_at: at + KEPT_MS };
  const [taken] = await rowsOf<{ id: number }>(
    transaction
      .table(TABLE)
      .insert({ scope, key, ...fresh })
      .onConflict(['scope', 'key'])
      .merge(fresh)
      .where(`${TABLE}.expires_at`, '<=', at)
      .returning('id'),
  );
  return taken?.id;
};

/** Deletes what has expired, and answers whether that was all. */
const sweep = async (transaction: Transaction): Promise<boolean> => {
  const expired = transaction
    .table(TABLE)
    .where('expires_at', '<=', transaction.now.getTime())
    .orderBy('expires_at')
    .limit(MAX_SWEPT_ROWS)
    .select('id');
  // A key that somebody is just taking again is theirs: to wait for them here could be a deadlock.
  const isPostgres = transaction.strapi.db.dialect.client === 'postgres';
  const free = isPostgres ? expired.forUpdate().skipLocked() : expired;
  const ids = (await rowsOf<{ id: number }>(free)).map(({ id }) => id);
  if (ids.length > 0) await transaction.table(TABLE).whereIn('id', ids).delete();
  return ids.length < MAX_SWEPT_ROWS;
};

const sweptAt = new WeakMap<Core.Strapi, number>();

/** Each process sweeps once an hour, and with every request while there is more than one sweep takes. */
const sweepNowAndThen = (transaction: Transaction): void => {
  const { strapi, now: at } = transaction;
  if (at.getTime() < (sweptAt.get(strapi) ?? 0) + SWEEP_EVERY_MS) return;
  transaction.beforeCommit('kernel.idempotency', async () => {
    if (await sweep(transaction)) sweptAt.set(strapi, at.getTime());
  });
};

/**
 * Does `work` unless a request with the same key has been answered already, and keeps its answer for a
 * day. To be called first in the transaction of the change, so that whoever waits for a key holds
 * nothing. A refusal leaves the transaction as an error and takes the key back with it: the request
 * may be sent again.
 *
 * @throws `request.idempotency_key_reused` where the body is another one, and whatever `work` refuses
 */
export const answerOnce = async (
  transaction: Transaction,
  request: IdempotentRequest,
  work: () => Promise<StoredAnswer>,
): Promise<IdempotentAnswer> => {
  const id = await claim(transaction, request);
  if (id === undefined) {
    // A statement of its own: the one that waited does not see the row that it waited for.
    const { scope, key } = request;
    const row = await keys.findOne(transaction.strapi, { scope, key });
    if (row === null) throw new Error(`idempotency key ${key}: taken, and not to be found`);
    return replay(row, request);
  }
  sweepNowAndThen(transaction);
  const { status, body } = await work();
  await keys.update(transaction, { id }, { status, body: JSON.stringify(body ?? null) });
  return { status, body, isReplay: false };
};
