import { adminApi } from '@strapi/strapi/admin';
import type { Action } from '../../../shared/actions';
import type { FormDiff } from '../../../shared/form-diff';
import type { ProducerState, ProducerVerb } from '../../../shared/producer-states';
import { DOCUMENT, documentTag, PRODUCER_MODEL } from '../documents';
import { PLUGIN_ID } from '../plugin-id';

const ROOT = `/${PLUGIN_ID}/remote-record-producers`;

interface Found<Thing> {
  readonly data: Thing;
}

export interface Revision {
  readonly documentId: string;
  readonly identity: string;
  readonly revision: number;
  readonly state: ProducerState;
}

interface Criteria {
  readonly documentId: string;
  readonly name: string;
}

export interface Producer extends Revision {
  readonly name: string;
  readonly source: { readonly type: string; readonly documentId: string };
  readonly criteria: readonly Criteria[];
  readonly revisions: readonly Revision[];
  readonly actions: readonly Action<ProducerVerb>[];
}

export interface Difference extends FormDiff {
  readonly from: number;
  readonly to: number;
}

/** What a publish would do, as the server plans it. */
export interface PublishPreview {
  readonly revision: number;
  readonly name: string;
  readonly replaces: number | null;
  readonly criteria: readonly Criteria[];
  readonly audience: {
    readonly consumers: readonly Criteria[];
    readonly totals: {
      readonly consumers: number;
      readonly added: number;
      readonly changed: number;
      readonly removed: number;
    };
  };
  readonly diff: Difference | null;
  readonly action: Action<'publish'>;
  /** Names all of this. */
  readonly digest: string;
}

interface PreviewKey {
  readonly documentId: string;
  /** Document ids of what would be added to the criteria that it has. */
  readonly criteria: readonly string[];
}

interface Act {
  readonly documentId: string;
  readonly verb: ProducerVerb;
  readonly criteria: readonly string[];
  /** Of a publish: what was seen of it. */
  readonly preview?: string;
}

/** By hundreds: the content manager gives no more at once. */
const CRITERIA =
  '/content-manager/collection-types/plugin::orderbridge.consumer-criteria?pageSize=100&sort=name:ASC,id:ASC';

interface CriteriaPage {
  readonly results: readonly Criteria[];
  readonly pagination: { readonly pageCount: number };
}

/** What whoever decides needs to see as it is now. */
const KEPT_SECONDS = 0;

/** What the plugin itself reads of order forms: read anew without the form that is being edited beside. */
const PRODUCER = 'OrderbridgeProducer';

const api = adminApi.enhanceEndpoints({ addTagTypes: [DOCUMENT, PRODUCER] }).injectEndpoints({
  endpoints: (builder) => ({
    getProducer: builder.query<Producer, string>({
      query: (documentId) => `${ROOT}/${documentId}`,
      transformResponse: ({ data }: Found<Producer>) => data,
      // The criteria of a draft are edited in the form beside.
      providesTags: (_data, _error, documentId) => [
        documentTag(PRODUCER_MODEL, documentId),
        PRODUCER,
      ],
    }),
    previewPublish: builder.query<PublishPreview, PreviewKey>({
      query: ({ documentId, criteria }) => ({
        url: `${ROOT}/${documentId}/publish-preview`,
        method: 'POST',
        data: { criteria },
      }),
      transformResponse: ({ data }: Found<PublishPreview>) => data,
      providesTags: [PRODUCER],
      keepUnusedDataFor: KEPT_SECONDS,
    }),
    getAllCriteria: builder.query<readonly Criteria[], undefined>({
      async queryFn(_all, _api, _options, ask) {
        const all: Criteria[] = [];
        for (let page = 1; ; page += 1) {
          const { data, error } = await ask(`${CRITERIA}&page=${String(page)}`);
          if (error !== undefined) return { error };
          const { results, pagination } = data as CriteriaPage;
          all.push(...results);
          if (page >= pagination.pageCount) return { data: all };
        }
      },
      keepUnusedDataFor: KEPT_SECONDS,
    }),
    actOnProducer: builder.mutation<Revision, Act>({
      query: ({ documentId, verb, criteria, preview }) => ({
        url: `${ROOT}/${documentId}/${verb}`,
        method: 'POST',
        data: verb === 'publish' ? { criteria, preview } : {},
      }),
      transformResponse: ({ data }: Found<Revision>) => data,
      // What was refused is another than was seen; what was deleted must not be read again.
      invalidatesTags: (_data, error, { verb }) =>
        error !== undefined
          ? [PRODUCER]
          : verb === 'delete'
            ? [{ type: DOCUMENT, id: `${PRODUCER_MODEL}_LIST` }]
            : [DOCUMENT],
    }),
  }),
});

export const {
  useGetProducerQuery,
  usePreviewPublishQuery,
  useGetAllCriteriaQuery,
  useActOnProducerMutation,
} = api;
