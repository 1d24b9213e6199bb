import type { Side } from '../../../shared/service-request-states';
import type { StateChangeRow } from '../history';
import type { CommentView } from './comments';

interface Entry {
  readonly at: string;
  readonly by: { readonly name: string; readonly side: Side | null };
}

/** Something was done to the request or to what it tracks; the state of the task may have stayed. */
interface StateEntry extends Entry {
  readonly kind: 'state';
  readonly verb: string | null;
  readonly from: string | null;
  readonly to: string;
  readonly parentState: string | null;
  readonly version: number | null;
  readonly reason: string | null;
}

/** Something was asked for and refused. */
interface RefusalEntry extends Entry {
  readonly kind: 'refusal';
  readonly verb: string | null;
  readonly code: string;
  readonly reason: string | null;
}

interface CommentEntry extends Entry {
  readonly kind: 'comment';
  readonly comment: CommentView;
}

export type TimelineEntry = StateEntry | RefusalEntry | CommentEntry;

const toEntry = (row: StateChangeRow): StateEntry | RefusalEntry => {
  const { verb, reason, refusal } = row;
  const entry = {
    at: row.changedAt,
    by: { name: row.actorName, side: row.actorSide },
    verb,
    reason,
  };
  return refusal === null
    ? {
        ...entry,
        kind: 'state',
        from: row.fromState,
        to: row.toState,
        parentState: row.parentState,
        version: row.version,
      }
    : { ...entry, kind: 'refusal', code: refusal };
};

interface Dated {
  /** Milliseconds since 1970; never later than what follows. */
  readonly place: number;
  readonly row: StateChangeRow;
}

/** What was done, in the order of the versions that it made. */
const dateChanges = (changes: readonly StateChangeRow[]): Dated[] => {
  const inOrder = [...changes].sort((one, other) => (one.version ?? 0) - (other.version ?? 0));
  // All but the request itself is dated by the provider: a consumer's clock that runs ahead must not
  // take the rest along.
  let earliest = Infinity;
  return inOrder
    .reverse()
    .map((row): Dated => {
      earliest = Math.min(earliest, new Date(row.changedAt).getTime());
      return { place: earliest, row };
    })
    .reverse();
};

/** Behind how many of the changes each comment stands, oldest first as they come. */
const placeComments = (
  dated: readonly Dated[],
  comments: readonly CommentView[],
): { readonly comment: CommentView; readonly behind: number }[] => {
  // Nobody writes a comment before the provider has taken the request.
  const taken = dated.find(({ row }) => row.refusal === null && row.version === 1)?.place ?? 0;
  const doneBy = new Map(dated.map(({ row: { commentId } }, index) => [commentId, index]));
  // What a comment did stands behind it, and behind all that its side had said before, which was read
  // off the same clock.
  let atMost = dated.length;
  return [...comments]
    .reverse()
    .map((comment) => {
      const at = Math.max(taken, new Date(comment.writtenAt).getTime());
      const behind = dated.filter(({ place }) => place <= at).length;
      if (comment.side === 'provider') return { comment, behind };
      atMost = Math.min(atMost, behind, doneBy.get(comment.id) ?? dated.length);
      return { comment, behind: atMost };
    })
    .reverse();
};

const toCommentEntry = (comment: CommentView): CommentEntry => ({
  kind: 'comment',
  at: comment.writtenAt,
  by: { name: comment.author.name, side: comment.side },
  comment,
});

/**
 * The life of a task as both sides tell it: what was done, what was refused and what was said, in
 * order. Moments are those of the side where something happened, and its clock may be wrong: what was
 * done keeps the order of the versions that it made, and stands behind the comment that did it; else
 * what was said stands where its own moment puts it, and behind what was done at that very moment.
 *
 * @param changes of the task, in the order in which this side came to know them
 * @param comments of the task, oldest first
 */
export const mergeTimeline = (
  changes: readonly StateChangeRow[],
  comments: readonly CommentView[],
): TimelineEntry[] => {
  const dated = dateChanges(changes);
  const said = placeComments(dated, comments);
  const saidBehind = (count: number) =>
    said.filter(({ behind }) => behind === count).map(({ comment }) => toCommentEntry(comment));
  return [
    ...saidBehind(0),
    ...dated.flatMap(({ row }, index) => [toEntry(row), ...saidBehind(index + 1)]),
  ];
};
