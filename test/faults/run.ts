import { waitUntil } from '../support/wait-until';
import { judge, lookBack, waitForRest, type Violations } from './judge';
import { letLoose } from './nemesis';
import { disturb } from './network';
import type { Random } from './random';
import type { ControlName, Stage } from './stage';
import { goToWork, open, type Subject } from './work';

interface RunOptions {
  /** At least so many messages are written before the faults end. */
  readonly messages: number;
  readonly people: number;
  /** Where instances end; at all points where nothing is said. */
  readonly points?: readonly string[];
  /** Whether people make new requests besides; they do where nothing else is said. */
  readonly submits?: boolean;
  /** What the instances have been altered by, since their last start. */
  readonly control?: ControlName;
  readonly timeoutMs: number;
}

/** What happened, for whoever reads the log. */
interface Report {
  readonly messages: number;
  readonly ends: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, number>>;
}

const REST_WITHIN_MS = 90_000;

const countMessages = async ({ nodes }: Stage): Promise<number> => {
  const counts = await Promise.all(
    nodes.map(({ instance }) =>
      instance.rows('orderbridge_outbox').count<{ count: number | string }[]>({ count: '*' }),
    ),
  );
  return counts.reduce((sum, [row]) => sum + Number(row?.count ?? 0), 0);
};

/** One request of each kind at each consumer, on which work is done. */
const openSubjects = async (stage: Stage): Promise<Subject[]> => {
  const subjects: Subject[] = [];
  for (const consumer of stage.consumers) {
    for (const kind of ['order', 'help', 'order', 'help'] as const) {
      subjects.push(await open(stage, consumer, kind));
    }
  }
  return subjects;
};

/**
 * Lets people work while lines and processes fail, until enough was written and every instance has
 * ended at every point; then everything heals, and it is judged what has become of it all.
 */
export const runUnderFaults = async (
  stage: Stage,
  random: Random,
  { messages, people, points, submits = true, control, timeoutMs }: RunOptions,
): Promise<{ violations: Violations; failures: readonly string[]; report: Report }> => {
  const past = await lookBack(stage);
  const subjects = await openSubjects(stage);
  await waitForRest(stage.nodes, REST_WITHIN_MS);
  const before = await countMessages(stage);
  const lines = stage.nodes.map(({ line }) => line);

  const network = disturb(lines, random);
  const nemesis = letLoose(stage.nodes, random, {
    ...(points && { points }),
    ...(control && { control }),
  });
  const work = goToWork(stage, subjects, random, { submits });
  work.start(people);
  const enough = async () =>
    (await countMessages(stage)) - before >= messages && nemesis.isThrough();
  await waitUntil('enough messages, and an end at every point', enough, { timeoutMs });
  await work.stop();
  await nemesis.stop();
  for (const line of lines) line.heal();
  await work.conclude();
  await waitForRest(stage.nodes, REST_WITHIN_MS);

  return {
    violations: await judge(stage, work, subjects, past),
    failures: work.failures,
    report: {
      messages: (await countMessages(stage)) - before,
      ends: nemesis.ends.length,
      faults: network.counts(),
      answers: work.answers(),
    },
  };
};
