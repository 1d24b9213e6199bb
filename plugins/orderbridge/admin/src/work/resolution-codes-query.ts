import { adminApi } from '@strapi/strapi/admin';

interface ResolutionCode {
  readonly code: string;
  readonly name: string;
}

/** Those that are in use, as the content manager lists them. */
const QUERY =
  '/content-manager/collection-types/plugin::orderbridge.resolution-code?pageSize=100&filters[active][$eq]=true';

const api = adminApi.injectEndpoints({
  endpoints: (builder) => ({
    getResolutionCodes: builder.query<readonly ResolutionCode[], undefined>({
      query: () => QUERY,
      transformResponse: ({ results }: { results: readonly ResolutionCode[] }) => results,
    }),
  }),
});

export const { useGetResolutionCodesQuery } = api;
