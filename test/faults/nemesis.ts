import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CRASH_POINTS } from './alterations.mjs';
import type { Random } from './random';
import type { ControlName, Node } from './stage';

/** A moment that chance chooses, from outside of the process. */
const ANY_MOMENT = 'at any moment';
/** The same for all at once: nobody is there to send to, and all start with what they have. */
const ALL_AT_ONCE = 'all at once';
const NAMED_POINTS = Object.keys(CRASH_POINTS);

/** A point is reached that often before the process ends there, at the most. */
const MOST_REACHED_BEFORE = 6;
/** How long the tests wait for an instance to come to a point; a point that it does not reach waits. */
const POINT_WITHIN_MS = 5_000;
/** Between two ends the instances work, for so long at the most; longer when both sides have ended everywhere. */
const PEACE_WITHIN_MS = { before: 400, after: 20_000 };
const LAST_LOOK_MS = 300;

/** How the end of a process came about. */
interface End {
  readonly role: Node['role'];
  readonly point: string;
}

/**
 * Ends instances one after the other, as a power cut would: from inside at each of the named points,
 * from outside at any moment, and all at once. Each is started again at once.
 *
 * @param points where instances end; all of them where nothing else is said
 * @param control what they are altered by, so that they are started again like that
 */
export const letLoose = (
  nodes: readonly Node[],
  random: Random,
  {
    points = [...NAMED_POINTS, ANY_MOMENT, ALL_AT_ONCE],
    control,
  }: { points?: readonly string[]; control?: ControlName } = {},
) => {
  const ends: End[] = [];
  const stopping = new AbortController();
  const pause = <Value>(ms: number, value: Value): Promise<Value> =>
    sleep(ms, value, { signal: stopping.signal }).catch(() => value);

  /** @returns whether the process has just ended at the point that it was told of */
  const disarm = async ({ instance, orders }: Pick<Node, 'instance' | 'orders'>) => {
    writeFileSync(orders, JSON.stringify(null));
    instance.signal('SIGUSR2');
    return Promise.race([instance.ended().then(() => true), sleep(LAST_LOOK_MS, false)]);
  };

  /** @returns whether the process has ended at the point */
  const endAt = async ({ instance, orders }: Node, point: string): Promise<boolean> => {
    writeFileSync(orders, JSON.stringify({ point, after: random.below(MOST_REACHED_BEFORE) }));
    instance.signal('SIGUSR2');
    const ended = instance.ended().then((how) => {
      // It ends as it was told to, and for no other reason.
      if (how !== 'SIGKILL') throw new Error(`An instance ended by itself (${how}).`);
      return true;
    });
    if (await Promise.race([ended, pause(POINT_WITHIN_MS, false)])) return true;
    return disarm({ instance, orders });
  };

  /** Those that have ended. */
  const end = async (node: Node, point: string): Promise<readonly Node[]> => {
    if (point === ALL_AT_ONCE) {
      await Promise.all(nodes.map(({ instance }) => instance.kill()));
      return nodes;
    }
    if (point === ANY_MOMENT) await node.instance.kill();
    else if (!(await endAt(node, point))) return [];
    return [node];
  };

  const all = nodes.flatMap((node) => points.map((point) => ({ node, point })));
  /** Where no instance of a side has ended yet. */
  const findMissing = () =>
    all.filter(
      ({ node: { role }, point }) =>
        !ends.some((past) => past.point === point && past.role === role),
    );

  const rage = async (): Promise<void> => {
    while (!stopping.signal.aborted && points.length > 0) {
      const missing = findMissing();
      const { node, point } = random.pick(missing.length > 0 ? missing : all);
      const ended = await end(node, point);
      for (const { role } of ended) ends.push({ role, point });
      await Promise.all(ended.map((one) => one.restart(control)));
      const peace = PEACE_WITHIN_MS[findMissing().length === 0 ? 'after' : 'before'];
      await pause(random.below(peace), undefined);
    }
  };
  const raging = rage();
  // A failure comes up where it is waited for.
  raging.catch(() => undefined);

  return {
    ends,
    /** Whether both sides have had an instance end at each point. */
    isThrough: () => findMissing().length === 0,
    /** Ends nothing any more, and leaves every instance running, with no point to end at. */
    async stop(): Promise<void> {
      stopping.abort();
      await raging;
      for (const node of nodes) if (await disarm(node)) await node.restart(control);
    },
  };
};
