import { findAnswer } from '../../../shared/form';
import type { ProducerKind } from '../../../shared/producer-states';
import type { Actor, StateChange } from '../history';
import { cutText } from '../kernel/cut-text';
import { OrderbridgeError } from '../kernel/errors';
import type { RequestedLine, TaskRow } from './content-types';

/** What a task does not have before its provider has answered. */
export const NEW_TASK = {
  parentKind: null,
  parentNumber: null,
  parentState: null,
  declinedCode: null,
  declinedReason: null,
  endedAt: null,
  pointOfNoReturnAt: null,
  answeredAt: null,
  assigneeId: null,
  assigneeName: null,
} as const satisfies Partial<TaskRow>;

/**
 * What a request becomes.
 *
 * @throws `item.kinds_mixed`: lines of an order go together, a service request is one line.
 */
export const assertOneKind = (kinds: readonly ProducerKind[]): ProducerKind => {
  const [kind = 'order'] = kinds;
  const isOne = kinds.every((other) => other === kind) && (kind === 'order' || kinds.length === 1);
  if (isOne) return kind;
  throw new OrderbridgeError(
    'item.kinds_mixed',
    'What is ordered goes into one request; each request for help, issue and change is one of its own.',
    { kinds },
  );
};

/** What the requester called the matter, in the forms that ask for it. */
const subjectOf = ({ answers }: Pick<RequestedLine, 'answers'>): string | undefined => {
  const subject = findAnswer(answers, '/characteristics/subject');
  return typeof subject === 'string' && subject.trim() !== '' ? subject.trim() : undefined;
};

/** How a request is called whose requester gave no title. */
export const titleOf = (
  kind: ProducerKind | 'service_request',
  lines: readonly Pick<RequestedLine, 'name' | 'answers'>[],
): string => {
  const [line] = lines;
  const subject = kind === 'order' || line === undefined ? undefined : subjectOf(line);
  const names = [...new Set(lines.map(({ name }) => name))].join(', ');
  return cutText(subject ?? names);
};

/** The first entry of a task's history, the same on both sides: somebody of the consumer asked. */
export const toSubmitted = (taskId: string, actor: Actor, at: Date): StateChange => ({
  subjectType: 'provider-task',
  subjectId: taskId,
  from: null,
  to: 'new',
  actor,
  at,
  deed: { verb: 'submit', side: 'consumer', version: 0 },
});
