import { adminApi } from '@strapi/strapi/admin';
import type { Connection } from '../connections/connection-queries';
import { PLUGIN_ID } from '../plugin-id';

/** A list of staff's, and one of its views; the server says what is in it. */
export interface WaitingKey {
  readonly path: 'orders' | 'service-requests' | 'provider-tasks';
  readonly view: string;
}

/** What is counted by its states. */
export type CountedPath = WaitingKey['path'];

interface StateCount {
  readonly state: string;
  readonly count: number;
  /** Of tasks alone. */
  readonly side?: 'provider' | 'consumer';
}

interface Counted {
  readonly meta: { readonly pagination: { readonly total: number } };
}

/** What people look at to see what has changed: never from memory for long. */
const KEPT_SECONDS = 5;

const api = adminApi.injectEndpoints({
  endpoints: (builder) => ({
    countWaiting: builder.query<number, WaitingKey>({
      query: ({ path, view }) =>
        `/${PLUGIN_ID}/${path}?view=${view}&pagination[pageSize]=1&pagination[withCount]=true`,
      transformResponse: ({ meta }: Counted) => meta.pagination.total,
      keepUnusedDataFor: KEPT_SECONDS,
    }),
    countByState: builder.query<readonly StateCount[], CountedPath>({
      query: (path) => `/${PLUGIN_ID}/${path}/by-state`,
      transformResponse: ({ data }: { data: readonly StateCount[] }) => data,
      keepUnusedDataFor: KEPT_SECONDS,
    }),
    getConnections: builder.query<readonly Connection[], undefined>({
      query: () => `/${PLUGIN_ID}/connections`,
      transformResponse: ({ data }: { data: readonly Connection[] }) => data,
      keepUnusedDataFor: KEPT_SECONDS,
    }),
  }),
});

export const { useCountWaitingQuery, useCountByStateQuery, useGetConnectionsQuery } = api;
