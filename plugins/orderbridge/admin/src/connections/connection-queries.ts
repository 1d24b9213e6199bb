import { adminApi } from '@strapi/strapi/admin';
import type { Action } from '../../../shared/actions';
import { PLUGIN_ID } from '../plugin-id';

const ROOT = `/${PLUGIN_ID}`;
/** One tag for all of it: what is done to a connection shows at its consumer, too. */
const CONNECTIONS = 'OrderbridgeConnections';
/** The content manager's own tag of what it shows. */
const DOCUMENT = 'Document';

export interface Health {
  readonly live: boolean;
  readonly state: 'active' | 'paused' | 'ending' | 'revoked';
  readonly pausedBy: 'admin' | 'peer' | null;
  readonly lastContactAt: string | null;
  readonly lastError: string | null;
  readonly lastErrorAt: string | null;
  readonly waitingMessages: number;
  readonly blockedStreams: number;
}

export interface Connection {
  readonly documentId: string;
  readonly name: string;
  readonly kind: 'instance' | 'webhook';
  readonly peerUrl: string;
  readonly health: Health | null;
  readonly keys: {
    readonly renewedAt: string | null;
    readonly oldKeysEndAt: string | null;
    readonly rotation: 'offered' | 'answered' | null;
  };
  readonly actions: readonly Action[];
}

interface Consumer {
  readonly documentId: string;
  readonly name: string;
  readonly connections: readonly Connection[];
  readonly actions: readonly Action[];
}

export interface ParkedStream {
  readonly stream: string;
  readonly since: string | null;
  readonly reason: string;
  readonly waitingMessages: number;
  readonly first: { readonly type: string } | null;
}

interface ParkedPage {
  readonly rows: readonly ParkedStream[];
  readonly total: number;
}

interface Found<Thing> {
  readonly data: Thing;
}

/** Something that is done, with the path below the plugin's. */
interface Deed {
  readonly path: string;
  readonly body: object;
}

/** What an answer may show once: an invitation, or a secret. */
export interface Shown {
  readonly invitation?: string;
  readonly expiresAt?: string;
  readonly secret?: string;
  readonly oldSecretEndsAt?: string;
}

/** A connection that somebody looks at is asked again this often. */
export const REFRESH_MS = 5_000;

const api = adminApi.enhanceEndpoints({ addTagTypes: [CONNECTIONS, DOCUMENT] }).injectEndpoints({
  endpoints: (builder) => ({
    getConnection: builder.query<Connection, string>({
      query: (documentId) => `${ROOT}/connections/${documentId}`,
      transformResponse: ({ data }: Found<Connection>) => data,
      providesTags: [CONNECTIONS],
    }),
    getConsumer: builder.query<Consumer, string>({
      query: (documentId) => `${ROOT}/consumers/${documentId}`,
      transformResponse: ({ data }: Found<Consumer>) => data,
      providesTags: [CONNECTIONS],
    }),
    getParked: builder.query<ParkedPage, string>({
      query: (documentId) => `${ROOT}/connections/${documentId}/parked-streams`,
      transformResponse: ({
        data,
        meta,
      }: Found<readonly ParkedStream[]> & { meta: { pagination: { total: number } } }) => ({
        rows: data,
        total: meta.pagination.total,
      }),
      providesTags: [CONNECTIONS],
    }),
    doWithConnection: builder.mutation<Shown, Deed>({
      query: ({ path, body }) => ({
        url: `${ROOT}/connections/${path}`,
        method: 'POST',
        data: body,
      }),
      transformResponse: ({ data }: Found<Shown>) => data,
      invalidatesTags: [CONNECTIONS, DOCUMENT],
    }),
  }),
});

export const {
  useGetConnectionQuery,
  useGetConsumerQuery,
  useGetParkedQuery,
  useDoWithConnectionMutation,
} = api;
