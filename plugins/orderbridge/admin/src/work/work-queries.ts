import { adminApi } from '@strapi/strapi/admin';
import { DOCUMENT } from '../documents';
import { PLUGIN_ID } from '../plugin-id';
import type { Parent, ParentPath, Task } from './work-types';

const ROOT = `/${PLUGIN_ID}`;
/** One tag for all of it: what is done to an order changes its task, and the other way round. */
const WORK = 'OrderbridgeWork';

interface Found<Thing> {
  readonly data: Thing;
}

interface ParentKey {
  readonly path: ParentPath;
  readonly documentId: string;
}

export interface VerbBody {
  readonly expectedVersion: number;
  readonly reason?: string;
  readonly startAt?: string;
  readonly resolution?: { readonly code: string; readonly notes: string };
}

const api = adminApi.enhanceEndpoints({ addTagTypes: [WORK, DOCUMENT] }).injectEndpoints({
  endpoints: (builder) => ({
    getParent: builder.query<Parent, ParentKey>({
      query: ({ path, documentId }) => `${ROOT}/${path}/${documentId}`,
      transformResponse: ({ data }: Found<Parent>) => data,
      providesTags: [WORK],
    }),
    getTask: builder.query<Task, string>({
      query: (documentId) => `${ROOT}/provider-tasks/${documentId}`,
      transformResponse: ({ data }: Found<Task>) => data,
      providesTags: [WORK],
    }),
    act: builder.mutation<unknown, ParentKey & { verb: string; body: VerbBody }>({
      query: ({ path, documentId, verb, body }) => ({
        url: `${ROOT}/${path}/${documentId}/${verb}`,
        method: 'POST',
        data: body,
      }),
      invalidatesTags: [WORK, DOCUMENT],
    }),
    addWorkNote: builder.mutation<unknown, ParentKey & { body: string }>({
      query: ({ path, documentId, body }) => ({
        url: `${ROOT}/${path}/${documentId}/work-notes`,
        method: 'POST',
        data: { data: { body } },
      }),
      invalidatesTags: [WORK, DOCUMENT],
    }),
    addComment: builder.mutation<unknown, { task: string; body: string }>({
      query: ({ task, body }) => ({
        url: `${ROOT}/provider-tasks/${task}/comments`,
        method: 'POST',
        data: { data: { body } },
      }),
      invalidatesTags: [WORK, DOCUMENT],
    }),
  }),
});

export const {
  useGetParentQuery,
  useGetTaskQuery,
  useActMutation,
  useAddWorkNoteMutation,
  useAddCommentMutation,
} = api;
