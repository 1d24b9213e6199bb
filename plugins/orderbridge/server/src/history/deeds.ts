import type { Side } from '../../../shared/service-request-states';
import type { Actor } from './index';

/** Who uses a verb, and what they say with it. */
export interface VerbInput {
  readonly actor: Actor;
  readonly side: Side;
  /** The version that the asker has seen; what has changed since is left alone. */
  readonly expectedVersion?: number | undefined;
  readonly reason?: string | undefined;
  /** The message that asks for it, where one does. */
  readonly causation?: string | undefined;
  /** The id of the comment that does it, where one does. */
  readonly commentId?: string | undefined;
}

/** The admin user who answers for something. */
export interface Assignee {
  readonly id: string | null;
  readonly name: string;
}

/** What others are told of a verb that was carried out. */
export interface ToldDeed extends Omit<VerbInput, 'expectedVersion'> {
  readonly verb: string;
  readonly assignee: Assignee | null;
}

/** Who answers for something, where somebody does. */
export const assigneeOf = ({
  assigneeId,
  assigneeName,
}: {
  readonly assigneeId: string | null;
  readonly assigneeName: string | null;
}): Assignee | null => (assigneeName === null ? null : { id: assigneeId, name: assigneeName });
