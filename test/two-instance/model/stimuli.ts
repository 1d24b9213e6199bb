import fc from 'fast-check';
import type { Side, Wish } from './request-model';

/** What the network does to the messages for one side; `delay` keeps them until it is well again. */
export type FaultName = 'none' | 'lose-request' | 'delay' | 'lose-answer' | 'twice';

/** Which version somebody says that they have seen. */
type Seen = 'unsaid' | 'current' | 'older';

/**
 * One thing that happens. What depends on how the request then stands is left open here: a number
 * picks from what there is.
 */
export type Stimulus =
  | {
      readonly does: 'staff';
      /** Of the verbs: one that leads on, one that ends the request, or one that is refused. */
      readonly way: 'on' | 'end' | 'off';
      readonly pick: number;
      readonly seen: Seen;
      readonly givesReason: boolean;
    }
  | {
      readonly does: 'wish';
      readonly wish: Wish;
      /** Whether one that the consumer's copy of the request allows takes the place of one that it does not. */
      readonly isSensible: boolean;
      readonly seen: Seen;
    }
  | { readonly does: 'say'; readonly side: Side }
  | { readonly does: 'revise'; readonly side: Side; readonly pick: number; readonly to: Revision }
  | { readonly does: 'network'; readonly to: Side; readonly fault: FaultName }
  | { readonly does: 'settle' }
  | { readonly does: 'kill'; readonly side: Side };
type Revision = 'edited' | 'deleted';

/** What happens to one request. */
export interface Run {
  /** Which of the kinds of such requests, where there are several. */
  readonly item: number;
  /** Whether the consumer does not learn at first that its request has been taken. */
  readonly isEarly: boolean;
  /** Where it begins: verbs of staff, and what else it takes to get there. */
  readonly path: Path;
  readonly stimuli: readonly Stimulus[];
}
export type Path = readonly (string | Stimulus)[];

const weighted = <Value extends string>(weights: Readonly<Partial<Record<Value, number>>>) =>
  fc.oneof(
    ...Object.entries<number>(weights as Record<Value, number>).map(([value, weight]) => ({
      weight,
      arbitrary: fc.constant(value as Value),
    })),
  );

const side = weighted<Side>({ consumer: 1, provider: 1 });
const pick = fc.nat({ max: 9_999 });
const seen = weighted<Seen>({ unsaid: 6, current: 3, older: 1 });

const of = <Does extends Stimulus['does'], Rest extends object>(
  does: Does,
  rest: { [Key in keyof Rest]: fc.Arbitrary<Rest[Key]> },
) => fc.record({ does: fc.constant(does), ...rest }) as fc.Arbitrary<{ does: Does } & Rest>;

/** True so many times in ten. */
const often = (timesInTen: number): fc.Arbitrary<boolean> =>
  fc.oneof(
    { weight: timesInTen, arbitrary: fc.constant(true) },
    { weight: 10 - timesInTen, arbitrary: fc.constant(false) },
  );

const staff = of('staff', {
  way: weighted({ on: 12, off: 6, end: 1 }),
  pick,
  seen,
  givesReason: often(9),
});
const wish = of('wish', {
  wish: weighted<Wish>({ cancel: 1, accept: 2, reject: 2 }),
  isSensible: often(7),
  seen,
});
const say = of('say', { side });
const revise = of('revise', { side, pick, to: weighted<Revision>({ edited: 2, deleted: 1 }) });
const network = of('network', {
  to: side,
  fault: weighted<FaultName>({
    none: 5,
    'lose-request': 3,
    delay: 2,
    'lose-answer': 1,
    twice: 1,
  }),
});
const holdBack = (to: Side) =>
  of('network', {
    to: fc.constant(to),
    fault: weighted<FaultName>({ 'lose-request': 1, delay: 1 }),
  });
const keep: Stimulus = { does: 'network', to: 'provider', fault: 'delay' };
const release: Stimulus = { does: 'network', to: 'provider', fault: 'none' };

/** Stimuli that belong together. A kill costs seconds, so there are few. */
const scene: fc.Arbitrary<readonly Stimulus[]> = fc.oneof(
  { weight: 40, arbitrary: fc.tuple(staff) },
  { weight: 8, arbitrary: fc.tuple(wish) },
  { weight: 8, arbitrary: fc.tuple(say) },
  { weight: 8, arbitrary: fc.tuple(say, revise) },
  { weight: 8, arbitrary: fc.tuple(revise) },
  { weight: 12, arbitrary: fc.tuple(network) },
  // The consumer acts on what is no longer so.
  { weight: 8, arbitrary: fc.tuple(holdBack('consumer'), staff, wish) },
  // What the consumer wants arrives when it is no longer what it was asked of.
  { weight: 6, arbitrary: fc.tuple(holdBack('provider'), wish, staff) },
  // Both sides act at the same moment: what was kept is let go together with the call of staff.
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.oneof(wish, of('say', { side: fc.constant<Side>('consumer') })), staff)
      .map(([asked, done]) => [keep, asked, release, done]),
  },
  { weight: 4, arbitrary: fc.tuple(of('settle', {})) },
  { weight: 1, arbitrary: fc.tuple(of('kill', { side })) },
);

/** Runs that begin with one of these paths. */
export const runs = (paths: readonly Path[]): fc.Arbitrary<Run> =>
  fc.record({
    item: pick,
    isEarly: often(2),
    path: fc.constantFrom(...paths),
    stimuli: fc
      .array(scene, { minLength: 10, maxLength: 18, size: 'max' })
      .map((scenes) => scenes.flat()),
  });

const settle: Stimulus = { does: 'settle' };
/** The consumer knows of the solution. */
const solved: Path = ['assign', 'propose-solution', settle];
const asking = (wanted: Wish): Path => [
  { does: 'wish', wish: wanted, isSensible: false, seen: 'unsaid' },
];
const wishing = (wanted: Wish): Path => [...asking(wanted), settle];
const hiding: Path = [{ does: 'network', to: 'consumer', fault: 'lose-request' }];
/** Something is on its way from a side when its process ends. */
const killing = (side: Side, path: Path): Path => [
  { does: 'network', to: side === 'provider' ? 'consumer' : 'provider', fault: 'lose-request' },
  ...path,
  { does: 'kill', side },
  settle,
];

/**
 * Between them these reach every state of an order that verbs lead to, use every verb, and have the
 * provider refuse what its consumer could not know to be refused.
 */
export const ORDER_PATHS: readonly Path[] = [
  [],
  ['reject', 'correct', 'edit-line', 'submit'],
  ['reject', 'correct'],
  ['approve', 'schedule'],
  ['approve', 'start', 'request-information', 'resume'],
  ['approve', 'start', ...killing('provider', ['hold']), 'request-cancel'],
  ['approve', 'start', 'reach-point-of-no-return'],
  ['approve', 'request-cancel', 'begin-cancel', 'finish-cancel'],
  ['approve', 'schedule', ...killing('consumer', asking('cancel')), 'decline-cancel'],
  ['approve', 'start', ...wishing('cancel'), 'reach-point-of-no-return'],
  ['assign', 'approve', 'start', 'complete'],
  // The consumer does not know yet that there is no way back, or that all is over.
  ['approve', 'start', ...hiding, 'reach-point-of-no-return', ...wishing('cancel')],
  ['approve', 'start', ...hiding, 'complete', ...wishing('cancel')],
];

/** The same of service requests. */
export const SERVICE_REQUEST_PATHS: readonly Path[] = [
  [],
  ['assign', ...killing('provider', ['request-info']), 'resume'],
  ['assign', 'request-info', { does: 'say', side: 'consumer' }, settle],
  ['assign', 'request-info', 'propose-solution'],
  solved,
  [...solved, ...killing('consumer', asking('accept')), 'reopen'],
  [...solved, ...wishing('reject')],
  ['close'],
  ['cancel'],
  wishing('cancel'),
  // The consumer does not know yet that the solution which it accepts no longer stands.
  [...solved, ...hiding, 'cancel', ...wishing('accept')],
  ['assign', ...hiding, 'close', ...wishing('cancel')],
];
