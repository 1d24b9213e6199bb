import type { z } from 'zod';
import { ERROR_STATUS, type ErrorCode } from '../../../shared/errors';
import { errorBody, pageMeta, type ContractAnswer, type RouteContract } from '../kernel/contract';
import { contractOf, type ContentApiRoute } from '../kernel/routes';
import { createSchemaWriter, type JsonSchema, type SchemaWriter } from './json-schema';
import { listParameters } from './list-parameters';

const JSON_BODY = 'application/json';

/** What every route may refuse, by whom it is for. */
const REFUSALS_OF: Readonly<Record<RouteContract['for'], readonly ErrorCode[]>> = {
  consumers: [
    'request.invalid',
    'request.not_authenticated',
    'request.forbidden',
    'membership.missing',
    'request.conflict',
  ],
  'own-systems': [
    'request.invalid',
    'request.not_authenticated',
    'request.forbidden',
    'membership.bound',
    'request.conflict',
    'request.not_found',
  ],
  everybody: [],
};
/** What every route with a body may refuse. */
const REFUSALS_OF_BODIES = [
  'request.too_large',
  'request.content_type',
] as const satisfies readonly ErrorCode[];

const PLACEHOLDER = /:([A-Za-z]+)/g;

const toPath = (path: string): string => path.replace(PLACEHOLDER, '{$1}');

const pathParameters = (path: string) =>
  [...path.matchAll(PLACEHOLDER)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1, maxLength: 64 },
  }));

const operationIdOf = (handler: string): string =>
  handler.replace(/[-.]([a-z])/g, (_match, letter: string) => letter.toUpperCase());

const namedParameters = (
  place: 'query' | 'header',
  parameters: RouteContract['query'],
  writer: SchemaWriter,
) =>
  Object.entries(parameters ?? {}).map(([name, { description, schema }]) => ({
    name,
    in: place,
    description,
    schema: writer.write(schema, 'input'),
  }));

const requestBodyOf = ({ body }: RouteContract, writer: SchemaWriter) =>
  body === undefined
    ? {}
    : {
        requestBody: {
          required: body.isOptional !== true,
          content: {
            [JSON_BODY]: { schema: writer.write(body.schema, 'input'), example: body.example },
          },
        },
      };

const wrap = (data: JsonSchema, meta: JsonSchema | undefined): JsonSchema => ({
  type: 'object',
  properties: { data, ...(meta !== undefined && { meta }) },
  required: ['data', ...(meta === undefined ? [] : ['meta'])],
  additionalProperties: false,
});

const contentOf = (
  { data, mediaType }: ContractAnswer,
  meta: z.ZodType | undefined,
  writer: SchemaWriter,
) => {
  if (mediaType !== undefined) return { content: { [mediaType]: {} } };
  if (data === undefined) return {};
  const schema = wrap(writer.write(data, 'output'), meta && writer.write(meta, 'output'));
  return { content: { [JSON_BODY]: { schema } } };
};

const answersOf = ({ answers, list, meta }: RouteContract, writer: SchemaWriter) => {
  const metaSchema = meta ?? (list === undefined ? undefined : pageMeta);
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      { description: answer.description, ...contentOf(answer, metaSchema, writer) },
    ]),
  );
};

/** Refusals by their status, each with the codes that it may have. */
const refusalsOf = (contract: RouteContract, writer: SchemaWriter) => {
  const codes = new Set([
    ...REFUSALS_OF[contract.for],
    ...(contract.body === undefined ? [] : REFUSALS_OF_BODIES),
    ...(contract.refusals ?? []),
  ]);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const status = ERROR_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const schema = writer.write(errorBody, 'output');
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      String(status),
      {
        description: some.map((code) => `\`${code}\``).join(', '),
        content: { [JSON_BODY]: { schema } },
        'x-codes': some,
      },
    ]),
  );
};

const operationOf = (route: ContentApiRoute, writer: SchemaWriter) => {
  const { path, handler } = route;
  const contract = contractOf(route);
  const { summary, description, tag, list, query, headers } = contract;
  return {
    operationId: operationIdOf(handler),
    summary,
    ...(description !== undefined && { description }),
    tags: [tag],
    ...(contract.for === 'everybody'
      ? { security: [] }
      : { 'x-required-right': `plugin::orderbridge.${handler}` }),
    parameters: [
      ...pathParameters(path),
      ...(list === undefined ? [] : listParameters(list)),
      ...namedParameters('query', query, writer),
      ...namedParameters('header', headers, writer),
    ],
    ...requestBodyOf(contract, writer),
    responses: { ...answersOf(contract, writer), ...refusalsOf(contract, writer) },
  };
};

export interface DocumentInfo {
  readonly version: string;
  /** Where the content API is: `https://provider.example/api`. */
  readonly serverUrl: string;
  /** What the routes' paths begin with: `/orderbridge`. */
  readonly prefix: string;
}

/**
 * Makes the OpenAPI 3.1 document of the routes of the content API.
 *
 * @throws where two schemas have one id, or one that refers to itself has none.
 */
export const buildDocument = (
  routes: readonly ContentApiRoute[],
  { version, serverUrl, prefix }: DocumentInfo,
) => {
  const writer = createSchemaWriter();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = `${prefix}${toPath(route.path)}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, writer) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Orderbridge',
      version,
      description:
        'What requesters and applications of a consumer, and the provider’s own systems, can do. Which rights a token or a role needs is in `x-required-right`; users sign in at `/auth/local`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: writer.components(),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API token, or what `/auth/local` answers as `jwt`.',
        },
      },
    },
  };
};
