import { factsOf } from '../two-instance/parties';
import { waitUntil } from '../support/wait-until';
import type { TestInstance } from '../support/instance';
import type { goToWork, Subject } from './work';
import { STAFF_TASKS, type Node, type Stage } from './stage';

/** What is wrong in the end; all of it is empty where the bridge has kept its promise. */
export interface Violations {
  /** Messages that were committed and had no effect, and what was acknowledged and is not on both sides. */
  readonly lost: string[];
  /** Messages that took effect more than once. */
  readonly duplicated: string[];
  /** Messages that took effect behind a later one of their stream. */
  readonly outOfOrder: string[];
  /** Requests of which the two sides tell different things. */
  readonly unequal: string[];
  /** Streams that nobody goes on with. */
  readonly stuck: string[];
}

/** As it has to be. */
export const NOTHING_WRONG: Violations = {
  lost: [],
  duplicated: [],
  outOfOrder: [],
  unequal: [],
  stuck: [],
};

interface SentRow {
  readonly key: string;
  readonly role: 'provider' | 'consumer';
  readonly stream: string;
  readonly message: string;
  readonly seq: number;
}

/** A message, as a line that names it wherever it is found. */
const nameOf = ({ key, stream, seq }: Pick<SentRow, 'key' | 'stream' | 'seq'>): string =>
  `${key.slice(0, 6)} ${stream} #${String(seq)}`;

/** Streams that there were before: what became of them is another story. */
export type Past = ReadonlySet<string>;

const pastOf = (key: string, stream: string): string => `${key} ${stream}`;

export const lookBack = async ({ nodes }: Stage): Promise<Past> => {
  const sent = await Promise.all(nodes.map(sentBy));
  return new Set(sent.flat().map(({ key, stream }) => pastOf(key, stream)));
};

interface BlockedRow extends Pick<SentRow, 'key' | 'stream'> {
  readonly reason: string;
}

const blockedStreams = ({ instance }: Node): Promise<BlockedRow[]> =>
  instance
    .rows('orderbridge_streams_out as s')
    .join('orderbridge_links as l', 'l.id', 's.link_id')
    .whereNotNull('s.blocked_reason')
    .select({ key: 'l.key', stream: 's.stream_key', reason: 's.blocked_reason' });

const hasSentAll = async ({ rows }: TestInstance): Promise<boolean> => {
  const waiting = await rows('orderbridge_outbox as o')
    .join('orderbridge_streams_out as s', 's.id', 'o.stream_id')
    .where({ 'o.state': 'pending' })
    .whereNull('s.blocked_reason')
    .limit(1)
    .select('o.id');
  return waiting.length === 0;
};

/** Waits until nothing that can be sent is left to send. Taking in a message may write another one. */
export const waitForRest = (nodes: readonly Node[], timeoutMs: number) =>
  waitUntil(
    'all sides to have sent everything',
    async () => {
      for (const { instance } of [...nodes, ...nodes]) {
        if (!(await hasSentAll(instance))) return false;
      }
      return true;
    },
    { timeoutMs },
  );

const sentBy = ({ instance }: Node): Promise<SentRow[]> =>
  instance
    .rows('orderbridge_outbox as o')
    .join('orderbridge_links as l', 'l.id', 'o.link_id')
    .join('orderbridge_streams_out as s', 's.id', 'o.stream_id')
    .orderBy('o.id')
    .select({
      key: 'l.key',
      role: 'l.role',
      stream: 's.stream_key',
      message: 'o.message_id',
      seq: 'o.seq',
    });

/** What an instance has taken in, in the order in which it did. */
const takenBy = ({ instance }: Node): Promise<SentRow[]> =>
  instance
    .rows('fault_ledger as f')
    .join('orderbridge_links as l', 'l.id', 'f.link_id')
    .orderBy('f.id')
    .select({
      key: 'l.key',
      role: 'l.role',
      stream: 'f.stream_key',
      message: 'f.message_id',
      seq: 'f.seq',
    });

const repeated = (taken: readonly SentRow[]): string[] => {
  const seen = new Set<string>();
  return taken.flatMap((row) => {
    const isAgain = seen.has(row.message);
    seen.add(row.message);
    return isAgain ? [nameOf(row)] : [];
  });
};

/** What took effect behind a later message of the same stream. */
const inverted = (taken: readonly SentRow[]): string[] => {
  const last = new Map<string, number>();
  return taken.flatMap((row) => {
    const stream = `${row.key} ${row.role} ${row.stream}`;
    const before = last.get(stream) ?? 0;
    last.set(stream, Math.max(before, row.seq));
    return row.seq < before ? [nameOf(row)] : [];
  });
};

/** Comments that were acknowledged and are missing at one of the sides, or say something else there. */
const missingComments = async (
  { nodes }: Stage,
  { acknowledged }: ReturnType<typeof goToWork>,
): Promise<string[]> => {
  const kept = await Promise.all(
    nodes.map(({ instance }) =>
      instance
        .rows('orderbridge_task_comments')
        .select<{ comment_id: string }[]>('comment_id')
        .then((rows) => rows.map((row) => row.comment_id)),
    ),
  );
  const counts = new Map<string, number>();
  for (const id of kept.flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
  return acknowledged.comments
    .filter(({ id }) => counts.get(id) !== 2)
    .map(
      ({ number, body, id }) => `${number}: "${body}" is on ${String(counts.get(id) ?? 0)} sides`,
    );
};

const factsDiffer = async (stage: Stage, { consumer, number, here }: Subject): Promise<boolean> => {
  const row = await stage.provider.instance
    .rows('orderbridge_provider_tasks')
    .where({ side: 'provider', number })
    .first<{ document_id: string } | undefined>('document_id');
  if (row === undefined) return true;
  const there = await stage.staff().get(`${STAFF_TASKS}/${row.document_id}`).expect(200);
  const seen = await consumer.requester.get(here).expect(200);
  return JSON.stringify(factsOf(seen.body.data)) !== JSON.stringify(factsOf(there.body.data));
};

/** Compares what was sent with what took effect, and the two sides with each other, at rest. */
export const judge = async (
  stage: Stage,
  work: ReturnType<typeof goToWork>,
  subjects: readonly Subject[],
  past: Past,
): Promise<Violations> => {
  const isNew = ({ key, stream }: Pick<SentRow, 'key' | 'stream'>) =>
    !past.has(pastOf(key, stream));
  const sent = (await Promise.all(stage.nodes.map(sentBy))).flat().filter(isNew);
  const all = await Promise.all(stage.nodes.map(takenBy));
  const taken = all.map((rows) => rows.filter(isNew));
  const known = new Set(taken.flat().map(({ message }) => message));
  const unequal: string[] = [];
  await stage.signInAgain();
  for (const subject of [...subjects, ...work.acknowledged.submitted]) {
    if (await factsDiffer(stage, subject)) unequal.push(subject.number);
  }
  return {
    lost: [
      ...sent.filter(({ message }) => !known.has(message)).map(nameOf),
      ...(await missingComments(stage, work)),
    ],
    duplicated: taken.flatMap(repeated),
    outOfOrder: taken.flatMap(inverted),
    unequal,
    stuck: (await Promise.all(stage.nodes.map(blockedStreams)))
      .flat()
      .filter(isNew)
      .map(({ key, stream, reason }) => `${key.slice(0, 6)} ${stream}: ${reason}`),
  };
};
