import { waitUntil } from '../../support/wait-until';
import { codeOf, describeAnswer, isAnsweredBy, isRefusal, type Answer } from './answers';
import { expectSound, type KeptComment } from './at-rest';
import type { Reached } from './reached';
import {
  act,
  judgeStaff,
  refusalAtConsumer,
  judgeWish,
  WISHES,
  type Asked,
  type Copy,
  type RequestModel,
  type Side,
  type StaffDeed,
  type Standing,
  type Wish,
} from './request-model';
import { STAFF_TASKS, TASKS, type Stage } from './stage';
import type { Run, Stimulus } from './stimuli';
import {
  copiesBetween,
  copyOf,
  expectRequesterActions,
  parentOf,
  refusalOfRevision,
  type TaskView,
} from './views';
import { onlyWorld, send, unfold, type World } from './worlds';

const DAY_MS = 86_400_000;
const REASON = 'Because the test says so.';
const PARENT_PATHS = {
  order: '/orderbridge/orders',
  service_request: '/orderbridge/service-requests',
};

/** What is told of a run: one line for each thing that happened, and what it came across. */
export interface Notes {
  readonly trace: string[];
  readonly reached: Reached;
}

type Stimuli = { [Does in Stimulus['does']]: Extract<Stimulus, { does: Does }> };

/** Where the two sides find a request. */
interface Addresses {
  readonly consumer: string;
  readonly provider: string;
  readonly parent: string;
}

/** A requester asks, and the provider takes the request; whether the consumer learns of it is the run's. */
const openRequest = async (
  stage: Stage,
  { kind }: RequestModel,
  { item, isEarly }: Run,
): Promise<Addresses> => {
  const { pair, requester, staff, lines } = stage;
  if (isEarly) stage.disturb('consumer', 'lose-request');
  const choices = lines[kind];
  const data = { lines: [choices[item % choices.length]] };
  const { body } = await requester.post(TASKS, { data }).expect(201);
  const { number, documentId } = body.data;
  const row = await waitUntil(`${String(number)} to reach the provider`, () =>
    pair.provider.rows('orderbridge_provider_tasks').where({ side: 'provider', number }).first(),
  );
  const provider = `${STAFF_TASKS}/${String(row.document_id)}`;
  const { body: there } = await staff.get(provider).expect(200);
  const parent = parentOf(there.data);
  if (!isEarly) await pair.atRest();
  return {
    consumer: `${TASKS}/${String(documentId)}`,
    provider,
    parent: `${PARENT_PATHS[kind]}/${String(parent?.documentId)}`,
  };
};

/** Plays what happens to one request on the real services and on the model, and compares. */
const createPlayer = (
  stage: Stage,
  model: RequestModel,
  addresses: Addresses,
  { trace, reached }: Notes,
) => {
  let worlds: readonly World[] = [onlyWorld(model)];
  const comments = new Map<string, KeptComment>();
  let written = 0;

  const clients = { provider: stage.staff, consumer: stage.requester };

  const viewOf = async (side: Side): Promise<TaskView> =>
    (await clients[side].get(addresses[side]).expect(200)).body.data;

  const note = (what: string, answer: Answer) => {
    trace.push(`${what}: ${describeAnswer(answer)}`);
  };

  /** Leaves the worlds that an answer to staff is true in. */
  const explain = (deed: StaffDeed, answer: Answer) => {
    const possible = worlds.flatMap((world) => unfold(model, world));
    const explaining = possible.flatMap((world) => {
      const verdict = judgeStaff(model, world.standing, deed);
      if (!isAnsweredBy(verdict, world.standing, answer)) return [];
      return [verdict.allowed ? { ...world, standing: verdict.next } : world];
    });
    if (explaining.length === 0) {
      throw new Error(
        `${JSON.stringify(deed)} was answered ${describeAnswer(answer)}, which the model does not explain: ${JSON.stringify(possible)}`,
      );
    }
    const texts = new Set(explaining.map((world) => JSON.stringify(world)));
    worlds = [...texts].map((text) => JSON.parse(text) as World);
  };

  let edits = 0;
  const callVerb = ({ verb, seen, givesReason }: StaffDeed): PromiseLike<Answer> => {
    const version = seen !== undefined && { expectedVersion: seen };
    const body = { ...version, ...(givesReason && { reason: REASON }) };
    if (verb === 'propose-solution') {
      const resolution = { code: 'solved', notes: REASON };
      return stage.staff.post(`${addresses.parent}/${verb}`, { ...version, resolution });
    }
    if (verb === 'edit-line') {
      // Another one each time: a line that stays as it is makes no version.
      edits += 1;
      const quantity = 3 + (edits % 7);
      return stage.staff.patch(`${addresses.parent}/lines/1`, { ...body, quantity });
    }
    return stage.staff.post(`${addresses.parent}/${verb}`, {
      ...body,
      ...(verb === 'schedule' && { startAt: new Date(Date.now() + DAY_MS).toISOString() }),
    });
  };

  const performVerb = async (deed: StaffDeed) => {
    const answer = await callVerb(deed);
    note(`staff ${JSON.stringify(deed)}`, answer);
    explain(deed, answer);
    reached.note(`${model.kind} verb ${deed.verb}`, codeOf(answer) ?? 'done');
  };

  const chooseVerb = ({ state, ...rest }: Standing, { way, pick }: Stimuli['staff']): string => {
    const targetOf = (verb: string) => {
      const verdict = act(model, { state, ...rest }, verb);
      return verdict.allowed ? verdict.next.state : undefined;
    };
    const leading = model.staffVerbs.filter((verb) => targetOf(verb) !== undefined);
    const isEnding = (verb: string) => model.final.includes(targetOf(verb) ?? '');
    const chosen = {
      on: leading.filter((verb) => !isEnding(verb)),
      end: leading.filter(isEnding),
      off: model.staffVerbs.filter((verb) => !leading.includes(verb)),
    }[way];
    const from = chosen.length > 0 ? chosen : model.staffVerbs;
    return from[pick % from.length] ?? '';
  };

  const performStaff = async (stimulus: Stimuli['staff']) => {
    const [world] = worlds;
    if (world === undefined) throw new Error('No world is left.');
    const { changes } = world.standing;
    const seen = { unsaid: undefined, current: changes, older: changes - 1 }[stimulus.seen];
    await performVerb({
      verb: chooseVerb(world.standing, stimulus),
      // A version counts from 1.
      seen: seen === 0 ? undefined : seen,
      givesReason: stimulus.givesReason,
    });
  };

  /** The wish itself where the copy allows it, or one that it allows and that does not end everything. */
  const chooseWish = (copy: Copy, wanted: Wish): Wish => {
    const leadsOn = (wish: Wish) => {
      const verdict = copy.standing && judgeWish(model, copy.standing, { wish, seen: undefined });
      return verdict?.allowed === true && !model.final.includes(verdict.next.state);
    };
    const isSent = refusalAtConsumer(model, copy, { wish: wanted, seen: undefined }) === undefined;
    return isSent ? wanted : (WISHES.find(leadsOn) ?? wanted);
  };

  /** The requester's view between two pieces of news: its parts are read one after the other. */
  const steadyView = async (): Promise<TaskView> => {
    let view = await viewOf('consumer');
    for (;;) {
      const again = await viewOf('consumer');
      if (JSON.stringify(again) === JSON.stringify(view)) return view;
      view = again;
    }
  };

  /**
   * The requester asks. News of the provider may come in meanwhile, so that the answer has to be right
   * for some copy that this side has had; while the news is kept away, there is one.
   */
  const performWish = async ({ wish: wanted, isSensible, seen }: Stimuli['wish']) => {
    const before = await steadyView();
    expectRequesterActions(model, before);
    const wish = isSensible ? chooseWish(copyOf(before), wanted) : wanted;
    const older = Math.max(0, before.version - 1);
    const asked: Asked = {
      wish,
      seen: { unsaid: undefined, current: before.version, older }[seen],
    };
    const answer: Answer = await stage.requester.post(`${addresses.consumer}/${wish}`, {
      ...(asked.seen !== undefined && { expectedVersion: asked.seen }),
      ...(wish === 'reject' && { reason: REASON }),
    });
    note(`consumer asks ${JSON.stringify(asked)}`, answer);
    const isSent = answer.status === 202;
    reached.note(`${model.kind} wish ${wish}`, codeOf(answer) ?? 'sent');
    const copies = copiesBetween(before, await steadyView(), isSent ? 1 : 0);
    const explaining = copies.filter((copy) => {
      const refusal = refusalAtConsumer(model, copy, asked);
      return refusal === undefined ? isSent : isRefusal(answer, refusal);
    });
    if (explaining.length === 0) {
      throw new Error(
        `"${wish}" was answered ${describeAnswer(answer)}, which no copy explains: ${JSON.stringify(copies)}`,
      );
    }
    if (!isSent) return;
    // Which solution is accepted or rejected is the one that stood there at that moment.
    const versions = explaining.map(({ standing }) =>
      wish === 'cancel' ? undefined : standing?.version,
    );
    worlds = [...new Set(versions)].flatMap((version) =>
      send(worlds, { is: 'wish', wish, seen: version }),
    );
  };

  const say = async ({ side }: Pick<Stimuli['say'], 'side'>) => {
    written += 1;
    const body = `Comment ${String(written)} of the ${side}`;
    const before = await viewOf(side);
    const answer: Answer = await clients[side].post(`${addresses[side]}/comments`, {
      data: { body },
    });
    note(`${side} says "${body}"`, answer);
    reached.note(`${model.kind} comment of the ${side}`, codeOf(answer) ?? 'written');
    if (before.parentState === null && isRefusal(answer, 'task.not_accepted')) return;
    const { parentState } = await viewOf(side);
    expect([describeAnswer(answer), parentState]).toEqual([
      expect.stringMatching(/^201 /),
      expect.any(String),
    ]);
    const id = String(answer.body.data?.['id']);
    comments.set(id, { id, side, body, version: 1 });
    if (side === 'consumer') worlds = send(worlds, { is: 'comment' });
  };

  const revise = async ({ side, pick, to }: Stimuli['revise']) => {
    const known = (await viewOf(side)).comments;
    const comment = known[pick % Math.max(1, known.length)];
    if (comment === undefined) return;
    written += 1;
    const body = to === 'edited' ? `Comment ${String(written)}, edited` : null;
    const path = `${addresses[side]}/comments/${comment.id}`;
    const answer: Answer = await (body === null
      ? clients[side].delete(path)
      : clients[side].patch(path, { data: { body } }));
    note(`${side} makes a comment of the ${comment.side} ${to}`, answer);
    reached.note(`${model.kind} comment ${to} by the ${side}`, codeOf(answer) ?? 'done');
    const refusal = refusalOfRevision(comment, side);
    const version = comment.version + 1;
    if (refusal !== undefined) {
      expect([describeAnswer(answer), isRefusal(answer, refusal)]).toEqual([
        expect.any(String),
        true,
      ]);
      return;
    }
    expect([answer.status, answer.body.data]).toEqual([
      200,
      expect.objectContaining({ body, version }),
    ]);
    comments.set(comment.id, { id: comment.id, side, body, version });
  };

  /** Everything arrives; both sides are read and compared with the model. */
  const settle = async (): Promise<{ there: TaskView }> => {
    stage.heal();
    await stage.pair.atRest();
    const atRest = { here: await viewOf('consumer'), there: await viewOf('provider') };
    worlds = [expectSound(model, atRest, { worlds, comments: [...comments.values()] })];
    trace.push(`settled: ${JSON.stringify(worlds)}`);
    return atRest;
  };

  const kill = async (side: Side) => {
    await stage.pair[side].kill();
    await stage.pair[side].start();
    trace.push(`${side} killed and started`);
  };

  const perform = async (stimulus: Stimulus): Promise<void> => {
    reached.note('stimulus', stimulus.does);
    switch (stimulus.does) {
      case 'staff':
        return performStaff(stimulus);
      case 'wish':
        return performWish(stimulus);
      case 'say':
        return say(stimulus);
      case 'revise':
        return revise(stimulus);
      case 'network':
        trace.push(`network to the ${stimulus.to}: ${stimulus.fault}`);
        stage.disturb(stimulus.to, stimulus.fault);
        return;
      case 'settle':
        await settle();
        return;
      case 'kill':
        return kill(stimulus.side);
    }
  };

  return { perform, performVerb, settle };
};

/** Counts the states that a request went through, and what became of its wishes. */
const noteHistory = ({ kind }: RequestModel, { reached }: Notes, there: TaskView): void => {
  for (const { to, verb } of parentOf(there)?.history ?? []) {
    reached.note(`${kind} state`, to);
    reached.note(`${kind} history`, verb);
  }
  for (const { kind: entry, verb, code } of there.timeline) {
    if (entry === 'refusal') reached.note(`${kind} wish ${verb} at the provider`, code);
  }
};

/**
 * One request from its submission to its rest.
 *
 * @throws where the services do anything that the model does not
 */
export const play = async (
  stage: Stage,
  model: RequestModel,
  run: Run,
  notes: Notes,
): Promise<void> => {
  try {
    const addresses = await openRequest(stage, model, run);
    const player = createPlayer(stage, model, addresses, notes);
    for (const stop of run.path) {
      if (typeof stop !== 'string') await player.perform(stop);
      else await player.performVerb({ verb: stop, seen: undefined, givesReason: true });
    }
    for (const stimulus of run.stimuli) await player.perform(stimulus);
    const { there } = await player.settle();
    noteHistory(model, notes, there);
  } finally {
    stage.heal();
  }
};
