import { createRepository } from '../kernel/repository';
import type { TableModel } from '../kernel/feature';

/** How a moment of these tables is told; the database may answer it as a text. */
export const toIso = (ms: number | string): string => new Date(Number(ms)).toISOString();

// Moments in these tables are milliseconds since 1970: every database compares and returns them alike.
const ms = (column: Record<string, unknown> = {}) => ({ type: 'biginteger', column });
const required = { notNullable: true };
const key = () => ({ type: 'string', column: required });
const optional = () => ({ type: 'string' });
const id = () => ({ type: 'increments' });
const number = (defaultTo?: number) => ({
  type: 'integer',
  column: { notNullable: true, ...(defaultTo !== undefined && { defaultTo }) },
});

type LinkState = 'active' | 'paused' | 'ending' | 'revoked';

/**
 * Over such a link nothing is sent or taken in. One that is ending waits for those who had begun before;
 * where the end is interrupted there, somebody ends it again.
 */
export const ENDED_STATES: readonly LinkState[] = ['ending', 'revoked'];

/** The bridge's half of a connection: where its messages go, and how that goes. */
export interface LinkRow {
  readonly id: number;
  readonly connectionId: number;
  /** The name of the connection that both sides share. */
  readonly key: string;
  /** What this instance is on this link. */
  readonly role: 'provider' | 'consumer';
  readonly kind: 'instance' | 'webhook';
  readonly endpoint: string;
  /** Of a webhook receiver: a JSON list of the types that it gets; all of them where there is none. */
  readonly eventTypes: string | null;
  readonly state: LinkState;
  /** Who has paused it: an admin here, or the peer, which has ended it. */
  readonly pausedBy: 'admin' | 'peer' | null;
  readonly consecutiveFailures: number;
  readonly openUntil: number | string;
  readonly lastOkAt: number | string;
  readonly lastErrorAt: number | string;
  readonly lastError: string | null;
}

export interface LinkKeyRow {
  readonly id: number;
  readonly linkId: number;
  readonly direction: 'in' | 'out';
  /** Encrypted with the host's `admin.secrets.encryptionKey`. */
  readonly secret: string;
  /**
   * A retired key is good until it expires, beside the current one; the next one is good already, and
   * becomes the current one when the peer is known to have it.
   */
  readonly state: 'current' | 'retired' | 'next';
  /** The renewal that the key came with; null of those that the connection was opened with. */
  readonly rotation: string | null;
  readonly expiresAt: number | string | null;
  readonly createdAt: number | string;
}

export interface CommandRow {
  readonly id: number;
  readonly messageId: string;
  readonly linkId: number;
  readonly type: string;
  readonly subject: string;
  /** The name of the person or application that asks. */
  readonly askedBy: string | null;
  readonly state: 'pending' | 'accepted' | 'refused';
  readonly code: string | null;
  readonly reason: string | null;
  readonly sentAt: number | string;
  readonly answeredAt: number | string | null;
}

export const TABLES = {
  links: 'orderbridge_links',
  linkKeys: 'orderbridge_link_keys',
  streamsOut: 'orderbridge_streams_out',
  outbox: 'orderbridge_outbox',
  attempts: 'orderbridge_attempts',
  streamsIn: 'orderbridge_streams_in',
  inbox: 'orderbridge_inbox',
  commands: 'orderbridge_commands',
} as const;

const table = (
  tableName: string,
  attributes: TableModel['attributes'],
  indexes: readonly { columns: string[]; type?: 'unique' }[] = [],
): TableModel => ({
  uid: `plugin::orderbridge.${tableName.replace(/_/g, '-')}`,
  tableName,
  singularName: tableName.replace(/_/g, '-'),
  attributes: { id: id(), ...attributes },
  indexes: indexes.map(({ columns, type }) => ({
    name: `${tableName}_${columns.join('_')}`.slice(0, 60),
    columns,
    ...(type && { type }),
  })),
});

const linkModel = table(
  TABLES.links,
  {
    connectionId: number(),
    key: key(),
    role: key(),
    kind: key(),
    endpoint: { type: 'text', column: required },
    eventTypes: { type: 'text' },
    state: key(),
    pausedBy: optional(),
    consecutiveFailures: number(0),
    openUntil: ms({ notNullable: true, defaultTo: 0 }),
    lastOkAt: ms({ notNullable: true, defaultTo: 0 }),
    lastErrorAt: ms({ notNullable: true, defaultTo: 0 }),
    lastError: { type: 'text' },
  },
  [
    { columns: ['connection_id'], type: 'unique' },
    // A database that is provider and consumer at once may hold both ends of one connection.
    { columns: ['key', 'role'], type: 'unique' },
  ],
);

const linkKeyModel = table(
  TABLES.linkKeys,
  {
    linkId: number(),
    direction: key(),
    secret: { type: 'text', column: required },
    state: key(),
    rotation: optional(),
    expiresAt: ms(),
    createdAt: ms(required),
  },
  [{ columns: ['link_id'] }],
);

const commandModel = table(
  TABLES.commands,
  {
    messageId: key(),
    linkId: number(),
    type: key(),
    subject: key(),
    askedBy: optional(),
    state: key(),
    code: optional(),
    reason: { type: 'text' },
    sentAt: ms(required),
    answeredAt: ms(),
  },
  [{ columns: ['message_id'], type: 'unique' }, { columns: ['subject', 'link_id'] }],
);

export const bridgeTables: readonly TableModel[] = [
  linkModel,
  linkKeyModel,
  commandModel,
  table(
    TABLES.streamsOut,
    {
      linkId: number(),
      streamKey: key(),
      epoch: number(1),
      /** The sequence that the next message gets. */
      nextSeq: number(1),
      /** Everything up to this sequence has arrived. */
      ackedSeq: number(0),
      /** Whether there is something to send: the index that finds work rests on it. */
      pending: { type: 'boolean', column: { notNullable: true, defaultTo: false } },
      attempts: number(0),
      /** How often the receiver has failed at the stream's first message, as opposed to the way to it. */
      applyFailures: number(0),
      nextAttemptAt: ms({ notNullable: true, defaultTo: 0 }),
      /** Why the stream is parked; it is where there is a reason. */
      blockedReason: { type: 'text' },
      blockedSince: ms(),
      leaseOwner: optional(),
      leaseUntil: ms({ notNullable: true, defaultTo: 0 }),
    },
    [
      { columns: ['link_id', 'stream_key'], type: 'unique' },
      { columns: ['pending', 'link_id', 'next_attempt_at'] },
    ],
  ),
  table(
    TABLES.outbox,
    {
      messageId: key(),
      linkId: number(),
      streamId: number(),
      epoch: number(),
      seq: number(),
      type: key(),
      /** The text that is sent, frozen when the change was made. */
      body: { type: 'text', column: required },
      state: key(),
      createdAt: ms(required),
      deliveredAt: ms(),
    },
    [
      { columns: ['message_id'], type: 'unique' },
      { columns: ['stream_id', 'epoch', 'seq'], type: 'unique' },
    ],
  ),
  table(
    TABLES.attempts,
    {
      linkId: number(),
      requestId: key(),
      /** The messages of the request, by id. */
      messageIds: { type: 'text', column: required },
      status: { type: 'integer' },
      error: { type: 'text' },
      durationMs: number(),
      at: ms(required),
    },
    [{ columns: ['link_id', 'at'] }],
  ),
  table(
    TABLES.streamsIn,
    { linkId: number(), streamKey: key(), epoch: number(1), lastSeq: number(0) },
    [{ columns: ['link_id', 'stream_key'], type: 'unique' }],
  ),
  table(
    TABLES.inbox,
    {
      linkId: number(),
      messageId: key(),
      streamKey: key(),
      seq: number(),
      /** SHA-256 of the message: another one under the same id is refused. */
      digest: key(),
      type: key(),
      result: key(),
      code: optional(),
      receivedAt: ms(required),
    },
    [
      { columns: ['link_id', 'message_id'], type: 'unique' },
      { columns: ['link_id', 'stream_key', 'seq'] },
    ],
  ),
];

export const linkRepository = createRepository<LinkRow>(linkModel.uid);
export const linkKeyRepository = createRepository<LinkKeyRow>(linkKeyModel.uid);
export const commandRepository = createRepository<CommandRow>(commandModel.uid);
