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

interface Placed {
  /** Milliseconds since 1970. */
  readonly place: number;
  readonly entry: TimelineEntry;
}

/**
 * The life of a task as both sides tell it: what was done, what was refused and what was said, in
 * order. Moments are those of the side where something happened, and its clock may be wrong: what was
 * done keeps the order of the versions that it made; what was said stands where its own moment puts it.
 *
 * @param changes of the task, in the order in which this side came to know them
 */
export const mergeTimeline = (
  changes: readonly StateChangeRow[],
  comments: readonly CommentView[],
): TimelineEntry[] => {
  const inOrder = [...changes].sort((one, other) => (one.version ?? 0) - (other.version ?? 0));
  // All but the request itself is dated by the provider: a consumer's clock that runs ahead must not
  // take the rest along.
  let earliest = Infinity;
  const placed = inOrder
    .reverse()
    .map((row): Placed => {
      earliest = Math.min(earliest, new Date(row.changedAt).getTime());
      return { place: earliest, entry: toEntry(row) };
    })
    .reverse();
  // Nobody writes a comment before the provider has taken the request.
  const taken = placed.find(({ entry }) => entry.kind === 'state' && entry.version === 1);
  const said = comments.map((comment): Placed => ({
    place: Math.max(taken?.place ?? 0, new Date(comment.writtenAt).getTime()),
    entry: {
      kind: 'comment',
      at: comment.writtenAt,
      by: { name: comment.author.name, side: comment.side },
      comment,
    },
  }));
  // What was said at the very moment of a change stands behind it. The sort keeps all else in place.
  return [...placed, ...said]
    .sort((one, other) => one.place - other.place)
    .map(({ entry }) => entry);
};
