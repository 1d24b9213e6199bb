import type { Action } from '../../../shared/actions';
import { judgeOrderVerb } from '../../../shared/order-verbs';
import type { OrderState } from '../../../shared/order-states';
import {
  judgeServiceRequestVerb,
  type ServiceRequestState,
} from '../../../shared/service-request-states';
import { notPossible } from '../../../shared/words';
import type { TaskRow } from './content-types';

/** What a consumer does about a request besides writing comments. */
export const CONSUMER_VERBS = ['cancel', 'accept', 'reject'] as const;
export type ConsumerVerb = (typeof CONSUMER_VERBS)[number];

type JudgedTask = Pick<
  TaskRow,
  'state' | 'endedAt' | 'parentKind' | 'parentState' | 'pointOfNoReturnAt'
>;

/** What needs the other side, where nothing reaches it any more. */
const ENDED = {
  allowed: false,
  code: 'connection.ended',
  reason: 'The connection of this request has ended: the other side hears nothing of it any more.',
} as const;

/**
 * Whether a comment can still be written: while the task lives, and a while after.
 *
 * @param circumstances `hasEnded`: whether the connection has, so that nobody would read it
 */
export const judgeComment = (
  { state, endedAt }: Pick<TaskRow, 'state' | 'endedAt'>,
  { at, afterEndMs, hasEnded }: { at: Date; afterEndMs: number; hasEnded: boolean },
): Action<'comment'> => {
  if (hasEnded) return { action: 'comment', ...ENDED };
  if (state === 'new') {
    return {
      action: 'comment',
      allowed: false,
      code: 'task.not_accepted',
      reason: 'The provider has not taken this request yet.',
    };
  }
  const isOver =
    state === 'declined' ||
    (endedAt !== null && at.getTime() > new Date(endedAt).getTime() + afterEndMs);
  return isOver
    ? {
        action: 'comment',
        allowed: false,
        code: 'task.over',
        reason: 'This request is over, and comments on it are closed.',
      }
    : { action: 'comment', allowed: true };
};

const judgeOfOrder = (verb: ConsumerVerb, task: JudgedTask): Action<ConsumerVerb> => {
  if (verb !== 'cancel') {
    return {
      action: verb,
      allowed: false,
      code: 'task.action_not_for_parent',
      reason: 'An order is neither accepted nor rejected: it ends when the provider completes it.',
    };
  }
  const judged = judgeOrderVerb('request-cancel', {
    // An order's task shows an order's state.
    state: task.parentState as OrderState,
    pointOfNoReturnAt: task.pointOfNoReturnAt,
  });
  if (judged.allowed) return { action: verb, allowed: true };
  const reason =
    judged.code === 'order.illegal_transition'
      ? notPossible(verb, task.parentState ?? task.state)
      : judged.reason;
  return { ...judged, action: verb, reason };
};

/** What waits for the provider's answer: one wish at a time. */
const PENDING = {
  allowed: false,
  code: 'task.command_pending',
  reason: 'The provider has not answered what was asked before.',
} as const;

/** Whether a consumer may use a verb, as far as its side knows; the provider judges again. */
export const judgeConsumerVerb = (
  verb: ConsumerVerb,
  task: JudgedTask,
  { hasPending, hasEnded }: { hasPending: boolean; hasEnded: boolean },
): Action<ConsumerVerb> => {
  if (hasEnded) return { action: verb, ...ENDED };
  if (task.state === 'declined') {
    return {
      action: verb,
      allowed: false,
      code: 'task.over',
      reason: 'The provider has declined this request; correct it and send a new one.',
    };
  }
  if (hasPending) return { action: verb, ...PENDING };
  if (task.parentState === null) {
    return verb === 'cancel'
      ? // It travels behind the request itself.
        { action: verb, allowed: true }
      : {
          action: verb,
          allowed: false,
          code: 'task.not_accepted',
          reason: 'The provider has not taken this request yet.',
        };
  }
  return task.parentKind === 'order'
    ? judgeOfOrder(verb, task)
    : (judgeServiceRequestVerb(
        verb,
        task.parentState as ServiceRequestState,
      ) as Action<ConsumerVerb>);
};
