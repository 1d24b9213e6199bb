import { setTimeout as sleep } from 'node:timers/promises';
import { answersFor } from '../../scripts/demo/answers.mjs';
import type { RestClient } from '../support/rest-client';
import { waitUntil } from '../support/wait-until';
import type { Random } from './random';
import { STAFF_TASKS, TASKS, type ConsumerNode, type Stage } from './stage';

/** One request, with its addresses. */
export interface Subject {
  readonly consumer: ConsumerNode;
  readonly kind: 'order' | 'help';
  readonly number: string;
  readonly here: string;
  /** The task and what is behind it at the provider; unknown of what was asked for under faults. */
  readonly there?: { readonly task: string; readonly parent: string };
}

/** What was answered with a success, so that it must be on both sides in the end. */
interface Acknowledged {
  readonly comments: { readonly number: string; readonly id: string; readonly body: string }[];
  readonly submitted: Subject[];
}

interface WrittenComment {
  readonly address: string;
  readonly client: () => RestClient;
}

/** How long somebody who finds an instance down waits before the next try. */
const AWAY_MS = 200;

const UNAUTHORIZED = 401;

const WEIGHTS = {
  'consumer comments': 36,
  'provider comments': 34,
  edit: 12,
  verb: 12,
  submit: 3,
  cancel: 3,
};

/** Verbs that an open request takes again and again, in some states; in the others they are refused. */
const VERBS = {
  order: [
    ['hold', { reason: 'Waiting for a part' }],
    ['request-information', { reason: 'Which door?' }],
    ['resume', {}],
  ],
  help: [
    ['request-info', { reason: 'Which site?' }],
    ['resume', {}],
  ],
} as const;

const bodyFor = (text: string) => ({ data: { body: text } });

const submitTo = async (consumer: ConsumerNode, kind: Subject['kind']) => {
  const item = consumer.items.find((candidate) => candidate.kind === kind);
  if (item === undefined) throw new Error(`There is no item for ${kind}.`);
  const lines = [{ item: item.documentId, answers: answersFor(item.form) }];
  return consumer.requester.post(TASKS, { data: { lines } });
};

type Created = { readonly number: string; readonly documentId: string };

/** Asks for something on a line without faults, and takes it to where work is done on it. */
export const open = async (
  { provider, staff: signedIn }: Stage,
  consumer: ConsumerNode,
  kind: Subject['kind'],
): Promise<Subject> => {
  const staff = signedIn();
  const { body } = await submitTo(consumer, kind);
  const { number, documentId } = body.data as Created;
  const row = await waitUntil(`${number} to arrive`, () =>
    provider.instance
      .rows('orderbridge_provider_tasks')
      .where({ side: 'provider', number })
      .first<{ document_id: string } | undefined>('document_id'),
  );
  const task = `${STAFF_TASKS}/${row.document_id}`;
  const { body: seen } = await staff.get(task).expect(200);
  const { order, serviceRequest } = seen.data as Record<string, { documentId: string } | null>;
  const parent = order
    ? `/orderbridge/orders/${order.documentId}`
    : `/orderbridge/service-requests/${serviceRequest?.documentId ?? ''}`;
  for (const verb of order ? ['approve', 'start'] : ['assign']) {
    await staff.post(`${parent}/${verb}`).expect(200);
  }
  await waitUntil(`${number} to be known at ${consumer.name}`, async () => {
    const { body: known } = await consumer.requester.get(`${TASKS}/${documentId}`).expect(200);
    return known.data.parentState === 'in_progress';
  });
  return { consumer, kind, number, here: `${TASKS}/${documentId}`, there: { task, parent } };
};

/**
 * People of all sides who work on requests, whatever happens to the instances meanwhile. They note what
 * they were told: an answer that did not come says nothing.
 *
 * @param options.submits whether they make new requests besides those that are there
 */
export const goToWork = (
  stage: Stage,
  subjects: readonly Subject[],
  random: Random,
  { submits = true }: { submits?: boolean } = {},
) => {
  const weights = submits ? WEIGHTS : { ...WEIGHTS, submit: 0, cancel: 0 };
  const acknowledged: Acknowledged = { comments: [], submitted: [] };
  const written: WrittenComment[] = [];
  const answers = new Map<string, number>();
  const failures: string[] = [];
  let said = 0;
  let running: readonly Promise<void>[] = [];
  let isOver = false;

  /** Sends something, and answers what came back where it was a success. */
  const attempt = async (
    what: string,
    send: () => PromiseLike<{ status: number; body: { data?: unknown }; text: string }>,
  ): Promise<unknown> => {
    let outcome: string;
    let data: unknown;
    try {
      const { status, body, text } = await send();
      outcome = String(status);
      if (status >= 500) failures.push(`${what}: ${String(status)} ${text.slice(0, 300)}`);
      if (status < 300) data = body.data;
      if (status === UNAUTHORIZED) await stage.signInAgain();
    } catch {
      // The instance has ended, or ends now: whether it has done it, nobody knows.
      outcome = 'no answer';
      await sleep(AWAY_MS);
    }
    const key = `${what}: ${outcome}`;
    answers.set(key, (answers.get(key) ?? 0) + 1);
    return data;
  };

  const comment = async (subject: Subject, client: () => RestClient, address: string) => {
    said += 1;
    const body = `Said as number ${String(said)}`;
    const data = await attempt('comment', () =>
      client().post(`${address}/comments`, bodyFor(body)),
    );
    if (data === undefined) return;
    const { id } = data as { id: string };
    acknowledged.comments.push({ number: subject.number, id, body });
    written.push({ address: `${address}/comments/${id}`, client });
  };

  const acts: Record<keyof typeof WEIGHTS, () => Promise<unknown>> = {
    'consumer comments': () => {
      const subject = random.pick([...subjects, ...acknowledged.submitted]);
      return comment(subject, () => subject.consumer.requester, subject.here);
    },
    'provider comments': () => {
      const subject = random.pick(subjects);
      return comment(subject, () => stage.staff(), subject.there?.task ?? '');
    },
    edit: async () => {
      if (written.length === 0) return;
      const { address, client } = random.pick(written);
      said += 1;
      const body = bodyFor(`Rather number ${String(said)}`);
      await attempt('edit', () => client().patch(address, body));
    },
    verb: () => {
      const { kind, there } = random.pick(subjects);
      const [verb, body] = random.pick<readonly [string, object]>(VERBS[kind]);
      return attempt('verb', () => stage.staff().post(`${there?.parent ?? ''}/${verb}`, body));
    },
    submit: async () => {
      const consumer = random.pick(stage.consumers);
      const kind = random.pick(['order', 'help'] as const);
      const data = await attempt('submit', () => submitTo(consumer, kind));
      if (data === undefined) return;
      const { number, documentId } = data as Created;
      acknowledged.submitted.push({ consumer, kind, number, here: `${TASKS}/${documentId}` });
    },
    cancel: async () => {
      if (acknowledged.submitted.length === 0) return;
      const { consumer, here } = random.pick(acknowledged.submitted);
      const reason = { reason: 'Not needed' };
      await attempt('cancel', () => consumer.requester.post(`${here}/cancel`, reason));
    },
  };

  const work = async (): Promise<void> => {
    while (!isOver) await acts[random.weighted(weights)]();
  };

  return {
    acknowledged,
    /** Answers that no request may get, also not from an instance that is about to end. */
    failures,
    /** How often what was answered what. */
    answers: (): Record<string, number> => Object.fromEntries(answers),
    /** So many people at once, until `stop`. */
    start(people: number): void {
      running = Array.from({ length: people }, work);
    },
    async stop(): Promise<void> {
      isOver = true;
      await Promise.all(running);
    },
    /** A last word of both sides in each request: whoever has missed something notices it now. */
    async conclude(): Promise<void> {
      for (const subject of subjects) {
        await comment(subject, () => subject.consumer.requester, subject.here);
        await comment(subject, () => stage.staff(), subject.there?.task ?? '');
      }
    },
  };
};
