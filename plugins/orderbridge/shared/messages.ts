import { z } from 'zod';
import { LINE_ACTIONS, ORDER_STATES } from './order-states';
import { SERVICE_REQUEST_KINDS, SERVICE_REQUEST_STATES } from './service-request-states';
import { SHARED_TASK_STATES } from './task-states';
import { PRODUCER_KINDS } from './producer-states';
import {
  FIELD_FORMATS,
  FIELD_TYPES,
  MAX_PATTERN_LENGTH,
  MAX_POINTER_LENGTH,
  WIDGETS,
  type AnswerValue,
  type FieldSchema,
  type Form,
} from './form';

/** The version of the envelope below. A receiver refuses what it does not know. */
export const PROTOCOL_VERSION = '1.0';

/** The largest number that the databases' integer columns take. */
export const MAX_COUNT = 2_147_483_647;
const count = z.int().min(1).max(MAX_COUNT);

/** What the two sides tell each other of a request fits into one message, with room to spare. */
export const MAX_SNAPSHOT_BYTES = 512 * 1024;

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

const answerValue: z.ZodType<AnswerValue> = z
  .lazy(() =>
    z.union([
      z.string(),
      z.number(),
      z.boolean(),
      z.null(),
      z.array(answerValue),
      z.record(z.string().max(255), answerValue),
    ]),
  )
  .meta({ id: 'AnswerValue' });
export const answers = z.record(z.string().max(255), answerValue);

const labelledAnswer = z.strictObject({
  field: z.string().max(MAX_POINTER_LENGTH),
  section: z.string().optional(),
  label: shortText,
  value: answerValue,
  valueLabel: z.string(),
});

const size = z.int().min(0).max(MAX_COUNT);

// A peer's form is compiled and answers are checked with it, so nothing may stand in it but what a
// derived form has, and no references. Its patterns are looked at where it is compiled.
const fieldSchema: z.ZodType<FieldSchema> = z
  .lazy(() =>
    z.strictObject({
      type: z.enum(FIELD_TYPES),
      title: shortText.optional(),
      description: z.string().optional(),
      default: answerValue.optional(),
      const: answerValue.optional(),
      enum: z.array(answerValue).min(1).optional(),
      oneOf: z
        .array(z.strictObject({ const: answerValue, title: shortText }))
        .min(1)
        .optional(),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
      minLength: size.optional(),
      maxLength: size.optional(),
      pattern: z.string().max(MAX_PATTERN_LENGTH).optional(),
      format: z.enum(FIELD_FORMATS).optional(),
      properties: fields.optional(),
      required: z.array(z.string().max(255)).optional(),
      additionalProperties: z.literal(false).optional(),
      items: fieldSchema.optional(),
      minItems: size.optional(),
      maxItems: size.optional(),
      uniqueItems: z.boolean().optional(),
    }),
  )
  .meta({ id: 'FieldSchema' });
const fields = z.record(z.string().max(255), fieldSchema).meta({ id: 'FieldSchemas' });

export const form: z.ZodType<Form> = z.strictObject({
  schema: z.strictObject({
    $schema: z.literal('https://json-schema.org/draft/2020-12/schema'),
    type: z.literal('object'),
    properties: fields,
    required: z.array(z.string().max(255)),
    additionalProperties: z.literal(false),
  }),
  hints: z.array(
    z.strictObject({
      field: z.string().max(MAX_POINTER_LENGTH),
      widget: z.enum(WIDGETS),
      unit: shortText.optional(),
      text: z.string().optional(),
      hidden: z.literal(true).optional(),
      includedByDefault: z.boolean().optional(),
    }),
  ),
  quantity: z.strictObject({ minimum: count, maximum: count.nullable() }),
});

export const validity = z.strictObject({ from: moment.nullable(), to: moment.nullable() });

export const catalogItem = z.strictObject({
  identity,
  revision: count,
  kind: z.enum(PRODUCER_KINDS),
  name: shortText.min(1),
  description: z.string().max(20_000).nullable(),
  image: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }).max(2_000),
      alternativeText: shortText.nullable(),
    })
    .nullable(),
  /** When it can be ordered. */
  validity,
  form,
});
export type CatalogItemMessage = z.infer<typeof catalogItem>;

export const catalogItemWithdrawn = z.strictObject({ identity });
/** Ends one revision for who still has it active; the item itself stays. */
export const catalogItemArchived = z.strictObject({ identity, revision: count });
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

export const orderSnapshot = z.strictObject({
  number: shortText,
  state: orderState,
  version: count,
  /** The day and hour that a scheduled order is to be started at. */
  scheduledStart: moment.nullable(),
  /** From then on it cannot be taken back. */
  pointOfNoReturnAt: moment.nullable(),
  lines: z.array(
    z.strictObject({
      lineNumber: count,
      /** The line of the bundle that this one is a part of; null where the line itself was asked for. */
      parentLineNumber: count.nullable(),
      /** Where the part stands in the answers to the item's form, a JSON Pointer. */
      part: z.string().max(MAX_POINTER_LENGTH).nullable(),
      name: shortText,
      action: z.enum(LINE_ACTIONS),
      state: orderState,
      /** Of a part: how many for each one of the line above it. */
      quantity: count,
      /** Those that belong to no line below this one. */
      answers: z.array(labelledAnswer),
    }),
  ),
});
export type OrderSnapshot = z.infer<typeof orderSnapshot>;

export const serviceRequestSnapshot = z.strictObject({
  number: shortText,
  kind: z.enum(SERVICE_REQUEST_KINDS),
  state: z.enum(SERVICE_REQUEST_STATES),
  version: count,
  name: shortText,
  answers: z.array(labelledAnswer),
  resolution: z.strictObject({ code: shortText, label: shortText, notes: z.string() }).nullable(),
});
export type ServiceRequestSnapshot = z.infer<typeof serviceRequestSnapshot>;

const taskFields = () => ({
  number: taskNumber,
  state: taskState,
  parentNumber: shortText,
  version: count,
});
const orderTask = z.strictObject({
  ...taskFields(),
  parentKind: z.literal('order'),
  parentState: orderState,
});
const serviceRequestTask = z.strictObject({
  ...taskFields(),
  parentKind: z.literal('service_request'),
  parentState: z.enum(SERVICE_REQUEST_STATES),
});
const taskSnapshot = z.discriminatedUnion('parentKind', [orderTask, serviceRequestTask]);
export type TaskSnapshot = z.infer<typeof taskSnapshot>;

export const taskAccepted = z.union([
  z.strictObject({ task: orderTask, order: orderSnapshot }),
  z.strictObject({ task: serviceRequestTask, serviceRequest: serviceRequestSnapshot }),
]);
export const taskDeclined = z.strictObject({
  number: taskNumber,
  code: z.string().max(64),
  reason: z.string(),
});

const commentId = z.string().min(1).max(64);
/** Longest comment, in characters. */
export const MAX_COMMENT_LENGTH = 20_000;

const side = z.enum(['provider', 'consumer']);
const verb = z.string().min(1).max(64);
/** Longest reason, in characters. */
export const MAX_REASON_LENGTH = 2_000;
const reason = z.string().max(MAX_REASON_LENGTH);
/** Longest reason that is told of a change: a resolution code's name and the notes of the solution. */
const MAX_TOLD_LENGTH = MAX_COMMENT_LENGTH + 500;

export const taskStateChanged = z.strictObject({
  task: taskSnapshot,
  /** What was done to the parent; the state may have stayed. */
  verb,
  changedAt: moment,
  changedBy: z.strictObject({ name: shortText, side }),
  /** Why; of a solution, what it is. */
  reason: z.string().max(MAX_TOLD_LENGTH).optional(),
  /** The comment of the consumer that did it, where one did. */
  commentId: commentId.optional(),
});
export const orderChanged = z.strictObject({ number: taskNumber, order: orderSnapshot });
export const serviceRequestChanged = z.strictObject({
  number: taskNumber,
  serviceRequest: serviceRequestSnapshot,
});

/**
 * What a receiver of webhooks is told of: what a provider sends, but for the answers to commands, which
 * are answers of the REST API there, and the end of an old revision, for it always has the newest active.
 */
export const WEBHOOK_EVENT_TYPES = [
  'catalog_item.offered',
  'catalog_item.changed',
  'catalog_item.withdrawn',
  'task.accepted',
  'task.state_changed',
  'order.changed',
  'service_request.changed',
  'comment.added',
  'comment.changed',
] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** What a consumer wants of a task, which its provider owns. */
const TASK_COMMANDS = ['task.cancel', 'task.accept', 'task.reject'] as const;
export type TaskCommand = (typeof TASK_COMMANDS)[number];

const commandFields = () => ({
  number: taskNumber,
  requester: z.strictObject({ name: shortText }),
});
export const taskCancel = z.strictObject({ ...commandFields(), reason: reason.min(1).optional() });
/** The version says which solution was seen: another one has not been accepted or rejected. */
export const taskAccept = z.strictObject({ ...commandFields(), expectedVersion: count });
export const taskReject = z.strictObject({
  ...commandFields(),
  expectedVersion: count,
  reason: reason.min(1),
});

const command = z.enum(TASK_COMMANDS);
export const commandAccepted = z.strictObject({ number: taskNumber, command });
export const commandRefused = z.strictObject({
  number: taskNumber,
  command,
  requester: z.strictObject({ name: shortText }),
  code: z.string().max(64),
  reason: z.string(),
  refusedAt: moment,
  /** How the task stands; nothing where there is none. */
  task: taskSnapshot.nullable(),
});

export const commentAdded = z.strictObject({
  number: taskNumber,
  comment: z.strictObject({
    id: commentId,
    side,
    author: z.strictObject({ name: shortText, organisation: shortText }),
    body: z.string().min(1).max(MAX_COMMENT_LENGTH),
    writtenAt: moment,
  }),
});

/** What the author's side has made of a comment; without a body it is deleted. */
export const commentChanged = z.strictObject({
  number: taskNumber,
  comment: z.strictObject({
    id: commentId,
    /** 1 as it was written; counts the changes. */
    version: z.int().min(2).max(MAX_COUNT),
    body: z.string().min(1).max(MAX_COMMENT_LENGTH).nullable(),
    changedAt: moment,
  }),
});

/** One side's half of the agreement on new keys: an X25519 public key, base64 of its DER form. */
const keyHalf = z.strictObject({
  rotation: z.string().min(1).max(64),
  publicKey: z.base64().max(200),
});
export const keyOffered = keyHalf;
export const keyConfirmed = keyHalf;
