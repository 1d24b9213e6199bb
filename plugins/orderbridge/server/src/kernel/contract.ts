import { z } from 'zod';
import { ERROR_STATUS, type ErrorCode } from '../../../shared/errors';
import type { ListDefinition } from './list-query';

/** What a route answers when it has done what it was asked for. */
export interface ContractAnswer {
  readonly description: string;
  /** What stands in `data`. */
  readonly data?: z.ZodType;
  /** What it answers instead of that, where it is not the house's JSON. */
  readonly mediaType?: string;
}

/**
 * What is promised of a route of the content API. The controller parses with the very schemas that
 * stand here, and the OpenAPI document is made of them.
 */
export interface RouteContract {
  /** What it does, in one line. */
  readonly summary: string;
  readonly description?: string;
  /** The heading that it stands under. */
  readonly tag: string;
  /** Who may call it: people and applications of a consumer, the provider's own systems, or everybody. */
  readonly for: 'consumers' | 'own-systems' | 'everybody';
  readonly body?: {
    readonly schema: z.ZodType;
    /** A body that works, but for ids of documents: `<item>` stands for that of one. */
    readonly example: unknown;
    /** Whether it may be left out. */
    readonly isOptional?: true;
  };
  /** Of a route that answers a list with pages: what it can be filtered and sorted by, or nothing. */
  readonly list?: ListDefinition | 'unfiltered';
  /** Other parameters of the query, by name. */
  readonly query?: Readonly<Record<string, ContractParameter>>;
  readonly headers?: Readonly<Record<string, ContractParameter>>;
  /** What stands in `meta`, where it is not that of pages. */
  readonly meta?: z.ZodType;
  /** By status; more than one where what comes of it depends. */
  readonly answers: Readonly<Record<number, ContractAnswer>>;
  /** What it refuses besides what every route of its kind may refuse. */
  readonly refusals?: readonly ErrorCode[];
}

interface ContractParameter {
  readonly description: string;
  readonly schema: z.ZodType;
}

export const errorCode = z
  .enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]])
  .meta({ id: 'ErrorCode', description: 'Stable; to program against.' });

/** `actions` of a thing: for each of the names, whether the asker may do it now, and why not. */
export const actionsOf = <Name extends string>(...names: readonly [Name, ...Name[]]) => {
  const action = z.enum(names);
  return z.array(
    z.union([
      z.object({ action, allowed: z.literal(true) }),
      z.object({ action, allowed: z.literal(false), code: errorCode, reason: z.string() }),
    ]),
  );
};

/** A document of Strapi, by the id that stays with it. */
export const documentId = z.string().min(1).max(64);

/** A moment in UTC: `2026-01-31T12:00:00.000Z`. */
export const momentText = z.iso.datetime();

/** The shape of every refusal. */
export const errorBody = z
  .object({
    data: z.null(),
    error: z.object({
      status: z.int(),
      name: z.string(),
      message: z.string().meta({ description: 'A sentence for the person who asked.' }),
      details: z
        .looseObject({
          code: errorCode.optional(),
          errors: z
            .array(z.looseObject({ path: z.array(z.string()), message: z.string() }))
            .optional()
            .meta({ description: 'One entry for each field at fault.' }),
        })
        .meta({ description: 'What else belongs to the code.' }),
    }),
  })
  .meta({ id: 'Error', description: 'A refusal.' });

const count = z.int().min(0);

/** `meta` of a list with pages. */
export const pageMeta = z
  .object({
    pagination: z.object({
      page: z.int().min(1),
      pageSize: z.int().min(1),
      pageCount: count.optional(),
      total: count.optional(),
    }),
  })
  .meta({
    id: 'PageMeta',
    description: '`pageCount` and `total` are left out where `pagination[withCount]` is false.',
  });
