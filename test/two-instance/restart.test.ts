import type { TestInstance } from '../support/instance';
import { REQUEST, startPair, type Pair } from '../support/pair';
import { waitUntil } from '../support/wait-until';

/**
 * Where a message can be when a process ends: each is a moment of one journey from the sender's
 * commit to the sender's knowledge that it arrived, caught by what stands between the two.
 */
const MOMENTS = [
  'the sender ends after its commit, and nothing that it sent got through',
  'the sender ends while its request is under way',
  'the receiver ends before it has read the request',
  'the receiver ends after its commit, before its answer arrives',
  'the sender ends after the receiver has committed, before it knows',
] as const;
type Moment = (typeof MOMENTS)[number];

interface Journey {
  readonly from: 'provider' | 'consumer';
  readonly to: 'provider' | 'consumer';
}

const JOURNEYS: Journey[] = [
  { from: 'consumer', to: 'provider' },
  { from: 'provider', to: 'consumer' },
];

describe('a restart', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await startPair();
  });

  afterAll(async () => {
    // Processes that are killed leave requests without an answer, which the other side logs.
    await pair.dispose({ expectErrors: true });
  });

  const proxyBefore = (side: Journey['to']) =>
    side === 'provider' ? pair.toProvider : pair.toConsumer;

  /**
   * Lets the one who is to end, end at that moment of the next message's journey.
   *
   * @returns what to await once the message has been caused.
   */
  const endAt = (moment: Moment, { from, to }: Journey): (() => Promise<TestInstance>) => {
    const proxy = proxyBefore(to);
    if (moment === MOMENTS[0]) {
      proxy.inject(() => 'lose-request');
      return async () => {
        await pair[from].kill();
        return pair[from];
      };
    }
    let isOver = false;
    const over = new Promise<TestInstance>((resolve, reject) => {
      const end = (instance: TestInstance) => async (passing: { path: string }) => {
        if (isOver || !passing.path.endsWith('/messages')) return;
        isOver = true;
        await instance.kill().then(() => {
          resolve(instance);
        }, reject);
      };
      const stop = (side: Journey['to']) => {
        const ending = end(pair[side]);
        proxy.inject(async (request) => {
          await ending(request);
          return isOver ? 'lose-request' : 'pass';
        });
      };
      if (moment === MOMENTS[1]) stop(from);
      if (moment === MOMENTS[2]) stop(to);
      if (moment === MOMENTS[3]) {
        proxy.onAnswer(end(pair[to]));
        proxy.inject(({ path }) => (path.endsWith('/messages') ? 'lose-answer' : 'pass'));
      }
      if (moment === MOMENTS[4]) proxy.onAnswer(end(pair[from]));
    });
    return () => over;
  };

  const healAndRestart = async (instance: TestInstance) => {
    for (const proxy of [pair.toProvider, pair.toConsumer]) {
      proxy.heal();
      proxy.onAnswer(undefined);
    }
    await instance.start();
  };

  const taskAt = async (side: 'provider' | 'consumer', number: string) =>
    (await pair[side].rows('orderbridge_provider_tasks').where({ side, number }).first()) as
      { id: number; document_id: string; state: string; version: number } | undefined;

  const bothSidesOf = async (number: string) => {
    const [there, here] = [await taskAt('provider', number), await taskAt('consumer', number)];
    return { there, here };
  };

  for (const journey of JOURNEYS) {
    for (const moment of MOMENTS) {
      it(`loses and doubles nothing from ${journey.from} to ${journey.to} where ${moment}`, async () => {
        const requester = await pair.requester();
        let number: string;
        let ended: TestInstance;
        if (journey.from === 'consumer') {
          const over = endAt(moment, journey);
          const { data } = await requester.post(
            '/api/orderbridge/provider-tasks',
            REQUEST(pair.itemId),
          );
          number = data.number;
          ended = await over();
        } else {
          const { data } = await requester.post(
            '/api/orderbridge/provider-tasks',
            REQUEST(pair.itemId),
          );
          number = data.number;
          const task = await waitUntil('the task', () => taskAt('provider', number));
          await pair.atRest();
          const over = endAt(moment, journey);
          const admin = await pair.provider.admin();
          await admin.post(`/orderbridge/provider-tasks/${task.document_id}/comments`, {
            data: { body: `About ${number}` },
          });
          ended = await over();
        }
        await healAndRestart(ended);

        const { there, here } = await waitUntil('both sides to agree', async () => {
          const sides = await bothSidesOf(number);
          const agree = sides.here?.state === 'received' && sides.there?.state === 'received';
          return agree ? { there: sides.there, here: sides.here } : undefined;
        });
        await pair.atRest();
        const count = async (side: 'provider' | 'consumer', table: string, where: object) =>
          (await pair[side].rows(table).where(where)).length;
        expect(await count('provider', 'orderbridge_provider_tasks', { number })).toBe(1);
        expect(here?.version).toBe(there?.version);
        const comments = journey.from === 'provider' ? 1 : 0;
        expect(await count('provider', 'orderbridge_task_comments', { task_id: there?.id })).toBe(
          comments,
        );
        expect(await count('consumer', 'orderbridge_task_comments', { task_id: here?.id })).toBe(
          comments,
        );
      });
    }
  }
});
