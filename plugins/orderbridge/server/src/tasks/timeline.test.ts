import type { StateChangeRow } from '../history';
import type { CommentView } from './comments';
import { mergeTimeline } from './timeline';

const change = (version: number, changedAt: string, more: Partial<StateChangeRow> = {}) =>
  ({
    changedAt,
    version,
    verb: 'approve',
    fromState: 'received',
    toState: 'work_in_progress',
    actorName: 'Ada',
    actorSide: 'provider',
    parentState: 'acknowledged',
    reason: null,
    refusal: null,
    commentId: null,
    ...more,
  }) as StateChangeRow;

const comment = (
  id: string,
  writtenAt: string,
  side: CommentView['side'] = 'consumer',
): CommentView => ({
  id,
  author: { name: 'Grace', organisation: 'Nordwind' },
  side,
  body: id,
  writtenAt,
  version: 1,
  editedAt: null,
  deletedAt: null,
  actions: [],
});

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

const keysOf = (entries: ReturnType<typeof mergeTimeline>) =>
  entries.map((entry) =>
    entry.kind === 'comment'
      ? entry.comment.id
      : entry.kind === 'state'
        ? entry.version
        : entry.code,
  );

describe('the timeline of a task', () => {
  it('puts what was said between what was done, by the clock', () => {
    const entries = mergeTimeline(
      [change(2, at(1)), change(3, at(5))],
      [comment('a', at(0)), comment('b', at(3)), comment('c', at(9))],
    );
    expect(keysOf(entries)).toEqual(['a', 2, 'b', 3, 'c']);
  });

  it('keeps the order of what was done, whatever the clocks of the two sides say', () => {
    const entries = mergeTimeline([change(0, at(30)), change(1, at(2)), change(2, at(3))], []);
    expect(keysOf(entries)).toEqual([0, 1, 2]);
    expect(entries.map((entry) => entry.at)).toEqual([at(30), at(2), at(3)]);
  });

  it('puts nothing that was said before the request was taken, whatever the clocks say', () => {
    const said = [comment('behind', at(1)), comment('after', at(4))];
    const ahead = [change(0, at(30)), change(1, at(2)), change(2, at(3)), change(3, at(5))];
    expect(keysOf(mergeTimeline(ahead, said))).toEqual([0, 1, 'behind', 2, 'after', 3]);
    const back = [change(0, at(0)), ...ahead.slice(1)];
    expect(keysOf(mergeTimeline(back, said))).toEqual([0, 1, 'behind', 2, 'after', 3]);
  });

  it('puts what was said at the very moment of a change behind it', () => {
    expect(keysOf(mergeTimeline([change(1, at(1))], [comment('a', at(1))]))).toEqual([1, 'a']);
  });

  it('puts a comment before what it did at the very moment at which it was written', () => {
    const changes = [change(1, at(1)), change(2, at(3), { commentId: 'a' }), change(3, at(3))];
    expect(keysOf(mergeTimeline(changes, [comment('a', at(3)), comment('b', at(3))]))).toEqual([
      1,
      'a',
      2,
      3,
      'b',
    ]);
  });

  it('puts a comment before what it did, and behind what its side said before, whatever the clocks say', () => {
    const changes = [
      change(1, at(1)),
      change(2, at(2)),
      change(3, at(4), { verb: 'answer', actorSide: 'consumer', commentId: 'b' }),
      change(4, at(6)),
    ];
    // The consumer's clock runs five minutes ahead.
    const said = [
      comment('question', at(3), 'provider'),
      comment('remark', at(5), 'provider'),
      comment('a', at(8)),
      comment('b', at(9)),
      comment('c', at(10)),
    ];
    expect(keysOf(mergeTimeline(changes, said))).toEqual([
      1,
      2,
      'question',
      'a',
      'b',
      3,
      'remark',
      4,
      'c',
    ]);
  });

  it('leaves a comment where its moment puts it that did something only later', () => {
    const changes = [change(1, at(1)), change(2, at(5)), change(3, at(9), { commentId: 'a' })];
    expect(keysOf(mergeTimeline(changes, [comment('a', at(3))]))).toEqual([1, 'a', 2, 3]);
  });

  it('shows a refusal with its code, and no change of state', () => {
    const [entry] = mergeTimeline(
      [change(3, at(1), { refusal: 'order.past_point_of_no_return', verb: 'cancel' })],
      [],
    );
    expect(entry).toEqual({
      kind: 'refusal',
      at: at(1),
      by: { name: 'Ada', side: 'provider' },
      verb: 'cancel',
      code: 'order.past_point_of_no_return',
      reason: null,
    });
  });
});
