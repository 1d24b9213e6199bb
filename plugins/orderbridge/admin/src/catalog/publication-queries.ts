import { adminApi } from '@strapi/strapi/admin';
import type { Action } from '../../../shared/actions';
import { DOCUMENT, documentTag } from '../documents';
import { PLUGIN_ID } from '../plugin-id';
import type { Revision } from '../producers/producer-queries';

/** What is published to be ordered: where its REST routes are, by the uid of its type. */
const PATHS = {
  'plugin::orderbridge.product-offering': 'product-offerings',
  'plugin::orderbridge.service-specification': 'service-specifications',
} as const;

export type OrderableModel = keyof typeof PATHS;

export const isOrderable = (model: string): model is OrderableModel => Object.hasOwn(PATHS, model);

interface Version {
  readonly documentId: string;
  readonly version: number;
  readonly frozenAt: string;
}

/** What the publishes of an offering or of a service made. */
export interface Publication {
  readonly isPublished: boolean;
  readonly version: number | null;
  readonly versions: readonly Version[];
  readonly newerSpecificationAvailable: boolean;
  readonly producers: readonly Revision[];
  readonly actions: readonly Action<'republish' | 'unpublish'>[];
}

interface RepublishReport {
  readonly skipped: readonly { readonly code: string; readonly message: string }[];
}

interface Subject {
  readonly model: OrderableModel;
  readonly documentId: string;
}

const api = adminApi.enhanceEndpoints({ addTagTypes: [DOCUMENT] }).injectEndpoints({
  endpoints: (builder) => ({
    getPublication: builder.query<Publication, Subject>({
      query: ({ model, documentId }) => `/${PLUGIN_ID}/${PATHS[model]}/${documentId}/publication`,
      transformResponse: ({ data }: { data: Publication }) => data,
      // Read again when the content manager has published or saved it.
      providesTags: (_data, _error, { model, documentId }) => [documentTag(model, documentId)],
    }),
    republish: builder.mutation<RepublishReport, string>({
      query: (documentId) => ({
        url: `/${PLUGIN_ID}/product-offerings/republish`,
        method: 'POST',
        data: { documentIds: [documentId] },
      }),
      transformResponse: ({ data }: { data: RepublishReport }) => data,
      invalidatesTags: [DOCUMENT],
    }),
  }),
});

export const { useGetPublicationQuery, useRepublishMutation } = api;
