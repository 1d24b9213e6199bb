/** What requesters and applications send of tasks, and what they get. */
import { z } from 'zod';
import type { ErrorCode } from '../../../shared/errors';
import {
  answers,
  MAX_COMMENT_LENGTH,
  MAX_COUNT,
  MAX_REASON_LENGTH,
  orderSnapshot,
  serviceRequestSnapshot,
} from '../../../shared/messages';
import { ORDER_STATES } from '../../../shared/order-states';
import { SERVICE_REQUEST_STATES } from '../../../shared/service-request-states';
import { PARENT_KINDS, TASK_STATES } from '../../../shared/task-states';
import { actionsOf, documentId, momentText, type RouteContract } from '../kernel/contract';
import type { CommentView } from './comments';
import { TASK_LIST } from './list-tasks';
import type { ConsumerVerb } from './task-actions';
import type { CommandView, TaskSummary, TaskView } from './task-view';
import type { TimelineEntry } from './timeline';

const MAX_LINES = 100;

export const createBody = z.strictObject({
  data: z.strictObject({
    title: z
      .string()
      .trim()
      .min(1)
      .max(255)
      .optional()
      .meta({ description: 'Made of the names of the items where it is missing.' }),
    lines: z
      .array(
        z.strictObject({
          item: documentId.meta({ description: 'The document id of an item.' }),
          revision: z
            .int()
            .min(1)
            .max(MAX_COUNT)
            .optional()
            .meta({ description: 'The one that the requester saw.' }),
          quantity: z.int().min(1).max(1_000_000).default(1),
          answers: answers
            .default({})
            .meta({ description: 'As the JSON Schema of the item’s form asks for them.' }),
        }),
      )
      .min(1)
      .max(MAX_LINES),
  }),
});

export const commentBody = z.strictObject({
  data: z.strictObject({ body: z.string().trim().min(1).max(MAX_COMMENT_LENGTH) }),
});

const expectedVersion = z
  .int()
  .min(0)
  .max(MAX_COUNT)
  .optional()
  .meta({ description: 'The version of the task that the asker has seen.' });
const reason = z.string({ error: 'say why' }).trim().min(1).max(MAX_REASON_LENGTH);
export const wishBodies = {
  cancel: z.strictObject({ expectedVersion, reason: reason.optional() }),
  accept: z.strictObject({ expectedVersion }),
  reject: z.strictObject({ expectedVersion, reason }),
} as const satisfies Record<ConsumerVerb, z.ZodType>;

const side = z.enum(['provider', 'consumer']);

const comment: z.ZodType<CommentView> = z
  .object({
    id: z.string(),
    author: z.object({ name: z.string(), organisation: z.string() }),
    side,
    body: z.string().nullable().meta({ description: 'Nothing once it is deleted.' }),
    writtenAt: momentText,
    version: z.int(),
    editedAt: momentText.nullable(),
    deletedAt: momentText.nullable(),
    actions: actionsOf('edit', 'delete'),
  })
  .meta({ id: 'Comment' });

const summaryFields = () => ({
  documentId,
  number: z.string().meta({ description: 'The same on both sides: `PT-NORD-000123`.' }),
  title: z.string(),
  state: z.enum(TASK_STATES),
  parentKind: z.enum(PARENT_KINDS).nullable(),
  parentNumber: z.string().nullable(),
  parentState: z.enum([...ORDER_STATES, ...SERVICE_REQUEST_STATES]).nullable(),
  version: z.int().min(0),
  connection: z.string(),
  requester: z.object({ name: z.string() }),
  requestedAt: momentText,
  declined: z.object({ code: z.string(), reason: z.string() }).nullable(),
  movedAt: momentText,
  endedAt: momentText.nullable(),
  actions: actionsOf('comment', 'cancel', 'accept', 'reject'),
});

const summary: z.ZodType<TaskSummary> = z.object(summaryFields()).meta({ id: 'TaskSummary' });

const viewFields = () => ({
  ...summaryFields(),
  requestedLines: z.array(
    z.object({
      identity: z.string(),
      revision: z.int(),
      name: z.string(),
      quantity: z.int(),
      answers,
    }),
  ),
});

const view: z.ZodType<TaskView> = z.object(viewFields()).meta({ id: 'Task' });

const command: z.ZodType<CommandView> = z
  .object({
    command: z.string(),
    state: z.enum(['pending', 'accepted', 'refused']),
    askedBy: z.string().nullable(),
    askedAt: momentText,
    answeredAt: momentText.nullable(),
    code: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Command', description: 'Something that was asked of the provider.' });

const entryFields = () => ({
  at: momentText,
  by: z.object({ name: z.string(), side: side.nullable() }),
});
const timelineEntry: z.ZodType<TimelineEntry> = z
  .discriminatedUnion('kind', [
    z.object({
      ...entryFields(),
      kind: z.literal('state'),
      verb: z.string().nullable(),
      from: z.string().nullable(),
      to: z.string(),
      parentState: z.string().nullable(),
      version: z.int().nullable(),
      reason: z.string().nullable(),
    }),
    z.object({
      ...entryFields(),
      kind: z.literal('refusal'),
      verb: z.string().nullable(),
      code: z.string(),
      reason: z.string().nullable(),
    }),
    z.object({ ...entryFields(), kind: z.literal('comment'), comment }),
  ])
  .meta({ id: 'TimelineEntry' });

/** On the provider itself, the document is there, too. */
const hereToo = () => ({ documentId: documentId.optional() });

const whole = z
  .object({
    ...viewFields(),
    order: orderSnapshot.extend(hereToo()).nullable(),
    serviceRequest: serviceRequestSnapshot.extend(hereToo()).nullable(),
    comments: z.array(comment),
    commands: z.array(command),
    timeline: z.array(timelineEntry),
  })
  .meta({ id: 'WholeTask' });

const common = { tag: 'Requests', for: 'consumers' } as const;

const wishAnswers = {
  200: { description: 'It is done: the task is kept at this very instance.', data: whole },
  202: {
    description: 'It was asked of the provider’s instance, which answers later.',
    data: whole,
  },
};
const wishRefusals = [
  'task.not_found',
  'connection.ended',
  'task.not_accepted',
  'task.over',
  'task.version_conflict',
  'task.command_pending',
  'task.action_not_for_parent',
  'order.illegal_transition',
  'order.past_point_of_no_return',
  'service_request.illegal_transition',
] as const satisfies readonly ErrorCode[];

const commentRefusals = [
  'task.not_found',
  'connection.ended',
  'task.over',
  'comment.not_found',
  'comment.not_yours',
  'comment.deleted',
] as const satisfies readonly ErrorCode[];

const commentExample = { data: { body: 'Could you come on Tuesday?' } };

/** By the name of the handler. */
export const taskContracts = {
  create: {
    summary: 'Submit a request',
    description:
      'One request becomes one task: above an order, or above a service request for help, an issue or a change.',
    ...common,
    body: {
      schema: createBody,
      example: {
        data: {
          title: 'Nobody can print',
          lines: [
            {
              item: '<item>',
              answers: {
                characteristics: {
                  subject: 'Nobody can print',
                  description: 'Since this morning, on the whole second floor.',
                  priority: 'high',
                },
              },
            },
          ],
        },
      },
    },
    headers: {
      'Idempotency-Key': {
        description:
          'The same request with the same key gets the first answer again for 24 hours, and makes one task.',
        schema: z.string().min(1).max(255).optional(),
      },
    },
    answers: { 201: { description: 'The task', data: view } },
    refusals: [
      'request.idempotency_key_reused',
      'request.rate_limited',
      'item.not_found',
      'connection.ended',
      'item.revision_outdated',
      'item.not_active',
      'item.not_offered',
      'item.not_yet_valid',
      'item.no_longer_valid',
      'item.lines_of_several_providers',
      'item.kinds_mixed',
      'answers.invalid',
      'quantity.out_of_range',
    ],
  },
  find: {
    summary: 'List requests',
    ...common,
    list: TASK_LIST,
    answers: { 200: { description: 'A page of tasks', data: z.array(summary) } },
  },
  findOne: {
    summary: 'Read a request',
    ...common,
    answers: { 200: { description: 'The task with all that belongs to it', data: whole } },
    refusals: ['task.not_found'],
  },
  cancel: {
    summary: 'Ask to cancel a request',
    ...common,
    body: {
      schema: wishBodies.cancel,
      example: { reason: 'We have moved.' },
      isOptional: true,
    },
    answers: wishAnswers,
    refusals: wishRefusals,
  },
  accept: {
    summary: 'Accept a solution',
    ...common,
    body: { schema: wishBodies.accept, example: {}, isOptional: true },
    answers: wishAnswers,
    refusals: wishRefusals,
  },
  reject: {
    summary: 'Reject a solution',
    ...common,
    body: { schema: wishBodies.reject, example: { reason: 'It still does not print.' } },
    answers: wishAnswers,
    refusals: wishRefusals,
  },
  findComments: {
    summary: 'List the comments on a request',
    ...common,
    answers: { 200: { description: 'Comments, oldest first', data: z.array(comment) } },
    refusals: ['task.not_found'],
  },
  comment: {
    summary: 'Comment on a request',
    ...common,
    body: { schema: commentBody, example: commentExample },
    answers: { 201: { description: 'The comment', data: comment } },
    refusals: ['task.not_found', 'task.not_accepted', 'task.over', 'connection.ended'],
  },
  editComment: {
    summary: 'Edit a comment',
    ...common,
    body: { schema: commentBody, example: commentExample },
    answers: { 200: { description: 'The comment', data: comment } },
    refusals: commentRefusals,
  },
  deleteComment: {
    summary: 'Delete a comment',
    ...common,
    answers: { 200: { description: 'The comment, without its body', data: comment } },
    refusals: commentRefusals,
  },
} as const satisfies Record<string, RouteContract>;
