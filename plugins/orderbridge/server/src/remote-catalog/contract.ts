/** What requesters and applications get of what they can order. */
import { z } from 'zod';
import { form, validity } from '../../../shared/messages';
import { PRODUCER_KINDS } from '../../../shared/producer-states';
import { documentId, errorCode, type RouteContract } from '../kernel/contract';
import type { ItemView } from './item-view';

const item: z.ZodType<ItemView> = z
  .object({
    documentId,
    name: z.string(),
    description: z.string().nullable(),
    kind: z
      .enum(PRODUCER_KINDS)
      .meta({ description: 'What a request over it becomes: an order, or a service request.' }),
    image: z.object({ url: z.string(), alternativeText: z.string().nullable() }).nullable(),
    category: z.string().nullable(),
    provider: z.string(),
    revision: z.int(),
    newerRevision: z.int().nullable().meta({ description: 'Offered, but not active yet.' }),
    validity,
    orderable: z.union([
      z.object({ allowed: z.literal(true) }),
      z.object({ allowed: z.literal(false), code: errorCode, reason: z.string() }),
    ]),
    form: form.meta({ id: 'Form', description: 'JSON Schema of the answers, and how to draw it.' }),
  })
  .meta({ id: 'CatalogItem' });

const common = { tag: 'Catalogue', for: 'consumers' } as const;

/** By the name of the handler. */
export const itemContracts = {
  find: {
    summary: 'List what can be ordered',
    ...common,
    list: 'unfiltered',
    answers: { 200: { description: 'A page of active items', data: z.array(item) } },
  },
  findOne: {
    summary: 'Read an item with its form',
    ...common,
    answers: { 200: { description: 'The item', data: item } },
    refusals: ['item.not_found'],
  },
} as const satisfies Record<string, RouteContract>;
