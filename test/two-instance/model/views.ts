import {
  refusalAtConsumer,
  WISHES,
  type Copy,
  type RequestModel,
  type Side,
} from './request-model';

interface Action {
  readonly action: string;
  readonly allowed: boolean;
  readonly code?: string;
  readonly reason?: string;
}

interface CommentView {
  readonly id: string;
  readonly side: Side;
  readonly body: string | null;
  readonly version: number;
  readonly deletedAt: string | null;
  readonly actions: readonly Action[];
}

interface TimelineEntry {
  readonly kind: 'state' | 'refusal' | 'comment';
  readonly verb: string;
  readonly by: { readonly side: Side };
  readonly to: string;
  readonly parentState: string | null;
  readonly version: number;
  readonly code: string;
  readonly reason: string | null;
  readonly comment?: CommentView;
}

/** The order or the service request of a task; its history and its actions are for staff. */
export interface ParentView extends Readonly<Record<string, unknown>> {
  readonly documentId: string;
  readonly state: string;
  readonly version: number;
  readonly pointOfNoReturnAt?: string | null;
  readonly lines?: readonly { readonly state: string }[];
  readonly history: readonly {
    readonly from: string | null;
    readonly to: string;
    readonly verb: string;
    readonly side: Side;
  }[];
  readonly actions: readonly Action[];
}

/** A task as one of the sides shows it. */
export interface TaskView extends Readonly<Record<string, unknown>> {
  readonly documentId: string;
  readonly state: string;
  readonly parentState: string | null;
  readonly version: number;
  readonly order: ParentView | null;
  readonly serviceRequest: ParentView | null;
  readonly comments: readonly CommentView[];
  readonly commands: readonly {
    readonly command: string;
    readonly state: 'pending' | 'accepted' | 'refused';
    readonly code: string | null;
    readonly reason: string | null;
  }[];
  readonly timeline: readonly TimelineEntry[];
  readonly actions: readonly Action[];
}

export const parentOf = ({ order, serviceRequest }: TaskView): ParentView | null =>
  order ?? serviceRequest;

/**
 * What a view of the consumer says of the request.
 *
 * @param sent how many of its latest commands are left out of account
 */
export const copyOf = (view: TaskView, sent = 0): Copy => {
  const parent = parentOf(view);
  const known = view.commands.slice(0, view.commands.length - sent);
  return {
    isWaiting: known.some(({ state }) => state === 'pending'),
    standing:
      view.parentState === null
        ? null
        : {
            state: view.parentState,
            before: null,
            isPastReturn: parent?.pointOfNoReturnAt != null,
            changes: parent?.version ?? 0,
            version: view.version,
          },
  };
};

/**
 * How the consumer's copy may have stood between two views of it: news of the provider may have come
 * in meanwhile, in several steps. Where none did, there is one.
 */
export const copiesBetween = (before: TaskView, after: TaskView, sent: number): Copy[] => {
  const [first, last] = [copyOf(before), copyOf(after, sent)];
  const waiting = [first.isWaiting, last.isWaiting];
  const past = [first, last].map(({ standing }) => standing?.isPastReturn ?? false);
  const passed = after.timeline.flatMap(({ kind, parentState: state, version }) =>
    kind === 'state' && state !== null && version > before.version ? [{ state, version }] : [],
  );
  const copies = passed.flatMap(({ state, version }) =>
    past.flatMap((isPastReturn) =>
      waiting.map((isWaiting) => ({
        isWaiting,
        standing: last.standing && { ...last.standing, state, version, isPastReturn },
      })),
    ),
  );
  return [first, last, ...copies];
};

/** Expects of actions that one of them is offered, or refused with a code and a sentence. */
export const expectAction = (
  actions: readonly Action[],
  name: string,
  refusal: string | undefined,
): void => {
  const found = actions.find(({ action }) => action === name);
  const expected =
    refusal === undefined
      ? { action: name, allowed: true }
      : { action: name, allowed: false, code: refusal, reason: expect.stringMatching(/\S/) };
  expect(found).toEqual(expected);
};

/** What is offered to a requester is what their side's copy of the request allows. */
export const expectRequesterActions = (model: RequestModel, view: TaskView): void => {
  const copy = copyOf(view);
  const notYet = copy.standing === null ? 'task.not_accepted' : undefined;
  expectAction(view.actions, 'comment', notYet);
  for (const wish of WISHES) {
    expectAction(view.actions, wish, refusalAtConsumer(model, copy, { wish, seen: undefined }));
  }
};

/** Only its own side changes a comment, and nobody a deleted one. */
export const refusalOfRevision = (
  { side, deletedAt }: Pick<CommentView, 'side' | 'deletedAt'>,
  by: Side,
): string | undefined => {
  if (side !== by) return 'comment.not_yours';
  return deletedAt === null ? undefined : 'comment.deleted';
};

/** What is offered for each comment is what its side and its state allow. */
export const expectCommentActions = ({ comments }: TaskView, side: Side): void => {
  for (const comment of comments) {
    for (const name of ['edit', 'delete']) {
      expectAction(comment.actions, name, refusalOfRevision(comment, side));
    }
  }
};
