import { answersFor } from '../../scripts/demo/answers.mjs';
import { enrolRequester, hireStaff } from '../support/people';
import type { RestClient } from '../support/rest-client';
import { publishReadyMade } from '../support/selling-provider';
import type { Pair } from '../support/pair';
import { waitUntil } from '../support/wait-until';

const TASKS = '/api/orderbridge/provider-tasks';
const STAFF_TASKS = '/orderbridge/provider-tasks';

type Kind = 'order' | 'help' | 'issue' | 'change';

/** One request, with its addresses on both sides. */
export interface Asked {
  readonly number: string;
  /** The task at the consumer, for requesters. */
  readonly here: string;
  /** The task at the provider, for staff. */
  readonly there: string;
  /** The order or the service request, at the provider. */
  readonly parent: string;
}

const KINDS = 4;

/** Makes everything that the provider has orderable at the consumer, and finds the document ids. */
const activateAll = async ({ provider, consumer }: Pair): Promise<void> => {
  await publishReadyMade(await provider.admin());
  const admin = await consumer.admin();
  const items = await waitUntil('the items', async () => {
    const found = await admin.find('remote-catalog-item');
    return found.length === KINDS ? found : undefined;
  });
  for (const { documentId, state } of items as { documentId: string; state: string }[]) {
    if (state === 'active') continue;
    await admin.post(`/orderbridge/remote-catalog-items/${documentId}/activate`);
  }
};

/** People of both sides of a pair, and what they do most. */
export const gatherParties = async (pair: Pair) => {
  await activateAll(pair);
  await pair.atRest();
  const consumerAdmin = await pair.consumer.admin();
  const [{ documentId: organisation }] = await consumerAdmin.find('consumer');
  const enrol = (username: string, role?: 'requester-manager') =>
    enrolRequester(pair.consumer, { username, organisation, ...(role && { role }) });
  const hire = (firstname: string, lastname: string, ...rights: string[]) =>
    hireStaff(pair.provider, { firstname, lastname, rights: ['provider-task.read', ...rights] });

  const ada = await enrol('ada');
  const verbs = (type: string, names: string[]) => names.map((name) => `${type}.${name}`);
  const people = {
    /** Two requesters and their manager. */
    ada,
    bea: await enrol('bea'),
    max: await enrol('max', 'requester-manager'),
    /** Two agents, and somebody who looks after what they write. */
    clara: await hire(
      'Clara',
      'Current',
      'provider-task.comment',
      ...verbs('order', [
        'read',
        'add-work-note',
        'assign',
        'approve',
        'start',
        'request-information',
        'resume',
        'reach-point-of-no-return',
        'decline-cancel',
        'finish-cancel',
        'complete',
      ]),
      ...verbs('service-request', [
        'read',
        'add-work-note',
        'assign',
        'request-info',
        'propose-solution',
        'cancel',
        'close',
      ]),
    ),
    nils: await hire('Nils', 'Node', 'provider-task.comment'),
    mona: await hire('Mona', 'Moderator', 'provider-task.comment', 'provider-task.moderate'),
  };

  const { body: listed } = await ada.get('/api/orderbridge/remote-catalog-items').expect(200);
  const items = listed.data as {
    kind: Kind;
    documentId: string;
    form: Parameters<typeof answersFor>[0];
  }[];

  /** Asks for something; the provider may not have heard of it yet. */
  const submit = async (client: RestClient, kind: Kind) => {
    const item = items.find((candidate) => candidate.kind === kind);
    if (item === undefined) throw new Error(`There is no item of kind ${kind}.`);
    const { documentId, form } = item;
    const { body } = await client
      .post(TASKS, { data: { lines: [{ item: documentId, answers: answersFor(form) }] } })
      .expect(201);
    const { number, documentId: id } = body.data as { number: string; documentId: string };
    return { number, here: `${TASKS}/${id}` };
  };

  /** Waits until the provider has a request, and answers its addresses there. */
  const arrive = async ({ number, here }: Pick<Asked, 'number' | 'here'>): Promise<Asked> => {
    const row = await waitUntil(`${number} to arrive`, () =>
      pair.provider
        .rows('orderbridge_provider_tasks')
        .where({ side: 'provider', number })
        .first<{ document_id: string } | undefined>('document_id'),
    );
    const there = `${STAFF_TASKS}/${row.document_id}`;
    const { body } = await people.clara.get(there).expect(200);
    const { order, serviceRequest } = body.data as Record<
      'order' | 'serviceRequest',
      { documentId: string } | null
    >;
    const parent =
      order === null
        ? `/orderbridge/service-requests/${serviceRequest?.documentId ?? ''}`
        : `/orderbridge/orders/${order.documentId}`;
    return { number, here, there, parent };
  };

  return {
    ...people,
    submit,
    arrive,

    /** Asks for something, and waits until both sides know of it. */
    ask: async (client: RestClient, kind: Kind): Promise<Asked> => {
      const asked = await arrive(await submit(client, kind));
      await pair.atRest();
      return asked;
    },

    /** Takes an order or a service request through verbs, each of which is taken. */
    act: async (
      { parent }: Asked,
      ...steps: readonly (string | readonly [verb: string, body: object])[]
    ) => {
      for (const step of steps) {
        const [verb, body] = typeof step === 'string' ? [step, {}] : step;
        await people.clara.post(`${parent}/${verb}`, body).expect(200);
      }
    },

    /** How the manager of the requesters sees a request. */
    seenHere: async ({ here }: Pick<Asked, 'here'>) =>
      (await people.max.get(here).expect(200)).body.data,

    /** How an agent sees it. */
    seenThere: async ({ there }: Asked) => (await people.clara.get(there).expect(200)).body.data,
  };
};

export type Parties = Awaited<ReturnType<typeof gatherParties>>;

interface Seen {
  readonly comments: readonly object[];
  readonly timeline: readonly { readonly comment?: object }[];
  readonly order: Record<string, unknown> | null;
  readonly serviceRequest: Record<string, unknown> | null;
  readonly [key: string]: unknown;
}

const TASK_FACTS = ['number', 'title', 'state', 'version', 'requestedAt', 'movedAt', 'endedAt'];
const PARENT_FACTS = ['parentKind', 'parentNumber', 'parentState'];
const ORDER_FACTS = ['number', 'state', 'version', 'scheduledStart', 'pointOfNoReturnAt', 'lines'];
const REQUEST_FACTS = ['number', 'kind', 'state', 'version', 'name', 'answers', 'resolution'];

const pick = (from: Record<string, unknown> | null, names: readonly string[]) =>
  from && Object.fromEntries(names.map((name) => [name, from[name]]));

const withoutActions = (comment: object): object =>
  Object.fromEntries(Object.entries(comment).filter(([name]) => name !== 'actions'));

/** What the two sides hold alike of a request, once neither has anything left to say. */
export const factsOf = (seen: Seen) => ({
  ...pick(seen, [...TASK_FACTS, ...PARENT_FACTS]),
  order: pick(seen.order, ORDER_FACTS),
  serviceRequest: pick(seen.serviceRequest, REQUEST_FACTS),
  comments: seen.comments.map(withoutActions),
  timeline: seen.timeline.map(({ comment, ...entry }) =>
    comment === undefined ? entry : { ...entry, comment: withoutActions(comment) },
  ),
});
