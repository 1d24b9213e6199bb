import {
  judgeStaff,
  opened,
  step,
  type RequestModel,
  type Side,
  type Standing,
  type Wish,
} from './request-model';
import { unfold, type World } from './worlds';
import {
  expectAction,
  expectCommentActions,
  expectRequesterActions,
  parentOf,
  type ParentView,
  type TaskView,
} from './views';

/** A comment as it has to be on both sides in the end. */
export interface KeptComment {
  readonly id: string;
  readonly side: Side;
  readonly body: string | null;
  readonly version: number;
}

/** A request that both sides have told each other everything about. */
export interface AtRest {
  readonly here: TaskView;
  readonly there: TaskView;
}

const TASK_FIELDS = [
  'number',
  'title',
  'state',
  'parentKind',
  'parentNumber',
  'parentState',
  'version',
  'requestedAt',
  'movedAt',
  'endedAt',
  'declined',
];

const PARENT_FIELDS = {
  order: ['number', 'state', 'version', 'scheduledStart', 'pointOfNoReturnAt', 'lines'],
  service_request: ['number', 'kind', 'state', 'version', 'name', 'answers', 'resolution'],
};

const only = (view: Readonly<Record<string, unknown>> | null, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, view?.[field]]));

const wholeParentOf = (view: TaskView): ParentView => {
  const parent = parentOf(view);
  if (parent === null) throw new Error('There is nothing behind the task.');
  return parent;
};

/** What is the same for everybody who looks at it. */
const withoutActions = <Item extends { readonly actions: unknown }>(item: Item) => ({
  ...item,
  actions: undefined,
});

const timelineOf = ({ timeline }: TaskView) =>
  timeline.map((entry) => ({
    ...entry,
    ...(entry.comment && { comment: withoutActions(entry.comment) }),
  }));

const verbsOf = (model: RequestModel, side: Side): readonly string[] =>
  side === 'provider'
    ? [...model.staffVerbs, ...Object.values(model.automatic)]
    : [...Object.values(model.wishes), ...(model.comment === undefined ? [] : [model.comment])];

/** Takes the way that a history tells of, step by step; each has to be one of the model's. */
const expectLegalHistory = (
  model: RequestModel,
  history: ParentView['history'],
): Pick<Standing, 'state' | 'isPastReturn' | 'changes'> => {
  const count = model.opening.length;
  expect(history.slice(0, count)).toEqual(
    model.opening.map(({ verb, state, by }, index) =>
      expect.objectContaining({
        from: model.opening[index - 1]?.state ?? null,
        to: state,
        verb,
        side: by,
      }),
    ),
  );
  let standing = opened(model);
  for (const { from, to, verb, side } of history.slice(count)) {
    const verdict = step(model, standing, verb);
    const isLegal = verdict.allowed && verbsOf(model, side).includes(verb);
    const legal = isLegal ? `${standing.state} -> ${verdict.next.state}` : 'no way';
    expect(`${String(from)} -> ${to}, ${verb} of the ${side}`).toBe(
      `${legal}, ${verb} of the ${side}`,
    );
    if (verdict.allowed) standing = verdict.next;
  }
  return standing;
};

/** One entry of the task's history for each version, from the first to the last, as the model shows it. */
const expectWholeTimeline = (model: RequestModel, view: TaskView, parent: ParentView): void => {
  const states = view.timeline.filter(({ kind }) => kind === 'state');
  expect(states.map(({ version }) => version)).toEqual(
    Array.from({ length: view.version + 1 }, (_, version) => version),
  );
  const deeds = states.slice(2).map(({ verb, by: { side } }) => `${side}: ${verb}`);
  const automatic = Object.values(model.automatic);
  expect(deeds).toEqual(
    parent.history
      .slice(model.opening.length)
      .filter(({ verb }) => !automatic.includes(verb))
      .map(({ verb, side }) => `${side}: ${verb}`),
  );
  for (const { to, parentState } of states.slice(1)) {
    expect(to).toBe(model.shows[parentState ?? '']);
  }
};

/** What the clocks of the sides say does not put an answer before what it answers. */
const expectOrderOfTimeline = (model: RequestModel, { timeline }: TaskView): void => {
  expect(timeline.slice(0, 2).map(({ verb }) => verb)).toEqual(['submit', 'receive']);
  // Each comment answers once, and stands before its answer.
  let unanswering = 0;
  for (const { kind, verb, by } of timeline) {
    if (kind === 'comment' && by.side === 'consumer') unanswering += 1;
    if (kind !== 'state' || verb !== model.comment) continue;
    expect(unanswering).toBeGreaterThan(0);
    unanswering -= 1;
  }
};

/** Each wish has its answer, and each refusal its reason, where the requester looks and on both timelines. */
const expectExplainedRefusals = (model: RequestModel, { here, there }: AtRest): void => {
  const refused = here.commands.filter(({ state }) => state === 'refused');
  // A timeline calls what was refused as it calls what was done.
  const verbOf = (command: string) => model.wishes[command.replace('task.', '') as Wish];
  for (const { reason } of refused) expect(reason).toMatch(/\S/);
  for (const { timeline } of [here, there]) {
    expect(
      timeline
        .filter(({ kind }) => kind === 'refusal')
        .map(({ verb, code, reason, by }) => [verb, code, reason, by.side]),
    ).toEqual(
      refused.map(({ command, code, reason }) => [verbOf(command), code, reason, 'consumer']),
    );
  }
};

const expectStaffActions = (model: RequestModel, standing: Standing, parent: ParentView): void => {
  for (const verb of model.staffVerbs) {
    const verdict = judgeStaff(model, standing, { verb, seen: undefined, givesReason: true });
    expectAction(parent.actions, verb, verdict.allowed ? undefined : verdict.code);
  }
};

const expectSameOnBothSides = (model: RequestModel, { here, there }: AtRest): void => {
  expect(only(here, TASK_FIELDS)).toEqual(only(there, TASK_FIELDS));
  const fields = PARENT_FIELDS[model.kind];
  expect(only(parentOf(here), fields)).toEqual(only(parentOf(there), fields));
  expect(here.comments.map(withoutActions)).toEqual(there.comments.map(withoutActions));
  expect(timelineOf(here)).toEqual(timelineOf(there));
};

/**
 * Expects of a request at rest that it got there by legal steps, that both sides tell the same of it,
 * and that nothing of its history and no answer is missing.
 *
 * @returns the one world that explains it.
 */
export const expectSound = (
  model: RequestModel,
  { here, there }: AtRest,
  { worlds, comments }: { worlds: readonly World[]; comments: readonly KeptComment[] },
): World => {
  const parent = wholeParentOf(there);
  const walked = expectLegalHistory(model, parent.history);
  expect(parent).toMatchObject({ state: walked.state, version: walked.changes });
  expect(there).toMatchObject({
    parentState: walked.state,
    state: model.shows[walked.state],
    // A task is over when what it tracks is over, and open again where that is reopened.
    endedAt: model.final.includes(walked.state) ? expect.any(String) : null,
  });
  // Lines move with their order.
  for (const { state } of parent.lines ?? []) expect(state).toBe(walked.state);
  expectSameOnBothSides(model, { here, there });
  expectWholeTimeline(model, there, parent);
  expectOrderOfTimeline(model, there);
  expectExplainedRefusals(model, { here, there });

  const kept = there.comments.map(({ id, side, body, version }) => ({ id, side, body, version }));
  const byId = (one: KeptComment, other: KeptComment) => one.id.localeCompare(other.id);
  expect(kept.sort(byId)).toEqual([...comments].sort(byId));

  const answers = here.commands.map(({ state, code }) => code ?? state);
  const settled = worlds
    .flatMap((world) => unfold(model, world))
    .filter(({ underWay }) => underWay.length === 0);
  const [world] = settled.filter(
    ({ standing, answers: expected }) =>
      standing.state === walked.state &&
      standing.isPastReturn === walked.isPastReturn &&
      standing.changes === walked.changes &&
      standing.version === there.version &&
      JSON.stringify(expected) === JSON.stringify(answers),
  );
  if (world === undefined) {
    const told = JSON.stringify({ ...walked, version: there.version, answers });
    throw new Error(`The model ends in ${JSON.stringify(settled)}, the request in ${told}`);
  }
  expectStaffActions(model, world.standing, parent);
  expectRequesterActions(model, here);
  expectCommentActions(here, 'consumer');
  expectCommentActions(there, 'provider');
  return world;
};
