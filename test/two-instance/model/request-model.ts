/**
 * What the tests compare Orderbridge with: one request and its task, and what may be done with them,
 * as the tables of the design say it. It shares nothing with the product. `orders.ts` and
 * `service-requests.ts` are the tables, `worlds.ts` is what is not known while messages travel.
 */

export type Side = 'provider' | 'consumer';

/** What a consumer asks of a request. */
export const WISHES = ['cancel', 'accept', 'reject'] as const;
export type Wish = (typeof WISHES)[number];

/** Leads back to the state in which a cancellation was asked for. */
export const BEFORE = 'before';

/** One kind of request. */
export interface RequestModel {
  readonly kind: 'order' | 'service_request';
  /** How it comes to be: the first entries of its history. */
  readonly opening: readonly { readonly verb: string; readonly state: string; readonly by: Side }[];
  /** From a state, by a verb, to a state. What is not here is refused. */
  readonly ways: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What happens by itself in a state. */
  readonly automatic: Readonly<Record<string, string>>;
  /** The task state that each state shows. */
  readonly shows: Readonly<Record<string, string>>;
  readonly final: readonly string[];
  readonly staffVerbs: readonly string[];
  readonly needsReason: readonly string[];
  /** What the wishes of a consumer do here; one that is missing is not for such a request. */
  readonly wishes: Readonly<Partial<Record<Wish, string>>>;
  /** What a comment of the consumer does in a state that has a way for it. */
  readonly comment?: string;
  /** Refused once the point of no return is reached. */
  readonly takesBack: readonly string[];
  /** The code for what has no way, where it is another one than that of an illegal transition. */
  readonly codes: Readonly<Record<string, string>>;
}

/** How a request stands. */
export interface Standing {
  readonly state: string;
  /** Where a declined cancellation leads back to. */
  readonly before: string | null;
  readonly isPastReturn: boolean;
  /** Counts the entries of the request's own history. */
  readonly changes: number;
  /** Counts what was done to the task. */
  readonly version: number;
}

export type Verdict =
  | { readonly allowed: true; readonly next: Standing }
  | { readonly allowed: false; readonly code: string };

const refused = (code: string): Verdict => ({ allowed: false, code });

export const opened = ({ opening }: RequestModel): Standing => ({
  state: opening.at(-1)?.state ?? '',
  before: null,
  isPastReturn: false,
  changes: opening.length,
  version: 1,
});

/** One entry of a request's history: whether a verb leads somewhere, and where. */
export const step = (model: RequestModel, standing: Standing, verb: string): Verdict => {
  const target = model.ways[standing.state]?.[verb];
  if (target === undefined) {
    return refused(model.codes[verb] ?? `${model.kind}.illegal_transition`);
  }
  if (standing.isPastReturn && model.takesBack.includes(verb)) {
    return refused('order.past_point_of_no_return');
  }
  const state = target === BEFORE ? (standing.before ?? '') : target;
  const isElsewhere = state !== standing.state;
  return {
    allowed: true,
    next: {
      state,
      before: isElsewhere ? standing.state : standing.before,
      isPastReturn: standing.isPastReturn || verb === 'reach-point-of-no-return',
      changes: standing.changes + 1,
      version: standing.version,
    },
  };
};

/** What somebody does, with what follows by itself: one change of the task. */
export const act = (model: RequestModel, standing: Standing, verb: string): Verdict => {
  const first = step(model, standing, verb);
  if (!first.allowed) return first;
  const next = { ...first.next, version: standing.version + 1 };
  const follows = model.automatic[next.state];
  return follows === undefined ? { allowed: true, next } : step(model, next, follows);
};

/** What staff of the provider do, and on which change of the request they decide. */
export interface StaffDeed {
  readonly verb: string;
  readonly seen: number | undefined;
  readonly givesReason: boolean;
}

export const judgeStaff = (
  model: RequestModel,
  standing: Standing,
  { verb, seen, givesReason }: StaffDeed,
): Verdict => {
  // What is not carried out is refused whatever somebody has seen.
  const isKnown = model.codes[verb] !== 'order.verb_not_available';
  if (isKnown && seen !== undefined && seen !== standing.changes) {
    return refused(`${model.kind}.version_conflict`);
  }
  const verdict = act(model, standing, verb);
  const lacksReason = verdict.allowed && model.needsReason.includes(verb) && !givesReason;
  return lacksReason ? refused('request.invalid') : verdict;
};

/** What a consumer asks for, and on which version of the task. */
export interface Asked {
  readonly wish: Wish;
  readonly seen: number | undefined;
}

/** The provider's answer to a consumer. */
export const judgeWish = (
  model: RequestModel,
  standing: Standing,
  { wish, seen }: Asked,
): Verdict => {
  if (seen !== undefined && seen !== standing.version) return refused('task.version_conflict');
  const verb = model.wishes[wish];
  return verb === undefined ? refused('task.action_not_for_parent') : act(model, standing, verb);
};

/** A request as the consumer's side knows it. */
export interface Copy {
  /** Nothing before the provider's answer to the request itself is known. */
  readonly standing: Standing | null;
  /** Whether the provider still owes an answer to a wish. */
  readonly isWaiting: boolean;
}

/** The code with which the consumer's own side refuses a wish, or nothing where it sends it. */
export const refusalAtConsumer = (
  model: RequestModel,
  { standing, isWaiting }: Copy,
  asked: Asked,
): string | undefined => {
  if (asked.seen !== undefined && asked.seen !== (standing?.version ?? 0)) {
    return 'task.version_conflict';
  }
  if (isWaiting) return 'task.command_pending';
  if (standing === null) return asked.wish === 'cancel' ? undefined : 'task.not_accepted';
  const verdict = judgeWish(model, standing, asked);
  return verdict.allowed ? undefined : verdict.code;
};
