import {
  act,
  judgeWish,
  opened,
  type Asked,
  type RequestModel,
  type Standing,
} from './request-model';

/** Something of the consumer that the provider has taken in or not. */
export type UnderWay = { readonly is: 'comment' } | ({ readonly is: 'wish' } & Asked);

/**
 * One way in which things may stand at the provider. While messages of the consumer travel there are
 * several, and what the provider answers to its staff leaves those that explain it.
 */
export interface World {
  readonly standing: Standing;
  readonly underWay: readonly UnderWay[];
  /** What became of each wish: `accepted`, or the code of the refusal. */
  readonly answers: readonly string[];
}

export const onlyWorld = (model: RequestModel): World => ({
  standing: opened(model),
  underWay: [],
  answers: [],
});

/** The world once the next message of the consumer has reached the provider. */
const arrive = (model: RequestModel, { standing, underWay, answers }: World): World => {
  const [next, ...later] = underWay;
  if (next?.is === 'wish') {
    const verdict = judgeWish(model, standing, next);
    return {
      standing: verdict.allowed ? verdict.next : standing,
      underWay: later,
      answers: [...answers, verdict.allowed ? 'accepted' : verdict.code],
    };
  }
  const verdict = model.comment === undefined ? undefined : act(model, standing, model.comment);
  return { standing: verdict?.allowed ? verdict.next : standing, underWay: later, answers };
};

/** All worlds that a world may have become by itself, itself first. */
export const unfold = (model: RequestModel, world: World): World[] =>
  world.underWay.length === 0 ? [world] : [world, ...unfold(model, arrive(model, world))];

/** The worlds in which the consumer has said something more. */
export const send = (worlds: readonly World[], sent: UnderWay): World[] =>
  worlds.map((world) => ({ ...world, underWay: [...world.underWay, sent] }));
