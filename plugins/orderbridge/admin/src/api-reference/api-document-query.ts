import { adminApi } from '@strapi/strapi/admin';
import { PLUGIN_ID } from '../plugin-id';
import type { ApiDocument } from './api-document';

/** Where the instance serves its description, to everybody. */
const DOCUMENT_PATH = `/api/${PLUGIN_ID}/openapi.json`;

const api = adminApi.injectEndpoints({
  endpoints: (builder) => ({
    getApiDocument: builder.query<ApiDocument, undefined>({ query: () => DOCUMENT_PATH }),
  }),
});

export const { useGetApiDocumentQuery } = api;
