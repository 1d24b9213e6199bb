import { z } from 'zod';
import { LINE_ACTIONS, ORDER_STATES } from './order-states';
import { SHARED_TASK_STATES } from './task-states';
import { WIDGETS, type Form } from './form';

/** The version of the envelope below. A receiver refuses what it does not know. */
export const PROTOCOL_VERSION = '1.0';

/** The largest number that the databases' integer columns take. */
export const MAX_COUNT = 2_147_483_647;
const count = z.int().min(1).max(MAX_COUNT);

/** Messages of one signed request between two instances. */
export const MAX_BATCH_SIZE = 100;

/** A message as it stands in the outbox and on the wire. */
export const envelope = z.strictObject({
  specversion: z.literal(PROTOCOL_VERSION),
  id: z.string().min(1).max(64),
  type: z
    .string()
    .max(64)
    .regex(/^[a-z_]+\.[a-z_]+$/),
  source: z.string().max(200),
  audience: z.string().max(200),
  stream: z.string().min(1).max(200),
  epoch: count,
  sequence: count,
  time: z.iso.datetime(),
  causation: z.string().max(64).optional(),
  data: z.record(z.string(), z.unknown()),
});
export type Envelope = z.infer<typeof envelope>;

export const batch = z.strictObject({
  specversion: z.literal(PROTOCOL_VERSION),
  batch: z.array(z.unknown()).min(1).max(MAX_BATCH_SIZE),
});

/** What a receiver answers for one message; a batch answers a list of these. */
export type MessageResult =
  | { readonly id: string; readonly status: 200; readonly result: 'applied' | 'duplicate' }
  | {
      readonly id: string;
      readonly status: 409;
      readonly code: 'bridge.gap';
      /** The sequence that the receiver waits for. */
      readonly expected: number;
    }
  | {
      readonly id: string;
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly epoch?: number;
    };

const identity = z.string().min(1).max(64);
/** `PT-<short code>-<count>` */
const taskNumber = z.string().regex(/^PT-[A-Z0-9]{2,8}-\d{6,12}$/);
const shortText = z.string().max(255);
const moment = z.iso.datetime();

const answerValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const answers = z.record(z.string().max(255), answerValue);

const labelledAnswer = z.strictObject({
  name: shortText,
  label: shortText,
  value: answerValue,
  valueLabel: z.string(),
});

const fieldSchema = z.strictObject({
  type: z.enum(['string', 'integer', 'number', 'boolean']),
  title: shortText,
  description: z.string().optional(),
  default: answerValue.optional(),
  oneOf: z.array(z.strictObject({ const: answerValue, title: shortText })).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.int().min(0).optional(),
  maxLength: z.int().min(0).optional(),
});

// A peer's form is compiled and answers are checked with it, so nothing may stand in it but what a
// derived form has: no references, no patterns that run away.
const form: z.ZodType<Form> = z.strictObject({
  schema: z.strictObject({
    $schema: z.literal('https://json-schema.org/draft/2020-12/schema'),
    type: z.literal('object'),
    properties: z.record(z.string().max(255), fieldSchema),
    required: z.array(z.string().max(255)),
    additionalProperties: z.literal(false),
  }),
  hints: z.array(
    z.strictObject({
      field: z.string().max(255),
      widget: z.enum(WIDGETS),
      unit: shortText.optional(),
    }),
  ),
  quantity: z.strictObject({ minimum: count, maximum: count.nullable() }),
});

export const catalogItem = z.strictObject({
  identity,
  revision: count,
  name: shortText.min(1),
  description: z.string().max(20_000).nullable(),
  form,
});
export type CatalogItemMessage = z.infer<typeof catalogItem>;

export const catalogItemWithdrawn = z.strictObject({ identity });
export const catalogItemActivation = z.strictObject({ identity, revision: count });

export const taskCreate = z.strictObject({
  number: taskNumber,
  title: shortText,
  requester: z.strictObject({ name: shortText }),
  requestedAt: moment,
  lines: z
    .array(
      z.strictObject({
        identity,
        revision: count,
        // What changes something that is there orders by inventory, which there is none of yet.
        action: z.literal('add'),
        quantity: count,
        answers,
      }),
    )
    .min(1)
    .max(100),
});

const orderState = z.enum(ORDER_STATES);
const taskState = z.enum(SHARED_TASK_STATES);

const orderSnapshot = z.strictObject({
  number: shortText,
  state: orderState,
  version: count,
  lines: z.array(
    z.strictObject({
      lineNumber: count,
      name: shortText,
      action: z.enum(LINE_ACTIONS),
      state: orderState,
      quantity: count,
      answers: z.array(labelledAnswer),
    }),
  ),
});
export type OrderSnapshot = z.infer<typeof orderSnapshot>;

const taskSnapshot = z.strictObject({
  number: taskNumber,
  state: taskState,
  parentKind: z.literal('order'),
  parentNumber: shortText,
  parentState: orderState,
  version: count,
});
export type TaskSnapshot = z.infer<typeof taskSnapshot>;

export const taskAccepted = z.strictObject({ task: taskSnapshot, order: orderSnapshot });
export const taskDeclined = z.strictObject({
  number: taskNumber,
  code: z.string().max(64),
  reason: z.string(),
});
export const taskStateChanged = z.strictObject({
  task: taskSnapshot,
  changedAt: moment,
  changedBy: shortText,
  reason: z.string().optional(),
});
export const orderChanged = z.strictObject({ number: taskNumber, order: orderSnapshot });

/** Longest comment, in characters. */
export const MAX_COMMENT_LENGTH = 20_000;

export const commentAdded = z.strictObject({
  number: taskNumber,
  comment: z.strictObject({
    id: z.string().min(1).max(64),
    author: z.strictObject({ name: shortText, organisation: shortText }),
    body: z.string().min(1).max(MAX_COMMENT_LENGTH),
    writtenAt: moment,
  }),
});
